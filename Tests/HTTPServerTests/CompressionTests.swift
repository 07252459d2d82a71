import Foundation
import HTTPMessages
import Testing

@testable import HTTPServer

@Suite struct `Compressed bodies` {
    private static let long = Array(String(repeating: "{\"pain\":3},", count: 500).utf8)

    private func serveLong(_ accept: [String], type: String = "application/json") async throws -> RawClient.Answer {
        try await withServer(
            handler: { _ in
                Response(.ok, headers: ["Content-Type": type], body: .bytes(Self.long))
            }, client: { try RawClient(port: $0).get("/", accept) })
    }

    @Test(arguments: ["gzip", "br, gzip", "*", "GZIP;q=0.5", "gzip ; q=0.001"])
    func `are sent to clients that take them`(accept: String) async throws {
        let answer = try await serveLong(["Accept-Encoding: \(accept)"])
        #expect(answer["Content-Encoding"] == "gzip")
        #expect(answer["Vary"] == "Accept-Encoding")
        #expect(answer["Content-Length"] == String(answer.body.count))
        #expect(answer.body.count < Self.long.count / 5)
        #expect(try Gzip.inflate(answer.body, limitBytes: 1 << 20, ratio: 1000) == Self.long)
    }

    @Test(arguments: ["", "br", "identity", "gzip;q=0", "gzip;q=0.000, *", "*;q=0", "xgzip"])
    func `are not sent to clients that do not`(accept: String) async throws {
        let answer = try await serveLong(accept.isEmpty ? [] : ["Accept-Encoding: \(accept)"])
        #expect(answer["Content-Encoding"] == nil)
        #expect(answer["Vary"] == "Accept-Encoding")
        #expect(answer.body == Self.long)
    }

    @Test func `are not made of images, nor of what is short`() async throws {
        let image = try await serveLong(["Accept-Encoding: gzip"], type: "image/png")
        #expect(image["Content-Encoding"] == nil)
        #expect(image["Vary"] == nil)
        let short = try await withServer(
            handler: { _ in .text("short") },
            client: {
                try RawClient(port: $0).get("/", ["Accept-Encoding: gzip"])
            })
        #expect(short.text == "short")
    }

    @Test func `have the same length for HEAD as for GET`() async throws {
        let (head, get) = try await withServer(
            handler: { _ in .json(Self.long) },
            client: { port in
                let client = try RawClient(port: port)
                try client.request("HEAD", "/", ["Accept-Encoding: gzip"])
                return (try client.answer(toHead: true), try client.get("/", ["Accept-Encoding: gzip"]))
            })
        #expect(head["Content-Length"] == get["Content-Length"])
        #expect(head["Content-Encoding"] == "gzip")
    }

    @Test func `are inflated before the handler sees them`() async throws {
        let compressed = try #require(Gzip.deflate(Self.long))
        let answer = try await withServer {
            try RawClient(port: $0).post("/", compressed, ["Content-Encoding: gzip"])
        }
        #expect(answer.body == Self.long)
    }

    @Test func `are refused when they are bombs, by size and by ratio`() async throws {
        let zeros = [UInt8](repeating: 0, count: 8 << 20)
        let bomb = try #require(Gzip.deflate(zeros))
        let dense = try #require(Gzip.deflate([UInt8](repeating: 0, count: 900_000)))
        let (bySize, byRatio) = try await withServer { port in
            let client = try RawClient(port: port)
            let bySize = try client.post("/", bomb, ["Content-Encoding: gzip"])
            return (bySize, try client.post("/", dense, ["Content-Encoding: gzip"]))
        }
        #expect(bySize.status == 413)
        #expect(byRatio.status == 413)
    }

    @Test func `are refused when they are not one whole gzip member`() async throws {
        let whole = try #require(Gzip.deflate(Self.long))
        var corrupt = whole
        corrupt[corrupt.count - 6] ^= 1
        let bad = [Array(whole.dropLast()), whole + [0], whole + whole, corrupt, Array(whole.prefix(5)), [1, 2, 3]]
        let statuses = try await withServer { port in
            let client = try RawClient(port: port)
            return try bad.map { try client.post("/", $0, ["Content-Encoding: gzip"]).status }
        }
        #expect(statuses == Array(repeating: 400, count: bad.count))
    }

    @Test(arguments: [0, 1, 1000, 32_768, 32_769, 500_000])
    func `come back as they were`(count: Int) throws {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let compressed = try #require(Gzip.deflate(bytes))
        #expect(try Gzip.inflate(compressed, limitBytes: count, ratio: 100) == bytes)
        if count > 0 {
            #expect(throws: GzipError.tooLarge) {
                try Gzip.inflate(compressed, limitBytes: count - 1, ratio: 100)
            }
        }
    }
}
