import Foundation

/// A certificate chain and key as PEM text.
struct TLSIdentity: Sendable {
    let certificate: String
    let key: String

    /// Reads both files; neither path nor error repeats what is in them.
    init(_ files: TLSFiles) throws(HTTPServerError) {
        certificate = try Self.read(files.certificatePath)
        key = try Self.read(files.keyPath)
    }

    private static func read(_ path: String) throws(HTTPServerError) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw .cannotRead(path: path, reason: "it is missing, not readable, or not PEM text")
        }
    }
}
