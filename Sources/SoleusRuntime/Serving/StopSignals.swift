import Dispatch
import Foundation

/// SIGTERM and SIGINT, taken as requests to stop.
struct StopSignals: Sendable {
    private let signals: AsyncStream<Void>

    init() {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        self.signals = signals
        let queue = DispatchQueue(label: "soleus.signals")
        for number in [SIGTERM, SIGINT] {
            // The default action would end the process before the source hears of it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            // The handler keeps its source: signals are listened for as long as the process lives.
            source.setEventHandler { [source] in
                _ = source
                continuation.yield()
            }
            source.resume()
        }
    }

    /// Waits for the first; from then on, the next one exits at once.
    func first() async {
        var iterator = signals.makeAsyncIterator()
        await iterator.next()
        Task {
            for await _ in signals { exit(EXIT_FAILURE) }
        }
    }
}
