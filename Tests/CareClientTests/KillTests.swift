import Care
import ChartSync
import Foundation
import Testing

@testable import CareClient

/// A device that runs as a process of its own and is killed around one transaction after another.
private struct KilledPhone {
    let service = ModelService()
    let folder: URL
    private let server: ModelServer

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("soleus-kill-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        server = try ModelServer(service)
    }

    private var path: String { folder.appendingPathComponent("device.sqlite").path }

    /// Runs the script; whether it came to its end before the transaction at which it is killed.
    func run(_ script: String, killedAt transaction: Int, _ moment: String) async throws -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(component: "OfflinePhone")
        process.arguments = [path, "http://127.0.0.1:\(server.port)", script, String(transaction), moment]
        process.standardOutput = FileHandle.nullDevice
        await withCheckedContinuation { continuation in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume() }
        }
        if process.terminationReason == .uncaughtSignal {
            #expect(process.terminationStatus == SIGKILL)
            return false
        }
        #expect(process.terminationStatus == 0, "\(script), transaction \(transaction), \(moment)")
        return true
    }

    /// What the device has on its disk.
    func withStore<Value>(_ body: (OfflineStore) throws -> Value) throws -> Value {
        let store = try OfflineStore.open(path)
        // A store that does not close shows in what the test looks at next.
        defer { try? store.close() }
        return try body(store)
    }

    func end() {
        server.close()
        // Nothing depends on the folder being gone.
        try? FileManager.default.removeItem(at: folder)
    }
}

@Suite(.serialized) struct `A device that is killed` {
    /// Kills the script around one transaction after another, in a phone of its own each, until it is through before that.
    private func killEverywhere(
        _ moment: String, _ script: String, prepare: (KilledPhone) async throws -> Void = { _ in },
        check: (KilledPhone) async throws -> Void
    ) async throws -> Int {
        for transaction in 1..<200 {
            let phone = try KilledPhone()
            defer { phone.end() }
            try await prepare(phone)
            if try await phone.run(script, killedAt: transaction, moment) { return transaction - 1 }
            let isDone = try await phone.run(script, killedAt: 0, moment)
            #expect(isDone)
            try await check(phone)
        }
        return 200
    }

    @Test(arguments: ["before", "after"])
    func `while it records and syncs loses nothing and doubles nothing`(moment: String) async throws {
        let kills = try await killEverywhere(moment, "record") { phone in
            let chart = try #require(await phone.service.charts.values.first)
            let pains = chart.rows.values.compactMap { row in
                if case .checkIn(let checkIn) = row.content { checkIn.pain.rawValue } else { nil }
            }
            let shoes = chart.rows.values.compactMap { row in
                if case .shoe(let shoe) = row.content { shoe.startMeters } else { nil }
            }
            #expect(pains.sorted() == [0, 1, 2])
            #expect(shoes == [900])
            #expect(chart.rows.count == 4)
            let (waiting, shown, comparisons) = try phone.withStore { store in
                (try store.waitingCount(), try store.checkIns().count, try store.scopes().map(\.comparison))
            }
            #expect(waiting == 0)
            #expect(shown == 3)
            #expect(comparisons == [.equal, .equal])
        }
        #expect(kills >= 12)
    }

    @Test(arguments: ["before", "after"])
    func `while it signs out leaves nothing behind`(moment: String) async throws {
        let kills = try await killEverywhere(moment, "leave") { phone in
            let isDone = try await phone.run("record", killedAt: 0, moment)
            #expect(isDone)
        } check: { phone in
            let endedSessions = await phone.service.endedSessions
            #expect(endedSessions >= 1)
            let copies = await phone.service.copies.values.flatMap { $0 }
            #expect(copies.isEmpty)
            let (owner, scopes, outbox) = try phone.withStore { store in
                (try store.owner(), try store.scopes(), try store.outbox())
            }
            #expect(owner == nil)
            #expect(scopes.isEmpty)
            #expect(outbox.isEmpty)
        }
        #expect(kills >= 2)
    }

    @Test(arguments: ["before", "after"])
    func `while it gives a copy up does so after all`(moment: String) async throws {
        let kills = try await killEverywhere(moment, "practise") { phone in
            let practitioner = await phone.service.addPractitioner("jordan")
            let member = try await phone.service.addMember("B-1")
            try await phone.service.apply(planInsertion(number: 1), to: member, role: .practitioner)
            await phone.service.grant(practitioner, member)
            let isDone = try await phone.run("practise", killedAt: 0, moment)
            #expect(isDone)
            await phone.service.endAccess(practitioner, member)
        } check: { phone in
            let copies = await phone.service.copies.values.flatMap { $0 }
            #expect(copies.isEmpty)
            let (scopes, unconfirmed) = try phone.withStore { store in
                (try store.scopes().map(\.scope.description), try store.unconfirmedPurges())
            }
            #expect(scopes == ["catalog", "panel"])
            #expect(unconfirmed.isEmpty)
        }
        #expect(kills >= 3)
    }
}
