import ArgumentParser
import Care
import CareMessages
import StrictJSON

/// The command `soleus care-team hand-over`; its help says what it does.
struct CareTeamHandOverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "hand-over", "Have another PT cover for you: of some members, or of all whose lead PT you are.",
        discussion: """
            You keep your place; the other has one for the period, in whole days of each member's calendar. A member who
            cannot be handed over, such as one in a state where the other has no licence, stops no other. Look first
            with --dry-run; for more than one, --confirm says how many.
            """,
        examples: [
            "soleus care-team hand-over \"Ana Ruiz\" --to sam --from 2026-12-21 --through 2027-01-03",
            "soleus care-team hand-over --panel --to \"Sam Torres\" --through 2027-01-03 --dry-run",
            "soleus care-team hand-over --panel --to sam --through 2027-01-03 --confirm 12",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var agreement: BulkAgreement
    @Argument(help: "Ids, names or parts of them.") var members: [String] = []
    @Flag(help: "Everybody whose lead PT you are.") var panel = false
    @Option(help: ArgumentHelp("The covering PT: id, login, name or part of it.", valueName: "practitioner")) var to:
        String
    @Option(help: ArgumentHelp("The first day; today when not given.", valueName: "day")) var from: LocalDay?
    @Option(help: ArgumentHelp("The last day.", valueName: "day")) var through: LocalDay
    @Flag(help: "Say what would be, and change nothing.") var dryRun = false

    func validate() throws {
        if panel == !members.isEmpty { throw ValidationError("Name members, or give --panel.") }
        if let from, through < from { throw ValidationError("--through must not lie before --from.") }
    }

    func run() async throws {
        let session = Session(common)
        let other = try await session.practitioner(to)
        let members = try await handedOver(session)
        if members.isEmpty { throw CommandFailure(.refused, "you are nobody's lead PT; nothing was changed") }
        if members.count > 1, !dryRun {
            try agreement.agree(
                members.count, "members would be handed over", names: members.compactMap(\.name), common)
        }
        var progress = WorkProgress(dryRun ? "Trying" : "Handing over", count: members.count)
        var outcomes: [HandOverOutcome] = []
        for (member, name) in members {
            outcomes.append(await outcome(of: member, name, to: other.id, session))
            progress.advance()
        }
        try common.show(.encoding(outcomes)) { lines(outcomes, other: other.name ?? other.id.description) }
        let refused = outcomes.count { !$0.isCovered }
        if refused > 0 {
            throw CommandFailure(.refused, "\(refused) of \(outcomes.count) cannot be handed over, as shown")
        }
    }

    private func handedOver(_ session: Session) async throws(CommandFailure) -> [(id: MemberID, name: String?)] {
        if panel {
            return try await session.ask(.get("/v1/panel"), as: Panel.self).value.members
                .filter { $0.role == .leadPT }.map { ($0.member, $0.name) }
        }
        var found: [(id: MemberID, name: String?)] = []
        for text in members {
            let member = try await session.member(text)
            // Two names may mean one member.
            if !found.contains(where: { $0.id == member.id }) { found.append(member) }
        }
        return found
    }

    private func outcome(
        of member: MemberID, _ name: String?, to other: PractitionerID, _ session: Session
    ) async -> HandOverOutcome {
        do throws(CommandFailure) {
            let handOver = HandOver(practitioner: other, from: from, through: through, dryRun: dryRun ? true : nil)
            let place = try await session.ask(
                try .send("POST", "/v1/members/\(member)/hand-overs", handOver), as: CareTeamPlace.self
            ).value
            return HandOverOutcome(member: member, name: name, from: place.from, through: place.through)
        } catch {
            return HandOverOutcome(
                member: member, name: name, refusal: error.message.split(separator: "\n").joined(separator: " "))
        }
    }

    func lines(_ outcomes: [HandOverOutcome], other: String) -> [String] {
        if common.plain {
            return outcomes.map { outcome in
                [
                    printable(outcome.name ?? outcome.member.description), outcome.from?.description ?? "",
                    outcome.through?.description ?? "", printable(outcome.refusal ?? ""),
                ].joined(separator: "\t")
            }
        }
        let told = outcomes.flatMap { outcome in
            let name = printable(outcome.name ?? outcome.member.description)
            let words =
                outcome.refusal.map { "refused: \(printable($0))" }
                ?? "\(dryRun ? "would be covered" : "is covered") by \(printable(other)) from "
                + "\(outcome.from?.description ?? "today") through \(outcome.through?.description ?? "open")"
            return wrapped("\(name) \(words)", to: Terminal.columns, indent: 2)
        }
        return told + (dryRun ? ["Nothing was changed."] : [])
    }
}

/// What became of one member who was to be handed over.
struct HandOverOutcome: Hashable, Codable {
    var member: MemberID
    var name: String?
    var from: LocalDay?
    var through: LocalDay?
    /// Why it was refused; absent where somebody covers.
    var refusal: String?

    var isCovered: Bool { refusal == nil }
}
