import ArgumentParser
import Care
import CareMessages
import StrictJSON

/// The command `soleus plan bulk`; its help says what it does.
struct PlanBulkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "bulk", "Change one exercise in the plans of several members.",
        discussion: """
            Each member gets a revision of their own, or none: one that is refused stops no other. Plans without the
            exercise are left alone. Look first with --dry-run; to do it, --confirm says how many plans change.
            """,
        examples: [
            "soleus plan bulk towel-scrunches --panel --per-week 3 --reason \"Evenly spread\" --dry-run",
            "soleus plan bulk towel-scrunches --member ana --member ben --sets 3 --reason \"Stronger\" --confirm 2",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var change: PlanChangeOptions
    @OptionGroup var prescription: PrescriptionOptions
    @Argument(help: "Short name, name or part of it.") var exercise: String
    @Option(name: .customLong("member"), help: "Id, name or part of it; once for each member.") var members: [String] =
        []
    @Flag(help: "Everybody on your panel.") var panel = false
    @Option(help: "Why the plans change.") var reason: Note
    @OptionGroup var agreement: BulkAgreement

    func validate() throws {
        if prescription.isEmpty { throw ValidationError("Say what to change, such as --sets 3 or --per-week 4.") }
        if panel == !members.isEmpty { throw ValidationError("Give --panel, or --member for each.") }
    }

    func run() async throws {
        let session = Session(common)
        let desks = try await desks(session)
        let catalog = CatalogView(try await session.ask(.get("/v1/catalog"), as: CatalogListing.self).value)
        var progress = WorkProgress("Reading plans", count: desks.count)
        var plans: [(desk: PlanDesk, current: PlanRevision?)] = []
        for desk in desks {
            plans.append((desk, try await desk.plan()?.value.revision))
            progress.advance()
        }
        let exercise = try catalog.exercise(
            exercise, of: plans.compactMap(\.current?.content), ask: session.asking)
        var changes = plans.map { bulkChange(of: exercise, at: $0.desk, from: $0.current, catalog: catalog) }
        let count = changes.count { $0.plan != nil }
        if !change.dryRun, count > 0 {
            try agreement.agree(
                count, "plans would change", names: changes.compactMap { $0.plan?.desk.memberName }, common)
        }
        progress = WorkProgress(change.dryRun ? "Trying" : "Prescribing", count: count)
        for index in changes.indices {
            guard let plan = changes[index].plan else { continue }
            changes[index] = await outcome(of: plan, changes[index])
            progress.advance()
        }
        let outcomes = changes.map(\.outcome)
        try common.show(.encoding(outcomes)) { Self.lines(outcomes, common, dryRun: change.dryRun) }
        let refused = outcomes.count { $0.state == .refused }
        guard refused > 0 else { return }
        let changed = outcomes.count { $0.state == .changed }
        throw CommandFailure(
            .refused,
            "\(refused) of \(outcomes.count) plans \(change.dryRun ? "would be" : "were") refused, as shown"
                + (changed > 0 && !change.dryRun ? "; \(changed) changed" : ""),
            advice: changed > 0 && !change.dryRun ? "Doing it again changes only those that were refused." : nil)
    }

    private func desks(_ session: Session) async throws(CommandFailure) -> [PlanDesk] {
        if panel {
            let answer = try await session.ask(.get("/v1/panel"), as: Panel.self)
            return answer.value.members.filter { $0.planRevision != nil }.map {
                PlanDesk(session: session, member: $0.member, memberName: $0.name)
            }
        }
        var desks: [PlanDesk] = []
        for text in members {
            let (id, name) = try await session.member(text)
            // Two names may mean one member, who is to get one revision.
            if !desks.contains(where: { $0.member == id }) {
                desks.append(PlanDesk(session: session, member: id, memberName: name))
            }
        }
        return desks
    }

    private func bulkChange(
        of exercise: Slug, at desk: PlanDesk, from current: PlanRevision?, catalog: CatalogView
    ) -> BulkChange {
        func without(_ state: BulkOutcome.State, _ words: String? = nil) -> BulkChange {
            BulkChange(outcome: BulkOutcome(member: desk.member, name: desk.memberName, state: state, words: words))
        }
        guard let current, current.content.items.contains(where: { $0.exercise == exercise }) else {
            return without(.withoutExercise)
        }
        let content: PlanContent
        do throws(CommandFailure) {
            content = try prescription.applied(to: current.content, exercise: exercise, catalog: catalog)
        } catch {
            return without(.refused, error.message.split(separator: "\n").joined(separator: " "))
        }
        let plan = PlanChange(
            desk: desk, catalog: catalog, base: current.number, baseContent: current.content, content: content,
            template: current.template)
        if plan.diff.isEmpty { return without(.unchanged) }
        var change = without(.refused)
        change.outcome.diff = plan.diff
        change.plan = plan
        return change
    }

    private func outcome(of plan: PlanChange, _ before: BulkChange) async -> BulkChange {
        var after = before
        do throws(CommandFailure) {
            let answer = try await plan.desk.propose(
                PlanProposal(
                    id: .make(at: .now), base: plan.base, effectiveFrom: change.effective, reason: reason,
                    template: plan.template, content: plan.content, dryRun: change.dryRun ? true : nil))
            after.outcome.state = .changed
            after.outcome.revision = answer.value.revision.number
        } catch {
            after.outcome.state = .refused
            after.outcome.words = error.message
        }
        return after
    }

    static func lines(_ outcomes: [BulkOutcome], _ common: CommonOptions, dryRun: Bool) -> [String] {
        var lines: [String] = []
        for outcome in outcomes {
            let name = printable(outcome.name ?? outcome.member.description)
            let words =
                switch outcome.state {
                case .changed: "\(dryRun ? "would become" : "is at") revision \(outcome.revision ?? 0)"
                case .unchanged: "says this already"
                case .withoutExercise: "does not have the exercise"
                case .refused: "refused: \(printable(outcome.words ?? ""))"
                }
            if common.plain {
                lines.append(
                    [
                        name, outcome.state.rawValue, outcome.revision.map(String.init) ?? "",
                        printable((outcome.words ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")),
                    ].joined(separator: "\t"))
                continue
            }
            lines += wrapped("\(name): \(words)", to: Terminal.columns, indent: 2)
            if outcome.state == .changed {
                lines += (outcome.diff?.lines ?? []).flatMap {
                    wrapped("  \(printable($0))", to: Terminal.columns, indent: 6)
                }
            }
        }
        let changed = outcomes.count { $0.state == .changed }
        return lines
            + (common.plain
                ? []
                : ["", "\(changed) of \(outcomes.count) plans \(dryRun ? "would change; nothing did" : "changed")."])
    }
}

/// One member's plan on the way through a bulk edit.
struct BulkChange {
    var outcome: BulkOutcome
    /// Nil when there is nothing to send.
    var plan: PlanChange?
}

/// What became of one member's plan.
struct BulkOutcome: Hashable, Codable {
    enum State: String, Hashable, Codable {
        case changed, unchanged, refused
        case withoutExercise = "without_exercise"
    }

    var member: MemberID
    var name: String?
    var state: State
    /// The revision that it is at, or would be.
    var revision: Int?
    var diff: PlanDiff?
    /// Why it was refused.
    var words: String?
}
