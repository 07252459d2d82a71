import ArgumentParser
import Care
import CareMessages

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
