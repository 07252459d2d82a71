package import CareMessages

extension SyncEngine {
    /// A code by which the member brings another device of theirs in.
    package func invite() async throws(SyncError) -> DeviceInvitation {
        let answer = try await authorised("/v1/devices/invitations", [])
        guard answer.isSuccess else { throw refusal(answer) }
        return try value(of: answer)
    }
}
