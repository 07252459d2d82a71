import CareClient
import Foundation
import StrictJSON

/// A service as anybody with a connection sees it.
struct Service: Sendable {
    let connection: ServiceConnection

    init(address: String, accessToken: String? = nil) {
        let url = URL(string: address) ?? URL(filePath: "/")
        connection = ServiceConnection(server: url, accessToken: accessToken, timeoutSeconds: 60)
    }

    /// The status of an answer; nil when there is none.
    func status(of path: String) async -> Int? {
        do { return try await connection.send("GET", path).status } catch { return nil }
    }

    /// Posts JSON; the answer with its status.
    func post(_ path: String, _ text: String) async throws -> (status: Int, body: String) {
        let answer = try await connection.send("POST", path, body: [UInt8](text.utf8))
        return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }
}
