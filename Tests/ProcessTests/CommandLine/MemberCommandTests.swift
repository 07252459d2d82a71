import Foundation
import StrictJSON
import Testing

/// What a member does on their phone, through the programs that are shipped: without a network, and then with their PT.
@Suite struct `A member's device` {
    private static let nowhere = "http://127.0.0.1:9"

    /// A practice with a member who has a PT, a plan in its first phase and a phone that has synced.
    private func withPhone(_ body: (Practice, Person) async throws -> Void) async throws {
        try await Practice.prepared { practice in
            try await practice.start()
            try await practice.open()
            let roster = RosterFile.of(count: 1)
            try await practice.load(roster)
            let person = roster.people[0]
            try await practice.enrol(person, device: "phone")
            try await practice.hirePT()
            try await practice.assignPT(to: person.fullName)
            try await practice.settle(
                ["plan", "assign", person.fullName, "low-back-pain", "--phase", "keep-moving"], profile: "pt")
            try await practice.settle(["device", "sync", "--device", "phone"])
            try await body(practice, person)
        }
    }

    /// Runs a command of the phone without a network.
    @discardableResult
    private func phone(_ practice: Practice, _ arguments: String..., status: Int32 = 0) async throws -> Finished {
        try await practice.run(arguments + ["--device", "phone"], server: Self.nowhere).exiting(status)
    }

    private func sync(_ practice: Practice) async throws {
        try await practice.settle(["device", "sync", "--device", "phone"])
    }

    @Test func `writes and reads without a network, and each side sees what the other has read`() async throws {
        try await withPhone { practice, person in
            let name = person.fullName
            try await practice.soleus("message", "send", name, "How is the back today?", profile: "pt")
            try await sync(practice)
            let unread = try await phone(practice, "device", "message", "list", "--unread", "--json").json
            #expect(
                unread["messages"]?.arrayValue?.compactMap { $0["text"]?.stringValue } == ["How is the back today?"])
            #expect(try await phone(practice, "device", "today", "--json").json["unreadMessages"] == 1)

            try await phone(practice, "device", "message", "send", "Better, thank you.")
            #expect(try await phone(practice, "device", "message", "read", "--json").json["read"] == 1)
            #expect(try await phone(practice, "device", "message", "read", "--json").json["read"] == 0)
            let listed = try await phone(practice, "device", "message", "list").output
            #expect(listed.contains("waiting") && listed.contains("read"))
            try await sync(practice)

            let messages = try await practice.soleus("message", "list", name, profile: "pt").output
            #expect(messages.contains("Better, thank you.") && messages.contains("read"))
            try await practice.soleus("message", "read", name, profile: "pt")
            let none = try await practice.run(["message", "read", name], profile: "pt")
            #expect(none.ending == .exited(3), "\(none)")
            try await sync(practice)
            #expect(!(try await phone(practice, "device", "message", "list").output.contains("sent")))
            let unknown = try await phone(
                practice, "device", "message", "read", "01931e7c-0000-7000-8000-000000000001", status: 3)
            #expect(unknown.errors.contains("no row"))
        }
    }

    @Test func `tells the PT with its sync that the plan has arrived`() async throws {
        try await withPhone { practice, _ in
            let panel = try await practice.soleus("panel", "--json", profile: "pt").json
            #expect(panel["members"]?.arrayValue?.map { $0["planReached"] } == [true])
        }
    }

    @Test func `shows the day: what is due, what is done, and how to come to the next visit`() async throws {
        try await withPhone { practice, person in
            try await practice.soleus(
                "visit", "plan", person.fullName, "2099-12-04T16:30:00Z", "--mode", "video", "--place",
                "https://video.example/ana", profile: "pt")
            try await sync(practice)
            let before = try await phone(practice, "device", "today", "--json").json
            #expect(before["exercises"]?.arrayValue?.isEmpty == false)
            #expect(before["exercises"]?.arrayValue?.allSatisfy { $0["standing"] == "due" } == true)
            #expect(before["phase"] == "keep-moving" && before["disclaimers"]?.arrayValue?.count == 1)
            #expect(before["nextVisit"]?["place"] == "https://video.example/ana")

            let warned = try await phone(practice, "device", "log", "session", "--exercise", "cat-camel=1x8")
            #expect(warned.errors.contains("something to read before you exercise"))
            try await phone(practice, "device", "acknowledge")
            #expect(try await phone(practice, "device", "today", "--json").json["disclaimers"]?.arrayValue?.count == 1)
            try await phone(practice, "device", "acknowledge", "--accept")
            let again = try await phone(practice, "device", "log", "session", "--exercise", "cat-camel=1x8")
            #expect(!again.errors.contains("something to read"))

            let after = try await phone(practice, "device", "today", "--json").json
            #expect(after["disclaimers"]?.arrayValue?.isEmpty == true)
            let camel = after["exercises"]?.arrayValue?.first { $0["exercise"] == "cat-camel" }
            #expect(camel?["standing"] == "done" && camel?["name"] == "Cat Camel")
            for arguments in [["today"], ["visits"], ["plan"], ["article", "list"], ["exercise", "cat camel"]] {
                let shown = try await practice.run(
                    ["device"] + arguments + ["--device", "phone"], server: Self.nowhere
                )
                .exiting(0)
                #expect(shown.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(shown)")
                #expect(!shown.output.isEmpty)
            }
            let visits = try await phone(practice, "device", "visits", "--planned").output
            #expect(visits.contains("https://video.example/ana") && visits.contains("2099-12-04 09:30"))
        }
    }

    @Test func `records falls, self-care, goals and questionnaires, which their PT sees`() async throws {
        try await withPhone { practice, person in
            let name = person.fullName
            try await phone(
                practice, "device", "log", "self-care", "--measure", "ice", "--measure", "heat", "--minutes", "10")
            try await phone(practice, "device", "goal", "set", "Lift my daughter", "--by", "2099-03-01")
            let goals = try await phone(practice, "device", "goal", "list", "--json").json["goals"]?.arrayValue
            let goal = try #require(goals?.first?["id"]?.stringValue)
            let few = try await phone(
                practice, "device", "outcomes", "record", "--psfs", "Stairs=7", status: 3)
            #expect(few.errors.contains("--incomplete"))
            try await phone(
                practice, "device", "outcomes", "record", "--psfs", "Stairs=7", "--psfs", "Lifting=3", "--psfs",
                "Sitting=5")
            let wrong = try await phone(
                practice, "device", "outcomes", "record", "--faam-sports", "3,3", status: 3)
            #expect(wrong.errors.contains("8 places"))
            #expect(try await phone(practice, "device", "outcomes", "list").output.contains("5.0"))
            let fall = try await phone(practice, "device", "log", "fall", "--note", "On the stairs")
            #expect(fall.errors.contains("THE PLAN IS PAUSED"))
            let paused = try await phone(practice, "device", "today", "--json").json
            #expect(paused["exercises"]?.arrayValue?.allSatisfy { $0["standing"] == "paused" } == true)
            try await sync(practice)

            #expect(try await practice.count("SELECT count(*) FROM self_care WHERE duration_seconds = 600") == 2)
            #expect(try await practice.soleus("goal", "list", name, profile: "pt").output.contains("Lift my daughter"))
            let selfCare = try await practice.soleus("self-care", name, profile: "pt").output
            #expect(selfCare.contains("ice") && selfCare.contains("heat"))
            #expect(try await practice.soleus("outcomes", "list", name, profile: "pt").output.contains("5.0"))
            try await eventually("the fall is an alert") {
                try await practice.count("SELECT count(*) FROM alert WHERE rule = 'fall'") == 1
            }
            try await phone(practice, "device", "goal", "close", String(goal.suffix(8)), "--status", "met")
            try await sync(practice)
            #expect(try await practice.soleus("goal", "list", name, profile: "pt").output.contains("met"))
            #expect(try await practice.ledger(of: name).holds)
            let verified = try await practice.soleus("device", "verify", "--device", "phone")
            #expect(verified.ending == .exited(0))
        }
    }
}
