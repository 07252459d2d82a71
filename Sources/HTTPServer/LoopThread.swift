import Foundation
import Synchronization

/// A connection loop and the thread that it is handed to.
final class LoopThread: Sendable {
    let mailbox: EventLoop
    /// Nil once the thread has it.
    private let loop: Mutex<ConnectionLoop?>

    init(_ loop: sending ConnectionLoop, mailbox: EventLoop) {
        self.loop = Mutex(loop)
        self.mailbox = mailbox
    }

    /// Runs the loop on a new thread.
    ///
    /// - Parameter ended: called on that thread at the end, with the number of requests that were cut short.
    func start(ended: @escaping @Sendable (Int) -> Void) {
        let thread = Thread {
            guard let loop = self.take() else { return }
            ended(loop.run())
        }
        thread.name = "http-loop"
        thread.start()
    }

    private func take() -> sending ConnectionLoop? {
        loop.withLock { loop in
            let taken = loop
            loop = nil
            return taken
        }
    }
}
