import Care
import ChartSync
import Foundation
import Testing

@testable import CareClient

@Suite(.timeLimit(.minutes(1))) struct `The tutorial` {
    private static var root: URL {
        // This file is Tests/CareClientTests/Tutorial/TutorialTests.swift.
        (0..<4).reduce(URL(filePath: #filePath)) { path, _ in path.deletingLastPathComponent() }
    }

    private static let program = "Tests/CareClientTests/Tutorial/FromNothing.swift"

    @Test func `shows the program that is compiled here, line for line`() throws {
        let program = try String(contentsOf: Self.root.appending(path: Self.program), encoding: .utf8)
        let article = try String(
            contentsOf: Self.root.appending(path: "Sources/CareClient/CareClient.docc/FromNothing.md"),
            encoding: .utf8)
        let start = try #require(article.range(of: "```swift\n"))
        let end = try #require(article.range(of: "```\n", range: start.upperBound..<article.endIndex))

        #expect(String(article[start.upperBound..<end.lowerBound]) == program)
        #expect(program.split(separator: "\n").count <= 20)
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

    @Test func `needs nothing that is not public`() throws {
        let modules = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(component: "Modules")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        // Compiled as a program outside the package: what is `package` or internal is not there.
        process.arguments = [
            "swiftc", "-typecheck", "-swift-version", "6", "-I", modules.path, "-I",
            Self.root.appending(path: ".build/checkouts/GRDB.swift/Sources/GRDBSQLite").path,
            Self.root.appending(path: Self.program).path,
        ]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()

        #expect(process.terminationStatus == 0, "\(text)")
    }
}
