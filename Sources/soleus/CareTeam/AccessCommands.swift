import ArgumentParser
import Care
import CareMessages

/// The command `soleus member reads`; its help says what it does.
struct MemberReadsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "reads", "List who was shown something of a member's record, the latest first.",
        examples: ["soleus member reads \"Ana Ruiz\"", "soleus member reads ana --plain"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let answer = try await session.ask(.get("/v1/members/\(member.id)/reads"), as: ChartReads.self)
        common.show(answer.json) {
            var table = TextTable([.init("AT"), .init("WHO", yields: true), .init("ROLE"), .init("WHAT")])
            for read in answer.value.reads {
                table.add([read.at.shortText, read.name, read.role.rawValue, read.operation])
            }
            return common.lines(of: table, empty: "Nobody has read it.")
        }
    }
}

/// The command `soleus member open`; its help says what it does.
struct MemberOpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "open", "In an emergency, look into the record of a member who is not on your panel.",
        discussion: """
            It is open to you for 60 minutes, without the right to prescribe. The member's record says that
            you looked, when, and why, and every read is listed.
            """,
        examples: [
            "soleus member open 0190163d-8694-739b-aea5-966c26f8ad90 --reason \"Fell on the track beside me.\" "
                + "--confirm 0190163d-8694-739b-aea5-966c26f8ad90"
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "The member's id.") var member: MemberID
    @Option(help: "Why; the member reads it.") var reason: Note
    @Option(help: "The member's id once more: what follows stands in the record for ever.") var confirm: MemberID

    func validate() throws {
        if confirm != member { throw ValidationError("--confirm is the id of the member.") }
    }

    func run() async throws {
        let answer = try await Session(common).ask(
            try .send(
                "POST", "/v1/members/\(member)/emergency-access",
                EmergencyRequest(id: .make(at: .now), reason: reason)), as: EmergencyAccess.self)
        common.show(answer.json) {
            ["Open to you until \(answer.value.until.shortText). The record says so."]
        }
    }
}

/// The command `soleus care-team hand-over`; its help says what it does.
struct CareTeamHandOverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "hand-over", "Have another PT cover for you (lead PTs).",
        discussion: "You keep your place; the other has one for the period.",
        examples: [
            "soleus care-team hand-over \"Ana Ruiz\" --to 0190163d-8694-739b-aea5-966c26f8ad90 "
                + "--from 2026-12-21 --through 2027-01-03"
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Option(help: ArgumentHelp("The covering PT's id.", valueName: "id")) var to: PractitionerID
    @Option(help: ArgumentHelp("The first day; today when not given.", valueName: "day")) var from: LocalDay?
    @Option(help: ArgumentHelp("The last day.", valueName: "day")) var through: LocalDay

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let answer = try await session.ask(
            try .send(
                "POST", "/v1/members/\(member.id)/hand-overs",
                HandOver(practitioner: to, from: from, through: through)), as: CareTeamPlace.self)
        common.show(answer.json) {
            let from = answer.value.from?.description ?? "today"
            return ["Covered from \(from) through \(answer.value.through?.description ?? "open")."]
        }
    }
}
