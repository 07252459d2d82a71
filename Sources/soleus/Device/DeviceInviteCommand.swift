import ArgumentParser
import Care
import CareClient
import CareMessages
import StrictJSON

/// The command `soleus device invite`; its help says what it does.
struct DeviceInviteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "invite", "Make a code by which you bring another device of yours in; it works once, for 15 minutes.",
        examples: ["soleus device invite --device phone"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.enrolled()
        let invitation = try await handle.ask { engine throws(SyncError) in try await engine.invite() }
        common.show(InvitationText.json(invitation)) { InvitationText.lines(invitation, common) }
    }
}

/// A code as the terminal shows it.
enum InvitationText {
    static func json(_ invitation: DeviceInvitation) -> JSONValue {
        .object(["code": .string(invitation.code), "expiresAt": .string(invitation.expiresAt.description)])
    }

    static func lines(_ invitation: DeviceInvitation, _ common: CommonOptions) -> [String] {
        common.lines(of: [("code", invitation.code), ("good until", invitation.expiresAt.shortText)])
    }
}
