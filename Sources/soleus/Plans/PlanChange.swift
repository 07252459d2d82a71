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

/// The next revision of a plan on its way to the service: shown first, then proposed.
struct PlanChange {
    let desk: PlanDesk
    let catalog: CatalogView
    /// The number of the revision that it starts from; 0 for none.
    let base: Int
    let baseContent: PlanContent?
    let content: PlanContent
    var template: TemplateReference?

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
            Terminal.say("Nothing changed.")
            return
        }
        let proposal = PlanProposal(
            id: .make(at: .now), base: base, effectiveFrom: effective, reason: reason, template: template,
            content: content, dryRun: dryRun ? true : nil)
        do throws(CommandFailure) {
            let answer = try await desk.propose(proposal)
            common.show(answer.json) {
                let revision = answer.value.revision
                let outcome =
                    dryRun
                    ? "Would become revision \(revision.number), in force from \(revision.effectiveFrom). Nothing changed."
                    : "Revision \(revision.number) is in force from \(revision.effectiveFrom)."
                return diff.lines.flatMap { wrapped(printable($0), to: Terminal.columns, indent: 4) } + ["", outcome]
            }
        } catch {
            guard error.status == .conflict else { throw error }
            let current = try await desk.existingPlan()
            if current.value.revision.content == content {
                // A repeat after a lost answer, or another PT with the same idea: what was wanted is so.
                Terminal.say("Revision \(current.value.revision.number) says this already; nothing changed.")
                common.show(current.json) { [] }
                return
            }
            throw conflict(error, with: current.value.revision)
        }
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
    static var today: LocalDay { (TimeZoneName(TimeZone.current.identifier) ?? .utc).day(of: .now) }
}

extension Instant {
    /// This machine's clock.
    static var now: Instant { Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down))) }
}
