import CMicroHTTPD
import Glibc

/// A libmicrohttpd daemon without thread or listening socket: whoever owns it accepts, polls and runs it.
///
/// It is stopped exactly once, when the value is destroyed, and no connection may be suspended then: libmicrohttpd would
/// abort the process.
@safe struct Daemon: ~Copyable {
    private let daemon: OpaquePointer
    /// The daemon keeps a pointer to these for as long as it lives.
    private let callbacks: UnsafeMutablePointer<soleus_mhd_callbacks>
    /// Readable when the daemon has something to do.
    let descriptor: CInt

    /// - Parameter context: the first argument of every callback; it outlives the daemon.
    @unsafe init(
        callbacks: soleus_mhd_callbacks, limits: HTTPLimits, identity: TLSIdentity?
    ) throws(HTTPServerError) {
        let kept = UnsafeMutablePointer<soleus_mhd_callbacks>.allocate(capacity: 1)
        unsafe kept.initialize(to: callbacks)
        let memory = limits.connectionMemoryBytes
        // Our own count refuses first, with an answer; libmicrohttpd would leave clients waiting in the backlog.
        let connections = UInt32(clamping: limits.connections + 16)
        let started =
            if let identity {
                unsafe soleus_mhd_start(kept, connections, memory, identity.certificate, identity.key)
            } else {
                unsafe soleus_mhd_start(kept, connections, memory, nil, nil)
            }
        guard let started = unsafe started else {
            unsafe kept.deallocate()
            throw .cannotStart(
                reason: identity == nil ? "no memory or no descriptors" : "is the certificate of this key?")
        }
        unsafe daemon = started
        unsafe self.callbacks = kept
        descriptor = unsafe soleus_mhd_epoll(started)
    }

    deinit {
        unsafe MHD_stop_daemon(daemon)
        unsafe callbacks.deallocate()
    }

    /// Does what is ready, without waiting; the callbacks run inside.
    borrowing func runOnce() {
        // It fails only for a daemon that has a thread of its own.
        _ = unsafe MHD_run(daemon)
    }

    /// Hands over an accepted socket, which the daemon closes whatever happens; false if it could not serve it.
    @unsafe borrowing func add(_ socket: CInt, _ address: UnsafePointer<sockaddr>, _ size: socklen_t) -> Bool {
        unsafe MHD_add_connection(daemon, socket, address, size) == .YES
    }

    /// How long it may wait for its descriptor, in milliseconds; nil for as long as it takes.
    var timeoutMilliseconds: Int? {
        var timeout: UInt64 = 0
        return unsafe MHD_get_timeout(daemon, &timeout) == .YES ? Int(clamping: timeout) : nil
    }
}
