import Care
import CareStore
import ChartSync
import Postgres
import StrictJSON

/// Whether a practitioner may prescribe for a member now, and by which rules: the same for a revision that is proposed, one
/// that was made offline, and one that somebody accepts.
struct Prescribing {
    private let member: MemberID
    /// Where the member is.
    let today: LocalDay
    /// Why the practitioner may not prescribe; nil when they may.
    let refusal: CareError?
    /// Why they may not see the member for care; nil when they may.
    ///
    /// A coach does so without a licence.
    let visitRefusal: CareError?

    /// - Throws: `CareError.notFound` without a place on the care team.
    init(
        _ practitioner: PractitionerID, on chart: OpenChart, in transaction: borrowing Transaction
    ) throws {
        let (found, roles, licences) = try transaction.pipeline(
            AccessStatements.member.first(chart.member), AccessStatements.roles.all(chart.member, practitioner),
            AccessStatements.licences.all(practitioner))
        guard let found, !roles.isEmpty else { throw CareError.notFound }
        member = chart.member
        today = found.timeZone.day(of: chart.head.now)
        let isLicensed = licences.mayPractise(in: found.state, on: today)
        let needsLicence = !roles.contains { $0 == .coach }
        visitRefusal = isLicensed || !needsLicence ? nil : .notLicensed(found.state)
        if !roles.contains(where: \.mayPrescribe) {
            refusal = .notAllowed
        } else {
            refusal = isLicensed ? nil : .notLicensed(found.state)
        }
    }

    /// Every rule that a revision breaks, by its pointers in the revision.
    func violations(of revision: PlanRevision, in transaction: borrowing Transaction) throws -> [FieldViolation] {
        var violations = revision.content.violations(from: revision.effectiveFrom)
        violations += try CatalogRows.unknownExercises(in: revision.content, transaction)
        violations += try misfits(of: revision, in: transaction)
        violations = violations.map { FieldViolation(pointer: "/content\($0.pointer)", message: $0.message) }
        // Adherence is judged by the revision in force on a day; a later edit must not change days that have passed.
        if revision.effectiveFrom < today {
            violations.append(FieldViolation(pointer: "/effectiveFrom", message: "must not be before \(today)"))
        }
        return violations
    }

    /// The items whose dose or side their exercise does not have, by their pointers in the plan.
    ///
    /// What the revision before it holds as well stays: a PT who changes something else need not mend it first.
    private func misfits(
        of revision: PlanRevision, in transaction: borrowing Transaction
    ) throws -> [FieldViolation] {
        let exercises = try CatalogRows.pinnedExercises(of: revision.content, transaction)
        let found = zip(revision.content.items, exercises).enumerated().flatMap { index, pair in
            let (item, exercise) = pair
            return (exercise.map(item.misfits) ?? []).map { misfit in
                (
                    item: item,
                    violation: FieldViolation(
                        pointer: "/items/\(index)/\(misfit.field)", message: "\(item.exercise) \(misfit.message)")
                )
            }
        }
        guard !found.isEmpty else { return [] }
        let base = Int32(clamping: revision.base)
        let heads = try transaction.all(PlanStatements.numbered, member, base, base)
        let known = try PlanStatements.assemble(heads, of: member, in: transaction).flatMap { row -> [PlanItem] in
            if case .planRevision(let before) = row.content { before.content.items } else { [] }
        }
        return found.filter { !known.contains($0.item) }.map(\.violation)
    }
}

extension Prescribing {
    /// Why the practitioner may not do what some of the mutations are; nil when nothing among them needs the right to
    /// prescribe.
    static func refusal(
        of mutations: [Mutation], by practitioner: PractitionerID, on chart: OpenChart,
        in transaction: borrowing Transaction
    ) throws -> CareError? {
        let kinds = mutations.compactMap { RowKind(rawValue: $0.kind) }
        guard kinds.contains(where: { $0.needsPrescriber || $0.isCareInPerson }) else { return nil }
        let prescribing = try Prescribing(practitioner, on: chart, in: transaction)
        if kinds.contains(where: \.needsPrescriber), let refusal = prescribing.refusal { return refusal }
        return kinds.contains(where: \.isCareInPerson) ? prescribing.visitRefusal : nil
    }

    /// What speaks against what only some practitioners may write, by the mutation's number.
    ///
    /// - Parameter author: who must have written them; nil when somebody else accepts them.
    static func objections(
        to mutations: [Mutation], by practitioner: PractitionerID, author: PractitionerID?, on chart: OpenChart,
        in transaction: borrowing Transaction
    ) throws -> [Int64: ChartMerge.Objection] {
        var objections: [Int64: ChartMerge.Objection] = [:]
        let written = mutations.compactMap { mutation -> (Int64, RowContent)? in
            objections[mutation.seq] = mutation.objectionToDecision(by: practitioner)
            guard mutation.op == RowOperation.insert.rawValue, let kind = RowKind(rawValue: mutation.kind),
                let body = mutation.body
            else { return nil }
            // What cannot be read is the merge's to refuse, with the place where it does not fit.
            guard let content = try? RowContent(kind: kind, body: body),
                content.needsPrescriber || content.author != nil
            else { return nil }
            return (mutation.seq, content)
        }
        guard !written.isEmpty else { return objections }
        let prescribing = try Prescribing(practitioner, on: chart, in: transaction)
        for (seq, content) in written {
            let refused =
                content.needsPrescriber
                ? prescribing.refusal : content.kind.isCareInPerson ? prescribing.visitRefusal : nil
            if let refusal = refused {
                let message =
                    if case .notLicensed(let state) = refusal {
                        "needs a licence or compact privilege in \(state)"
                    } else { "is not for this role on the care team" }
                objections[seq] = ChartMerge.Objection(
                    .notAllowed, FieldViolation(pointer: "/body", message: message))
            } else if let author, let named = content.author, named.practitioner != author {
                objections[seq] = ChartMerge.Objection(
                    .invalid, FieldViolation(pointer: "/body/\(named.field)", message: "must be whoever sends it"))
            } else if case .planRevision(let revision) = content,
                let violation = try prescribing.violations(of: revision, in: transaction).first
            {
                objections[seq] = ChartMerge.Objection(
                    .invalid, FieldViolation(pointer: "/body\(violation.pointer)", message: violation.message))
            }
        }
        return objections
    }
}

extension RowKind {
    /// Whether it is an act for which a practitioner needs the right to prescribe, and a licence where the member is.
    fileprivate var needsPrescriber: Bool {
        switch self {
        case .planRevision, .clearance, .runPhase: true
        default: false
        }
    }
}

extension RowKind {
    /// Whether it is care of the practitioner's own, for which PTs and physicians need a licence where the member is.
    fileprivate var isCareInPerson: Bool { self == .visit || self == .careNote }
}

extension RowContent {
    fileprivate var needsPrescriber: Bool { kind.needsPrescriber }

    /// The practitioner who says of themselves in it that it is theirs.
    fileprivate var author: (field: String, practitioner: PractitionerID)? {
        switch self {
        case .planRevision(let revision): ("author", revision.author)
        case .clearance(let clearance): ("clearedBy", clearance.clearedBy)
        case .alertAcknowledgement(let word): ("acknowledgedBy", word.acknowledgedBy)
        case .message(let message): message.author.map { ("author", $0) }
        case .messageReading(let reading): reading.reader.map { ("reader", $0) }
        case .visit(let visit): ("practitioner", visit.practitioner)
        case .careNote(let note): ("author", note.author)
        default: nil
        }
    }
}

extension Mutation {
    /// A device dismisses suggestions; it takes one up by the revision that it leads to, in the service's own commit.
    fileprivate func objectionToDecision(by practitioner: PractitionerID) -> ChartMerge.Objection? {
        guard kind == RowKind.suggestion.rawValue, op == RowOperation.update.rawValue, let decision = body?["decision"]
        else { return nil }
        if decision["kind"]?.stringValue != SuggestionRecord.Decision.Kind.dismissed.rawValue {
            return ChartMerge.Objection(
                .notAllowed, FieldViolation(pointer: "/body/decision/kind", message: "must be dismissed"))
        }
        if decision["by"]?.stringValue.flatMap({ PractitionerID($0) }) != practitioner {
            return ChartMerge.Objection(
                .invalid, FieldViolation(pointer: "/body/decision/by", message: "must be whoever sends it"))
        }
        return nil
    }
}
