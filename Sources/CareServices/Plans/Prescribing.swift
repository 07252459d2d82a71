import Care
import CareStore
import ChartSync
import Postgres

/// Whether a practitioner may prescribe for a member now, and by which rules: the same for a revision that is proposed, one
/// that was made offline, and one that somebody accepts.
struct Prescribing {
    /// Where the member is.
    let today: LocalDay
    /// Why the practitioner may not prescribe; nil when they may.
    let refusal: CareError?

    /// - Throws: `CareError.notFound` without a place on the care team.
    init(
        _ practitioner: PractitionerID, on chart: OpenChart, in transaction: borrowing Transaction
    ) throws {
        let (found, roles, licences) = try transaction.pipeline(
            AccessStatements.member.first(chart.member), AccessStatements.roles.all(chart.member, practitioner),
            AccessStatements.licences.all(practitioner))
        guard let found, !roles.isEmpty else { throw CareError.notFound }
        today = found.timeZone.day(of: chart.head.now)
        if !roles.contains(where: \.mayPrescribe) {
            refusal = .notAllowed
        } else {
            refusal = licences.mayPractise(in: found.state, on: today) ? nil : .notLicensed(found.state)
        }
    }

    /// Every rule that a revision breaks, by its pointers in the revision.
    func violations(of revision: PlanRevision, in transaction: borrowing Transaction) throws -> [FieldViolation] {
        var violations = revision.content.violations
        violations += try CatalogRows.unknownExercises(in: revision.content, transaction)
        violations = violations.map { FieldViolation(pointer: "/content\($0.pointer)", message: $0.message) }
        // Adherence is judged by the revision in force on a day; a later edit must not change days that have passed.
        if revision.effectiveFrom < today {
            violations.append(FieldViolation(pointer: "/effectiveFrom", message: "must not be before \(today)"))
        }
        if let until = revision.content.until, until < revision.effectiveFrom {
            violations.append(
                FieldViolation(pointer: "/content/until", message: "must not be before the plan takes effect"))
        }
        return violations
    }
}

extension Prescribing {
    /// What speaks against the revisions among some mutations, by the mutation's number.
    ///
    /// - Parameter author: who must have written them; nil when somebody else accepts them.
    static func objections(
        to mutations: [Mutation], by practitioner: PractitionerID, author: PractitionerID?, on chart: OpenChart,
        in transaction: borrowing Transaction
    ) throws -> [Int64: ChartMerge.Objection] {
        let revisions = mutations.compactMap { mutation -> (Int64, PlanRevision)? in
            guard mutation.kind == RowKind.planRevision.rawValue, mutation.op == RowOperation.insert.rawValue,
                let body = mutation.body
            else { return nil }
            // What cannot be read is the merge's to refuse, with the place where it does not fit.
            guard case .planRevision(let revision)? = try? RowContent(kind: .planRevision, body: body) else {
                return nil
            }
            return (mutation.seq, revision)
        }
        guard !revisions.isEmpty else { return [:] }
        let prescribing = try Prescribing(practitioner, on: chart, in: transaction)
        var objections: [Int64: ChartMerge.Objection] = [:]
        for (seq, revision) in revisions {
            if let refusal = prescribing.refusal {
                let message =
                    if case .notLicensed(let state) = refusal {
                        "needs a licence or compact privilege in \(state)"
                    } else { "is not for this role on the care team" }
                objections[seq] = ChartMerge.Objection(
                    .notAllowed, FieldViolation(pointer: "/body", message: message))
            } else if let author, revision.author != author {
                objections[seq] = ChartMerge.Objection(
                    .invalid, FieldViolation(pointer: "/body/author", message: "must be whoever sends it"))
            } else if let violation = try prescribing.violations(of: revision, in: transaction).first {
                objections[seq] = ChartMerge.Objection(
                    .invalid, FieldViolation(pointer: "/body\(violation.pointer)", message: violation.message))
            }
        }
        return objections
    }
}
