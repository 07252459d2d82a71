import Care
import ChartSync
import Foundation
import Testing

@testable import CareServices

@Suite struct `Waiting for news` {
    private let ana = MemberID(UUID())
    private let ben = MemberID(UUID())
    private let pia = PractitionerID(UUID())
    private let never = ContinuousClock.now + .seconds(3_600)

    private func member(_ id: MemberID, device: DeviceID) -> Actor {
        Actor(role: .member, subject: id.uuid, device: device, credential: UUID())
    }

    private func news(_ scope: Scope, _ version: Int64) -> Waiter.Wake {
        .news([ScopeNews(scope: scope, version: version)])
    }

    @Test func `hears what came between two waits, once and at its highest version`() async throws {
        let board = WatchBoard()
        let phone = DeviceID(UUID())
        let waiter = try #require(
            board.register(phone, for: member(ana, device: phone), scopes: [.chart(ana), .catalog]))
        board.post(.chart(ana, version: 8, practitioners: []))
        board.post(.chart(ana, version: 7, practitioners: []))
        let first = await waiter.next(until: never)
        #expect(first == news(.chart(ana), 8))
        waiter.expire(at: .now)
        let second = await Task { await waiter.next(until: .now) }.value(afterMoving: { waiter.expire(at: .now) })
        #expect(second == .timedOut)
    }

    @Test func `is woken by a commit that comes while it waits`() async throws {
        let board = WatchBoard()
        let phone = DeviceID(UUID())
        let waiter = try #require(board.register(phone, for: member(ana, device: phone), scopes: [.chart(ana)]))
        let (chart, deadline) = (ana, never)
        let wake = await Task { await waiter.next(until: deadline) }
            .value(afterMoving: { board.post(.chart(chart, version: 3, practitioners: [])) })
        #expect(wake == news(.chart(ana), 3))
    }

    @Test func `hears nothing of charts that are not its own`() async throws {
        let board = WatchBoard()
        let phone = DeviceID(UUID())
        let waiter = try #require(board.register(phone, for: member(ana, device: phone), scopes: [.chart(ana)]))
        board.post(.chart(ben, version: 3, practitioners: [pia]))
        board.post(.catalog(version: 9))
        board.post(.panel(pia))
        board.post(.chart(ana, version: 1, practitioners: []))
        #expect(await waiter.next(until: never) == news(.chart(ana), 1))
    }

    @Test func `of a panel hears of its charts, as the commit names them, and of the panel itself`() async throws {
        let board = WatchBoard()
        let tablet = DeviceID(UUID())
        let actor = Actor(role: .practitioner, subject: pia.uuid, device: tablet, credential: UUID())
        let waiter = try #require(board.register(tablet, for: actor, scopes: [.panel]))
        board.post(.chart(ben, version: 5, practitioners: []))
        board.post(.chart(ana, version: 4, practitioners: [pia]))
        #expect(await waiter.next(until: never) == news(.chart(ana), 4))
        board.post(.panel(pia))
        #expect(await waiter.next(until: never) == news(.panel, 0))
    }

    @Test func `is ended by the next wait of the same device, which leaves the other's place alone`() async throws {
        let board = WatchBoard()
        let phone = DeviceID(UUID())
        let first = try #require(board.register(phone, for: member(ana, device: phone), scopes: [.chart(ana)]))
        let second = try #require(board.register(phone, for: member(ana, device: phone), scopes: [.chart(ana)]))
        #expect(await first.next(until: never) == .replaced)
        board.remove(first, of: phone)
        #expect(await first.next(until: never) == .replaced)
        board.post(.chart(ana, version: 2, practitioners: []))
        #expect(await second.next(until: never) == news(.chart(ana), 2))
        board.remove(second, of: phone)
        #expect(board.count == 0)
    }

    @Test func `ends with the device, and with the service`() async throws {
        let board = WatchBoard()
        let (phone, tablet) = (DeviceID(UUID()), DeviceID(UUID()))
        let first = try #require(board.register(phone, for: member(ana, device: phone), scopes: [.chart(ana)]))
        let second = try #require(board.register(tablet, for: member(ana, device: tablet), scopes: [.chart(ana)]))
        board.post(.ended(phone))
        #expect(await first.next(until: never) == .ended)
        board.stop()
        #expect(await second.next(until: never) == .ended)
        let late = board.register(phone, for: member(ana, device: phone), scopes: [.chart(ana)])
        #expect(late == nil)
    }

    @Test func `is refused beyond what the process can keep`() throws {
        let board = WatchBoard(maximumWaiters: 2)
        let phones = (0..<3).map { _ in DeviceID(UUID()) }
        let waiters = phones.map { board.register($0, for: member(ana, device: $0), scopes: [.catalog]) }
        #expect(waiters.map { $0 != nil } == [true, true, false])
        board.remove(try #require(waiters[0]), of: phones[0])
        let again = board.register(phones[2], for: member(ana, device: phones[2]), scopes: [.catalog])
        #expect(again != nil)
    }

    @Test func `ends when its task is cancelled`() async throws {
        let board = WatchBoard()
        let phone = DeviceID(UUID())
        let waiter = try #require(board.register(phone, for: member(ana, device: phone), scopes: [.chart(ana)]))
        let deadline = never
        let task = Task { await waiter.next(until: deadline) }
        task.cancel()
        #expect(await task.value == .ended)
    }

    @Test func `ends by the board's own clock`() async throws {
        let board = WatchBoard()
        let phone = DeviceID(UUID())
        let waiter = try #require(board.register(phone, for: member(ana, device: phone), scopes: [.chart(ana)]))
        #expect(await waiter.next(until: .now) == .timedOut)
    }
}

extension Task where Success == Waiter.Wake, Failure == Never {
    /// What the task comes to, moved on again and again: nothing says from outside when it has begun to wait.
    fileprivate func value(afterMoving move: @escaping @Sendable () -> Void) async -> Waiter.Wake {
        let mover = Task<Void, Never> {
            while !Task<Never, Never>.isCancelled {
                move()
                await Task<Never, Never>.yield()
            }
        }
        let wake = await value
        mover.cancel()
        return wake
    }
}
