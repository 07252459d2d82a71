import Care
import ChartSync
import Foundation
import StrictJSON
import Testing

@testable import CareClient

@Suite(.timeLimit(.minutes(1))) struct `The tutorial` {
    private static var root: URL {
        // This file is Tests/CareClientTests/Tutorial/TutorialTests.swift.
        (0..<4).reduce(URL(filePath: #filePath)) { path, _ in path.deletingLastPathComponent() }
    }

    /// A page of the documentation, and the program that it shows.
    struct Page: Sendable, CustomTestStringConvertible {
        var article: String
        var program: String
        var mostLines: Int

        var testDescription: String { article }

        static let all = [
            Page(article: "FromNothing.md", program: "FromNothing.swift", mostLines: 20),
            Page(article: "MemberApp.md", program: "MemberApp.swift", mostLines: 80),
        ]

        var path: String { "Tests/CareClientTests/Tutorial/\(program)" }
    }

    @Test(arguments: Page.all) func `shows the program that is compiled here, line for line`(page: Page) throws {
        let program = try String(contentsOf: Self.root.appending(path: page.path), encoding: .utf8)
        let article = try String(
            contentsOf: Self.root.appending(path: "Sources/CareClient/CareClient.docc/\(page.article)"),
            encoding: .utf8)
        // A longer program is shown in pieces, with words between them.
        let pieces = article.components(separatedBy: "```swift\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }

        #expect(pieces.joined(separator: "\n") == program)
        #expect(program.split(separator: "\n").count <= page.mostLines)
    }

    @Test func `enrols, records, syncs and shows the plan`() async throws {
        let service = ModelService()
        let folder = FileManager.default.temporaryDirectory.appending(path: "soleus-tutorial-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (shown, continuation) = AsyncStream.makeStream(of: PrescribedPlan.self)
        let address = try #require(URL(string: "http://127.0.0.1:1"))
        let app = Task {
            try await takePart(
                at: address, store: folder.appending(path: "care.sqlite"),
                transport: ModelTransport(service: service)
            ) { continuation.yield($0) }
        }
        // Their PT prescribes as soon as they are there.
        while await service.charts.isEmpty { await Task.yield() }
        let member = try #require(await service.charts.keys.first)
        try await service.apply(
            planInsertion(number: 1, from: "2000-01-01"), to: member, role: .practitioner)
        await service.announce(.chart(member), version: 1)

        var plans = shown.makeAsyncIterator()
        let plan = try #require(await plans.next())
        app.cancel()
        _ = await app.result

        #expect(plan.title == "Ankle")
        #expect(plan.exercises.map(\.exercise) == ["calf-raises"])
        #expect(await service.charts[member]?.rows.count == 2)
    }

    @Test func `has a front page that lists every public type, and none that is not there`() throws {
        let sources = Self.root.appending(path: "Sources/CareClient")
        let names = try #require(FileManager.default.enumerator(atPath: sources.path)).compactMap { $0 as? String }
        var declared: Set<Substring> = []
        for name in names where name.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
            // At the beginning of a line: a type inside of another is listed with it.
            for match in text.matches(of: /(?m)^public (?:struct|enum|class|protocol) (\w+)/) {
                declared.insert(match.1)
            }
        }
        let front = try String(
            contentsOf: sources.appending(path: "CareClient.docc/CareClient.md"), encoding: .utf8)
        let listed = Set(front.matches(of: /(?m)^- ``(\w+)``$/).map(\.1))

        #expect(declared.count > 20)
        #expect(declared.subtracting(listed) == [] && listed.subtracting(declared) == [])
    }

    @Test func `shows a member app, screen by screen`() async throws {
        try await withMemberDevice { device, service in
            await service.publish(
                .disclaimer, "exercise-media", version: 1,
                [
                    "slug": "exercise-media", "title": "About these exercises", "text": "For education.",
                    "appliesTo": "exercises",
                ])
            try await service.prescribe(try planContent(number: 1))
            try await service.prescribe(
                .message(
                    Message(
                        at: TestDevice.start, author: PractitionerID(UUID()), text: try #require(Note("Welcome.")))))
            _ = try device.record(CareGoal("Run 10 km"))
            await device.syncNow()
            let (lines, continuation) = AsyncStream.makeStream(of: String.self)
            let screen = Task { try await showDays(of: device) { continuation.yield($0) } }
            var iterator = lines.makeAsyncIterator()
            #expect(await iterator.next() == "Read before you begin: About these exercises")
            #expect(await iterator.next() == "calf-raises, 3 × 12 reps, both sides, 3 days a week: due")
            #expect(await iterator.next() == "1 to read")

            var shown: [String] = []
            try exercise(with: device) { shown.append($0) }
            #expect(shown == ["For education."])
            #expect(try device.sessions().first?.content.exercises.map(\.sets.count) == [3])
            #expect(try device.selfCare().count == 1)
            #expect(try assess([("Running", 4)], with: device) == "2 more, please")
            #expect(try assess([("Running", 4), ("Stairs", 7), ("Hops", 4)], with: device) == "5.0")
            let talked = try talk(with: device, saying: "Thank you.")
            #expect(Set(talked) == ["care team: Welcome.", "me: Thank you. (not sent yet)"])
            #expect(try lookAhead(with: device) == ["Run 10 km"])
            screen.cancel()
            _ = await screen.result
        }
    }

    @Test(arguments: Page.all) func `needs nothing that is not public`(page: Page) throws {
        let modules = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(component: "Modules")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        // Compiled as a program outside the package: what is `package` or internal is not there.
        process.arguments = [
            "swiftc", "-typecheck", "-swift-version", "6", "-I", modules.path, "-I",
            Self.root.appending(path: ".build/checkouts/GRDB.swift/Sources/GRDBSQLite").path,
            Self.root.appending(path: page.path).path,
        ]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()

        #expect(process.terminationStatus == 0, "\(text)")
    }
}
