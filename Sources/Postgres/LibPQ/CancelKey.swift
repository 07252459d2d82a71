import CLibPQ
import Dispatch

/// The right to cancel what one server process is doing.
///
/// It owns a `PGcancel`, which nothing changes after it was made: libpq documents `PQcancel` as safe to call from any
/// thread, and that is why this class may be shared.
@safe final class CancelKey: @unchecked Sendable {
    private let cancel: OpaquePointer

    // PQcancel connects and waits for the server; it must do so neither on a session's thread nor on Swift's, and no
    // request may wait for another's. Serial queues get threads of their own; a concurrent one shares a few.
    private let queue = DispatchQueue(label: "soleus.postgres.cancel")

    init(owning cancel: OpaquePointer) { unsafe self.cancel = cancel }

    deinit { unsafe PQfreeCancel(cancel) }

    /// Asks the server to stop, without waiting for an answer.
    ///
    /// The request may arrive late and hit the next statement, so its session must not be used again.
    func send() {
        queue.async {
            var message = [CChar](repeating: 0, count: 256)
            // A refusal changes nothing: the session is dropped in any case.
            _ = unsafe PQcancel(self.cancel, &message, Int32(message.count))
        }
    }
}
