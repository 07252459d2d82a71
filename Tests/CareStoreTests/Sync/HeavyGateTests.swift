import Care
import CareServices
import ChartSync
import Foundation
import Synchronization
import Testing

@Suite struct `The gate that copies begin behind` {
    /// A door that opens once.
    private final class Door: Sendable {
        private let stream = AsyncStream<Void>.makeStream()

        func open() { stream.continuation.finish() }

        func wait() async { for await _ in stream.stream {} }
    }

    /// Who is inside, and in which order they came in.
    private final class Log: Sendable {
        private let state = Mutex<(inside: Int, most: Int, order: [Int])>((0, 0, []))

        var entries: (inside: Int, most: Int, order: [Int]) { state.withLock { $0 } }

        func enter(_ number: Int) {
            state.withLock { state in
                state.inside += 1
                state.most = max(state.most, state.inside)
                state.order.append(number)
            }
        }

        func leave() { state.withLock { $0.inside -= 1 } }
    }

    @Test func `lets so many in at once, in the order in which they came`() async throws {
        // Nobody leaves the line because the machine is busy: this waits for events alone.
        let gate = HeavyGate(width: 2, patience: .seconds(3_600))
        let log = Log()
        let doors = (0..<8).map { _ in Door() }
        let entered = (0..<8).map { _ in Door() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    try await gate.pass {
                        log.enter(number)
                        entered[number].open()
                        await doors[number].wait()
                        log.leave()
                    }
                }
                // The next comes only when this one is inside or stands in line.
                if number < 2 {
                    await entered[number].wait()
                } else {
                    while gate.queueCount < number - 1 { await Task.yield() }
                }
            }
            for door in doors { door.open() }
            try await group.waitForAll()
        }
        let (inside, most, order) = log.entries
        #expect(inside == 0 && most == 2 && order == Array(0..<8))
    }

    @Test func `sends away whom it cannot keep, and whoever has waited too long`() async throws {
        let gate = HeavyGate(width: 1, maximumWaiters: 1, patience: .milliseconds(20))
        let (door, entered) = (Door(), Door())
        async let first: Void = gate.pass {
            entered.open()
            await door.wait()
        }
        await entered.wait()
        let refusals = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    do {
                        try await gate.pass {}
                        return false
                    } catch CareError.tooBusy(let seconds) { return (1...10).contains(seconds) } catch { return false }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        door.open()
        try await first
        #expect(refusals == [true, true, true, true, true])
        try await gate.pass {}
        #expect(gate.queueCount == 0)
    }

    @Test func `forgets whoever has gone`() async throws {
        let gate = HeavyGate(width: 1, patience: .seconds(3_600))
        let (door, entered) = (Door(), Door())
        async let first: Void = gate.pass {
            entered.open()
            await door.wait()
        }
        await entered.wait()
        let gone = Task { try await gate.pass {} }
        while gate.queueCount == 0 { await Task.yield() }
        gone.cancel()
        await #expect(throws: CancellationError.self) { try await gone.value }
        #expect(gate.queueCount == 0)
        door.open()
        try await first
        try await gate.pass {}
    }

    @Test func `keeps nobody waiting who only looks for news`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            try await phone.send([phone.insert(Samples.checkIn())], to: clinic)
            let chart = Scope.chart(phone.member)
            let gate = HeavyGate(width: 1, patience: .milliseconds(50))
            let pull = PullService(database: clinic.database, seal: clinic.seal, gate: gate)
            var copy = try CopyingDevice(phone.actor)
            try await copy.sync(chart, .catalog, from: clinic)
            try await phone.send([phone.insert(Samples.checkIn())], to: clinic)
            let another = try copy.another()
            let (door, entered) = (Door(), Door())
            async let inside: Void = gate.pass {
                entered.open()
                await door.wait()
            }
            await entered.wait()
            let news = try await pull.pull(copy.request([chart, .catalog]), actor: copy.actor)
            #expect(news.pages.flatMap(\.rows).count == 1)
            await #expect(throws: CareError.self) {
                try await pull.pull(another.request([chart, .catalog]), actor: another.actor)
            }
            // A reset of the database turns everybody into a beginner.
            try await clinic.run("SELECT current_incarnation(true)")
            await #expect(throws: CareError.self) {
                try await pull.pull(copy.request([chart, .catalog]), actor: copy.actor)
            }
            door.open()
            try await inside
            let rebase = try await pull.pull(copy.request([chart, .catalog]), actor: copy.actor)
            #expect(rebase.pages.map(\.rebase) == [true, true])
        }
    }

    @Test func `lets a hundred devices begin at once, and all of them come to the end`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            try await phone.send(try (0..<120).map { try phone.insert(Samples.checkIn(daysAgo: $0)) }, to: clinic)
            let (chart, actor) = (Scope.chart(phone.member), phone.actor)
            let pull = PullService(
                database: clinic.database, seal: clinic.seal, gate: HeavyGate(width: 3, patience: .seconds(300)))
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        let copy = try CopyingDevice(actor).another()
                        var (cursor, count): (String?, Int) = (nil, 0)
                        for _ in 0..<10 {
                            var request = copy.request([chart], limit: 50)
                            request.scopes[0].cursor = cursor
                            let answer = try await pull.pull(request, actor: copy.actor)
                            count += answer.pages.flatMap(\.rows).count
                            cursor = answer.pages.last?.cursor
                            if !answer.more { break }
                        }
                        return count
                    }
                }
                for try await count in group { #expect(count == 120) }
            }
        }
    }
}
