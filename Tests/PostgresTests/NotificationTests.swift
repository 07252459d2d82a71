import Postgres
import TestPostgres
import Testing

@Suite struct `Notifications` {
    private static let channel = NotificationChannel("soleus_test")
    /// Other databases of the cluster have listeners of their own.
    private static let terminateListeners = Statement(
        """
        SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
        WHERE datname = current_database() AND query = 'LISTEN soleus_test'
        """, gives: Types(Int.self))

    @Test func `arrive in their order, once the connection is made`() async throws {
        try await withEmptyDatabase { test in
            var events = try test.database.notifications(on: Self.channel).makeAsyncIterator()
            let first = await events.next()
            #expect(first == .connected)
            let payloads = (0..<1_000).map { "chart \($0)" } + ["", "é\"'\\ \n", String(repeating: "x", count: 7_999)]
            try await test.database.notify(Self.channel, payloads)
            var received: [NotificationEvent?] = []
            for _ in payloads { received.append(await events.next()) }
            #expect(received == payloads.map { .payload($0) })
        }
    }

    @Test func `of other channels do not arrive`() async throws {
        try await withEmptyDatabase { test in
            var events = try test.database.notifications(on: Self.channel).makeAsyncIterator()
            _ = await events.next()
            try await test.database.notify(NotificationChannel("soleus_other"), ["to others"])
            try await test.database.notify(Self.channel, ["to us"])
            let event = await events.next()
            #expect(event == .payload("to us"))
        }
    }

    @Test func `go on after the connection was cut, which the listener is told`() async throws {
        try await withEmptyDatabase { test in
            var events = try test.database.notifications(on: Self.channel).makeAsyncIterator()
            let first = await events.next()
            #expect(first == .connected)
            for round in 0..<3 {
                let cut = try await test.database.perform(.readWrite, Self.terminateListeners.only())
                #expect(cut == 1)
                let next = await events.next()
                #expect(next == .reconnected)
                try await test.database.notify(Self.channel, ["round \(round)"])
                let payload = await events.next()
                #expect(payload == .payload("round \(round)"))
            }
        }
    }

    @Test func `end when their task is cancelled, and the connection with them`() async throws {
        try await withEmptyDatabase { test in
            let notifications = try test.database.notifications(on: Self.channel)
            let (connected, isConnected) = AsyncStream<Void>.makeStream()
            let task = Task {
                var count = 0
                for await _ in notifications {
                    count += 1
                    isConnected.yield()
                }
                return count
            }
            for await _ in connected { break }
            task.cancel()
            let count = await task.value
            #expect(count == 1)
            try await waitUntilNobodyListens(on: test.database)
        }
    }

    @Test func `end with the last use of them`() async throws {
        try await withEmptyDatabase { test in
            do {
                var events = try test.database.notifications(on: Self.channel).makeAsyncIterator()
                _ = await events.next()
            }
            try await waitUntilNobodyListens(on: test.database)
        }
    }

    @Test func `are refused as a whole when one is too long`() async throws {
        try await withEmptyDatabase { test in
            var events = try test.database.notifications(on: Self.channel).makeAsyncIterator()
            _ = await events.next()
            await #expect(throws: PostgresError.self) {
                try await test.database.notify(Self.channel, ["lost", String(repeating: "x", count: 8_000)])
            }
            try await test.database.notify(Self.channel, ["kept"])
            let event = await events.next()
            #expect(event == .payload("kept"))
        }
    }

    /// Asks until it is so; the bound is far beyond what a slow machine takes.
    private func waitUntilNobodyListens(on database: Database) async throws {
        let listeners = Statement(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND query = 'LISTEN soleus_test'
            """, gives: Types(Int.self))
        for _ in 0..<6_000 {
            if try await database.perform(.readOnly, listeners.only()) == 0 { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("a listening connection stayed")
    }
}

@Suite struct `A buffer of notifications` {
    @Test func `hands out what was put, in order`() async {
        let buffer = NotificationBuffer(limit: 4)
        for index in 0..<4 { buffer.put(.payload("\(index)")) }
        for index in 0..<4 {
            let event = await buffer.next()
            #expect(event == .payload("\(index)"))
        }
    }

    @Test func `says once that some were missed, and keeps the latest`() async {
        let buffer = NotificationBuffer(limit: 4)
        buffer.put(.connected)
        for index in 0..<1_000 { buffer.put(.payload("\(index)")) }
        var events: [NotificationEvent?] = [await buffer.next()]
        #expect(events == [.missed])
        while events.last != .payload("999") { events.append(await buffer.next()) }
        #expect(events.count <= 4)
        #expect(events.filter { $0 == .missed }.count == 1)
    }

    @Test func `wakes who waits, and ends with its task`() async {
        let buffer = NotificationBuffer(limit: 4)
        let task = Task { [await buffer.next(), await buffer.next()] }
        buffer.put(.payload("first"))
        task.cancel()
        let events = await task.value
        #expect(events.last == .some(nil))
        let after = await buffer.next()
        #expect(after == nil)
        #expect(buffer.hasEnded)
    }
}
