import HTTPMessages
import HTTPServer
import Synchronization
import Testing

@Suite struct `A drain signal` {
    @Test func `ends the waiting of those who wait, once`() async {
        let registry = DrainRegistry()
        let calls = Atomic(0)
        await registry.signal.whileWaiting {
            registry.begin()
            registry.begin()
        } onDrain: {
            calls.add(1, ordering: .relaxed)
        }
        #expect(calls.load(ordering: .relaxed) == 1)
    }

    @Test func `leaves alone those who have stopped waiting`() async {
        let registry = DrainRegistry()
        let calls = Atomic(0)
        let result = await registry.signal.whileWaiting {
            "news"
        } onDrain: {
            calls.add(1, ordering: .relaxed)
        }
        registry.begin()
        #expect(result == "news")
        #expect(calls.load(ordering: .relaxed) == 0)
    }

    @Test func `that has been given lets nobody begin to wait`() async {
        let registry = DrainRegistry()
        let calls = Atomic(0)
        registry.begin()
        await registry.signal.whileWaiting {
        } onDrain: {
            calls.add(1, ordering: .relaxed)
        }
        #expect(calls.load(ordering: .relaxed) == 1)
    }
}
