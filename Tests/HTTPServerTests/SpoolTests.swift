import Foundation
import HTTPMessages
import Synchronization
import Testing

@testable import HTTPServer

@Suite struct `Bodies that are too large for memory` {
    private static let token = "Authorization: Bearer good"

    /// Runs a server that takes bodies for `/large` to a folder, from whoever has the token.
    private static func withSpool<Result: Sendable>(
        limitBytes: Int = 8 << 20, handler: @escaping HTTPHandler,
        client: @escaping @Sendable (Int, URL) throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "spool-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await withServer(
            { configuration in
                configuration.limits.bodyBytes = 1_000
                configuration.spooling = HTTPSpooling(
                    folder: folder.path,
                    limitBytes: { _, target in target.path == ["large"] ? limitBytes : nil },
                    refusal: { request in
                        request.headers["Authorization"] == "Bearer good" ? nil : .problem(.insufficientStorage)
                    })
            }, handler: handler, client: { try client($0, folder) })
    }

    private static let measure: HTTPHandler = { request in
        guard let spool = request.spool else { return .text("memory \(request.body.count)") }
        var sum = 0
        var offset = 0
        while let bytes = try? spool.bytes(at: offset, count: 100_000), !bytes.isEmpty {
            sum += bytes.reduce(0) { $0 + Int($1) }
            offset += bytes.count
        }
        return .text("disk \(spool.count) \(offset) \(sum) \(request.body.count)")
    }

    @Test(arguments: [0, 1, 5_000_000]) func `reach the handler whole, from disk`(count: Int) async throws {
        let text = try await Self.withSpool(
            handler: Self.measure,
            client: { port, folder in
                let client = try RawClient(port: port)
                let answer = try client.post("/large", Array(repeating: 7, count: count), [Self.token])
                // The connection goes on, and other addresses are as they were.
                let other = try client.post("/small", [1, 2, 3])
                #expect(other.text == "memory 3")
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
                return answer.text
            })
        #expect(text == "disk \(count) \(count) \(count * 7) 0")
    }

    @Test func `are not read from whoever may not send them`() async throws {
        let calls = Atomic(0)
        let answer = try await Self.withSpool(
            handler: { _ in
                calls.add(1, ordering: .relaxed)
                return .text("")
            },
            client: { port, _ in
                let client = try RawClient(port: port)
                // Nothing of the body is ever sent.
                try client.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n")
                return try client.answer()
            })
        #expect(answer.status == 507 && answer["Connection"]?.lowercased() == "close")
        #expect(calls.load(ordering: .relaxed) == 0)
    }

    @Test func `are refused above their limit, said or not`() async throws {
        let (said, unsaid) = try await Self.withSpool(
            limitBytes: 100_000, handler: Self.measure,
            client: { port, _ in
                let first = try RawClient(port: port)
                try first.send(
                    "POST /large HTTP/1.1\r\nHost: a\r\n\(Self.token)\r\nContent-Length: 100001\r\n\r\n")
                let said = try first.answer()
                let second = try RawClient(port: port)
                try second.send(
                    "POST /large HTTP/1.1\r\nHost: a\r\n\(Self.token)\r\nTransfer-Encoding: chunked\r\n\r\n")
                let chunk = Array("C351\r\n".utf8) + Array(repeating: 65, count: 50_001) + Array("\r\n".utf8)
                try second.send(chunk)
                second.sendWhatIsTaken(chunk)
                return (said.status, try second.answer().status)
            })
        #expect(said == 413)
        #expect(unsaid == 413)
    }

    @Test func `say that the disk is full`() throws {
        let full = SpoolFile(descriptor: unsafe open("/dev/full", O_RDWR | O_CLOEXEC))
        let failure = #expect(throws: SpoolFile.Failure.self) { try full.append([1, 2, 3]) }
        #expect(failure?.isFull == true)
        #expect(full.count == 0)
    }

    @Test func `go to no folder that others can look into`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "spool-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try preparePrivateFolder(folder.path)
        #expect(try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int == 0o700)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        #expect(throws: HTTPServerError.self) { try preparePrivateFolder(folder.path) }
    }
}
