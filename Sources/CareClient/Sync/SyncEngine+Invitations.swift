package import CareMessages

extension SyncEngine {
    /// A code by which the member brings another device of theirs in.
    package func invite() async throws(SyncError) -> DeviceInvitation {
        let answer = try await authorised("POST", "/v1/devices/invitations", nil)
        guard answer.isSuccess else { throw refusal(answer) }
        return try value(of: answer)
    }
}
