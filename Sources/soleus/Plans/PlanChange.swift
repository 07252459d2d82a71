import ArgumentParser
import Care
import CareMessages
import Foundation

/// The options of every command that makes a revision.
struct PlanChangeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("First day of the change; the service's default when not given.", valueName: "day"))
    var effective: LocalDay?

    @Flag(help: "Show what would change, and change nothing.")
    var dryRun = false
}

/// The option of commands that make a revision from what the PT thinks of a suggestion.
struct SuggestionOption: ParsableArguments {
    @Option(
        name: .customLong("from-suggestion"),
        help: ArgumentHelp("The suggestion that this answers: its id, or a part of it.", valueName: "id"))
    var id: String?

    /// The suggestion that is meant, which nobody has decided; nil when none is.
    func suggestion(at desk: PlanDesk) async throws(CommandFailure) -> SuggestionEntry? {
        guard let id else { return nil }
        return try await desk.session.undecidedSuggestion(id, of: desk.member)
    }
}

/// The next revision of a plan on its way to the service: shown first, then proposed.
struct PlanChange {
    let desk: PlanDesk
    let catalog: CatalogView
    /// The number of the revision that it starts from; 0 for none.
    let base: Int
    let baseContent: PlanContent?
    let content: PlanContent
    var template: TemplateReference?
    /// What it answers: the same commit says so.
    var suggestion: RowID?

    /// What it changes.
    var diff: PlanDiff { catalog.diff(from: baseContent, to: content) }

    /// Proposes it, and prints the answer; nothing is sent when nothing changed.
    ///
    /// When the base has moved, the three-way difference goes to standard error and the failure is a conflict.
    func send(
        reason: Note, effective: LocalDay?, dryRun: Bool, common: CommonOptions
    ) async throws(CommandFailure) {
        let diff = diff
        if diff.isEmpty {
            try await sayNothingChanged(common)
            return
        }
        let proposal = PlanProposal(
            id: .make(at: .now), base: base, effectiveFrom: effective, reason: reason, template: template,
            fromSuggestion: suggestion, content: content, dryRun: dryRun ? true : nil)
        do throws(CommandFailure) {
            let answer = try await desk.propose(proposal)
            common.show(answer.json) {
                let revision = answer.value.revision
                let whose = desk.memberName.map { "\($0): " } ?? ""
                let outcome =
                    dryRun
                    ? "\(whose)would become revision \(revision.number), in force from \(revision.effectiveFrom). Nothing "
                        + "changed."
                    : "\(whose)revision \(revision.number) is in force from \(revision.effectiveFrom)."
                let answered = suggestion == nil || dryRun ? "" : " The suggestion is answered by it."
                return diff.lines.flatMap { wrapped(printable($0), to: Terminal.columns, indent: 4) } + [""]
                    + wrapped(printable(outcome + answered), to: Terminal.columns)
            }
        } catch {
            guard error.status == .conflict else { throw error }
            let current = try await desk.existingPlan()
            if current.value.revision.content == content, current.value.revision.fromSuggestion == suggestion {
                // A repeat after a lost answer, or another PT with the same idea: what was wanted is so.
                Terminal.say("Revision \(current.value.revision.number) says this already; nothing changed.")
                common.show(current.json) { [] }
                return
            }
            throw conflict(error, with: current.value.revision)
        }
    }

    /// Says that there is nothing to send; as JSON the answer is the plan as it is, which scripts read as after a change.
    func sayNothingChanged(_ common: CommonOptions) async throws(CommandFailure) {
        Terminal.say(
            suggestion == nil
                ? "Nothing changed."
                : "Nothing changed, so the suggestion waits as before. To leave it: soleus suggest dismiss")
        guard common.json, base > 0 else { return }
        let plan = try await desk.existingPlan(base)
        common.show(plan.json) { [] }
    }

    private func conflict(_ failure: CommandFailure, with current: PlanRevision) -> CommandFailure {
        let comparison = ThreeWayPlanDiff(base: baseContent, mine: content, theirs: current.content)
        let lines = comparison.lines.flatMap { wrapped("  \(printable($0))", to: Terminal.columns, indent: 8) }
        let legend = "  (< yours alone, > theirs alone, = both alike, ! both, differently)"
        let (yours, other) = (diff.minutesAfter, catalog.diff(from: content, to: current.content).minutesAfter)
        let minutes =
            "  minutes: yours \(yours.perSession) a session, \(yours.perWeek) a week; "
            + "theirs \(other.perSession) a session, \(other.perWeek) a week"
        var failure = failure
        failure.message =
            (["the plan is at revision \(current.number), and yours starts from \(base):"] + lines + [minutes, legend])
            .joined(separator: "\n")
        failure.advice =
            "Take theirs in: write \"base: \(current.number)\" into your text and make it agree, "
            + "or begin again from: soleus plan export MEMBER"
        return failure
    }
}

extension LocalDay {
    /// Today in this machine's time zone.
    static var today: LocalDay { of(.now) }

    /// The day of an instant in this machine's time zone.
    static func of(_ instant: Instant) -> LocalDay {
        (TimeZoneName(TimeZone.current.identifier) ?? .utc).day(of: instant)
    }
}

extension Instant {
    /// This machine's clock.
    static var now: Instant { Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down))) }
}
