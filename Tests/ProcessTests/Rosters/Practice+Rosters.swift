import Foundation
import Postgres

extension Practice {
    /// Every period of cover that holds at least a day, as text that is equal when the cover is.
    func coverInForce() async throws -> [String] {
        try await withDatabase { database in
            try await database.transaction(.readOnly) { try $0.all(RosterStatements.periods) }
        }
    }

    /// Sends a file as the sponsor, whatever comes of it.
    func send(
        _ file: String, _ more: [String] = [], sponsor: String = Practice.sponsor, profile: String = "acme"
    ) async throws -> Finished {
        try await run(["roster", "load", "--sponsor", sponsor, file, "--json"] + more, profile: profile)
    }

    /// A file of bytes; the path.
    func write(_ name: String, bytes: [UInt8]) throws -> String {
        let file = folder.appending(component: name)
        try Data(bytes).write(to: file)
        return file.path
    }

    /// A command about one load, with its sponsor.
    func decide(
        _ command: String, _ load: String, _ more: [String] = [], profile: String = "acme"
    ) async throws -> Finished {
        try await run(
            ["load", command, "--sponsor", Self.sponsor, load, "--reason", "as agreed", "--json"] + more,
            profile: profile)
    }
}
