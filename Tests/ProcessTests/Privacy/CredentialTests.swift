import Foundation
import StrictJSON
import Testing

@Suite struct `A credential` {
    private func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `lies in files that only their owner can read`() async throws {
        try await Practice.prepared { practice in
            try await practice.start()
            try await practice.open()
            let roster = RosterFile.of(count: 1)
            try await practice.load(roster)
            try await practice.enrol(roster.people[0], device: "phone")

            let home = practice.home.path
            let names = try #require(FileManager.default.subpaths(atPath: home))
            for file in ["profiles/operator.json", "profiles/acme.json", "devices/phone.sqlite"] {
                #expect(names.contains(file))
            }
            for name in names {
                var isFolder: ObjCBool = false
                _ = unsafe FileManager.default.fileExists(atPath: "\(home)/\(name)", isDirectory: &isFolder)
                #expect(try permissions("\(home)/\(name)") == (isFolder.boolValue ? 0o700 : 0o600), "\(name)")
            }
        }
    }

    @Test func `of a revoked device ends with its next request`() async throws {
        try await Practice.prepared { practice in
            try await practice.start()
            try await practice.open()
            let roster = RosterFile.of(count: 2)
            try await practice.load(roster)
            for (person, device) in zip(roster.people, ["lost", "kept"]) {
                try await practice.enrol(person, device: device)
                try await practice.soleus("device", "sync", "--device", device)
            }
            let lost = try await practice.soleus("device", "status", "--device", "lost", "--json").json
            let id = try #require(lost["device"]?.stringValue)
            try await practice.soleus("device-revoke", roster.people[0].fullName, id, profile: "operator")

            try await practice.soleus("device", "log", "check-in", "--device", "lost", "--about", "now", "--pain", "1")
            try await practice.soleus("device", "push", "--device", "lost", status: 4)
            try await practice.soleus("device", "pull", "--device", "lost", status: 4)
            // Nothing of it arrived, and it is still on the device.
            #expect(try await practice.count("SELECT count(*) FROM check_in") == 0)
            let status = try await practice.soleus("device", "status", "--device", "lost", "--json").json
            #expect(status["records"]?.arrayValue?.count == 1)
            #expect(status["acknowledged"] == 0)
            // Another member's device works on.
            try await practice.soleus("device", "sync", "--device", "kept")
        }
    }

    @Test func `ends with signing out`() async throws {
        try await Practice.prepared { practice in
            try await practice.start()
            try await practice.open()
            let file = practice.home.appending(components: "profiles", "operator.json")
            let kept = try Data(contentsOf: file)
            try await practice.soleus("whoami", profile: "operator")
            try await practice.soleus("logout", profile: "operator")
            #expect(!FileManager.default.fileExists(atPath: file.path))
            // Nor does a copy of it help.
            try kept.write(to: file)
            try await practice.soleus("whoami", profile: "operator", status: 4)
        }
    }

    @Test func `is asked for by no service but the one that gave it`() async throws {
        try await Practice.prepared { practice in
            try await practice.start()
            try await practice.open()
            _ = try await practice.run(
                ["sponsor", "list"], profile: "operator", server: "http://127.0.0.1:1"
            ).exiting(4)
        }
    }
}
