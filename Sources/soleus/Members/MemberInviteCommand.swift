import ArgumentParser
import Care
import CareMessages

/// The command `soleus member invite`; its help says what it does.
struct MemberInviteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "invite", "Make a code for a member who has no device left, once you have made sure who they are (operators).",
        examples: ["soleus member invite \"Ana Ruiz\""])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let answer = try await session.ask(
            Session.Request(method: "POST", path: "/v1/members/\(member.id)/invitations"), as: DeviceInvitation.self)
        common.show(answer.json) { InvitationText.lines(answer.value, common) }
    }
}
