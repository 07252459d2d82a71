package import CareMessages

extension SyncEngine {
    /// Where the member stands with their cover today; asked, because it follows from dates and nothing is sent about it.
    package func cover() async throws(SyncError) -> MemberCover {
        let answer = try await authorised("GET", "/v1/cover", nil)
        guard answer.isSuccess else { throw refusal(answer) }
        return try value(of: answer)
    }

    /// Lets another roster of the member's count.
    package func link(_ claim: IdentityClaim) async throws(SyncError) -> MemberCover {
        let answer = try await authorised("POST", "/v1/cover", body(claim))
        guard answer.isSuccess else { throw refusal(answer) }
        return try value(of: answer)
    }
}
