import Crypto

/// A file as it lies before the service: its bytes, from anywhere, as often as asked.
package protocol RosterSource: Sendable {
    var count: Int { get }
    /// Up to so many bytes from a place on; none only at the end.
    func bytes(at offset: Int, count: Int) throws -> [UInt8]
}

/// A file in memory.
package struct RosterBytes: RosterSource {
    private let file: [UInt8]

    package init(_ file: [UInt8]) { self.file = file }

    package var count: Int { file.count }

    package func bytes(at offset: Int, count: Int) -> [UInt8] {
        Array(file[min(offset, file.count)..<min(offset + count, file.count)])
    }
}

extension RosterSource {
    /// How much of a file is looked at at once.
    static var chunkBytes: Int { 65_536 }

    /// Every chunk in order.
    func forEachChunk(_ body: ([UInt8]) throws -> Void) throws {
        var offset = 0
        while offset < count {
            let chunk = try bytes(at: offset, count: Self.chunkBytes)
            guard !chunk.isEmpty else { return }
            try body(chunk)
            offset += chunk.count
        }
    }

    /// SHA-256 of the file.
    func sha256() throws -> [UInt8] {
        var hash = SHA256()
        try forEachChunk { hash.update(data: $0) }
        return Array(hash.finalize())
    }
}
