import Care
import Foundation
import StrictJSON

/// The profiles under the home folder, one file each, which only their owner can read.
struct ProfileStore {
    let folder: URL

    init(home: URL) { folder = home.appendingPathComponent("profiles", isDirectory: true) }

    /// The profile of that name, nil when nobody has signed in under it.
    func load(_ name: String) throws(CommandFailure) -> Profile? {
        let path = try file(name)
        guard let bytes = FileManager.default.contents(atPath: path) else {
            if FileManager.default.fileExists(atPath: path) {
                throw CommandFailure(.badInput, "cannot read \(path)", advice: "Check who owns the file.")
            }
            return nil
        }
        do throws(JSONProblem) {
            return try JSONReader.read([UInt8](bytes)).decode(Profile.self, unknownFields: .ignore)
        } catch {
            throw CommandFailure(
                .badInput, "\(path) is not a profile (\(error.message))", advice: "Delete it and sign in again.")
        }
    }

    /// Writes the profile in place of an older one, never readable by others, never half.
    func save(_ profile: Profile, as name: String) throws(CommandFailure) {
        let path = try file(name)
        do {
            try PrivateFile.makeFolder(folder.path)
            let value = try JSONValue.encoding(profile)
            try PrivateFile.replace(path, with: Array(prettyJSON(value).utf8))
        } catch {
            throw CommandFailure(.badInput, "cannot write \(path): \(error)")
        }
    }

    /// Deletes the profile; whether there was one.
    func remove(_ name: String) throws(CommandFailure) -> Bool {
        let path = try file(name)
        guard FileManager.default.fileExists(atPath: path) else { return false }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw CommandFailure(.badInput, "cannot delete \(path): \(error.localizedDescription)")
        }
        return true
    }

    /// Holds the profile's lock while `body` runs: two processes must not use up the same refresh token.
    func locked<Result>(
        _ name: String, _ body: () async throws(CommandFailure) -> Result
    ) async throws(CommandFailure) -> Result {
        let path = try file(name) + ".lock"
        let lock: PrivateFile.Lock
        do {
            try PrivateFile.makeFolder(folder.path)
            lock = try PrivateFile.Lock(path)
        } catch {
            throw CommandFailure(.badInput, "cannot lock \(path): \(error)")
        }
        defer { lock.release() }
        return try await body()
    }

    private func file(_ name: String) throws(CommandFailure) -> String {
        // The name becomes part of a path, so it may hold nothing that means something there.
        guard Slug(name.lowercased()) != nil else {
            throw CommandFailure(
                .badInput, "a profile's name is letters, digits and hyphens, such as \"pt-jordan\"")
        }
        return folder.appendingPathComponent("\(name).json").path
    }
}
