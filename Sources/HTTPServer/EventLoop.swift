import Glibc
import Synchronization

/// The part of a connection loop that other threads may touch: its mailbox, and the bell that wakes it.
///
/// Everything else about connections happens on the loop's own thread. So libmicrohttpd is never called from two threads
/// at once, and nothing can resume a connection before it is suspended.
final class EventLoop: Sendable {
    /// What other threads ask of the loop.
    enum Message: Sendable {
        case answer(client: Int, FinishedResponse)
        /// The body may come, unless there is an answer already.
        case judgement(client: Int, FinishedResponse?)
        /// There is more of the body that the client is being sent.
        case supply(client: Int)
        /// Take nothing new, finish what is under way until the deadline, then end.
        case drain(deadline: ContinuousClock.Instant)
    }

    private struct Mailbox {
        var messages: [Message] = []
    }

    /// Reads as ready from a ring until the messages are taken.
    let bell: CInt
    private let rope: CInt
    private let mailbox = Mutex(Mailbox())

    init() throws(HTTPServerError) {
        var ends: [CInt] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw .cannotStart(reason: systemError()) }
        bell = ends[0]
        rope = ends[1]
        // These cannot fail for a descriptor that was just made.
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        _ = Glibc.close(bell)
        _ = Glibc.close(rope)
    }

    /// Hands a message to the loop, from any thread; after the loop has ended it goes unread.
    func post(_ message: Message) {
        let wasEmpty = mailbox.withLock { mailbox in
            mailbox.messages.append(message)
            return mailbox.messages.count == 1
        }
        // Messages behind the first one are found with it. A full pipe is ringing already.
        if wasEmpty { _ = unsafe write(rope, [1], 1) }
    }

    /// Takes what has been posted, on the loop's thread.
    func takeMessages() -> [Message] {
        var rings = [UInt8](repeating: 0, count: 64)
        // Silence first: a message posted after this rings again. An error means that the bell was silent.
        _ = unsafe read(bell, &rings, rings.count)
        return mailbox.withLock { mailbox in
            defer { mailbox.messages.removeAll(keepingCapacity: true) }
            return mailbox.messages
        }
    }
}
