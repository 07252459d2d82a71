package import HTTPMessages

/// How many bytes the body of a request may have, by its method and target.
package typealias HTTPBodyLimit = @Sendable (HTTPMethod, RequestTarget) -> Int

/// How a server listens and what it allows; the defaults are for production behind a proxy.
package struct HTTPServerConfiguration: Sendable {
    /// Where the server listens.
    package enum Address: Hashable, Sendable {
        /// A numeric IPv4 or IPv6 address; port 0 lets the system choose.
        case tcp(host: String, port: Int)
        /// A socket file; a stale one from an earlier run is replaced.
        case unixSocket(path: String)
    }

    /// Loopback unless told otherwise: TLS and the open network belong to the proxy.
    package var address = Address.tcp(host: "127.0.0.1", port: 0)
    package var limits = HTTPLimits()
    package var deadlines = HTTPDeadlines()
    /// Where an address takes less than `limits.bodyBytes`, so that one that takes large files does not open the others.
    package var bodyLimit: HTTPBodyLimit?
    /// Set where some addresses take bodies that are too large for memory.
    package var spooling: HTTPSpooling?
    /// Set to speak TLS without a proxy.
    package var tls: TLSFiles?
    /// Told of each request when it is over, on the thread that serves connections: it must not wait.
    package var observe: (@Sendable (HTTPObservation) -> Void)?
    /// Threads that serve connections; handlers do not run on them, so two keep up with any number of tasks.
    package var eventLoops = 2

    package init() {}
}

/// How bodies are taken that are too large for memory: only from those who may send them, and to disk.
package struct HTTPSpooling: Sendable {
    /// Made when the server starts; it belongs to this user alone.
    ///
    /// The files in it have no names.
    package var folder: String
    /// How many bytes the body of such a request may have; nil for every other request.
    package var limitBytes: @Sendable (HTTPMethod, RequestTarget) -> Int?
    /// Looks at a request before its body comes: a response is sent in place of the handler's, and the body is not read.
    package var refusal: @Sendable (Request) async -> Response?

    package init(
        folder: String, limitBytes: @escaping @Sendable (HTTPMethod, RequestTarget) -> Int?,
        refusal: @escaping @Sendable (Request) async -> Response?
    ) {
        self.folder = folder
        self.limitBytes = limitBytes
        self.refusal = refusal
    }
}

/// A certificate chain and its private key, as PEM files, read at start.
package struct TLSFiles: Hashable, Sendable {
    package let certificatePath: String
    package let keyPath: String

    package init(certificatePath: String, keyPath: String) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
    }
}

/// A limit on everything that a client can make large or many.
package struct HTTPLimits: Hashable, Sendable {
    /// 414 beyond it.
    ///
    /// The longest target of the API is a cursor of a few hundred bytes.
    package var targetBytes = 2048
    /// 431 beyond it; each field counts for 68 bytes more, and each `&` of a query for 64.
    ///
    /// A session token, a trace id and what proxies add fit several times.
    package var headerBytes = 8192
    /// 413 beyond it, before and after decompression.
    ///
    /// A push is at most 1 MiB; `HTTPServerConfiguration.bodyLimit` tells addresses apart.
    package var bodyBytes = 1 << 20
    /// So much is read and dropped of a body that was refused on its head, so that its sender sees the answer.
    package var hearingOutBytes = 4 << 20
    /// An inflated body may be this many times its compressed size; JSON compresses 5 to 20 times, a bomb 1,000.
    package var inflationRatio = 100
    /// Refused with 503 beyond it.
    ///
    /// Each connection takes a descriptor and up to 24 KiB: 12,000 are 280 MiB at worst.
    package var connections = 12_000
    /// Refused with 503 beyond it: one address cannot take every connection.
    package var connectionsPerAddress = 256
    /// Addresses without a limit of their own, because a proxy speaks from them for everyone.
    package var unlimitedAddresses: Set<String> = ["127.0.0.1", "::1"]
    /// 503 beyond it.
    ///
    /// Waiting requests hold no thread, only memory: as many as connections.
    package var requestsInFlight = 12_000
    /// Memory that libmicrohttpd takes for a connection's headers, of the request and of the response.
    ///
    /// The largest target and headers leave 6 KiB for those of the answer, which may have 4.
    package var connectionMemoryBytes = 16_384
    /// A response smaller than this is not worth compressing: it fits one packet either way.
    package var compressionBytes = 1024

    package init() {}
}

/// How long each stage of a connection may take; the socket is shut down at the deadline.
///
/// They are deadlines for the whole stage, not for silence, so a client cannot stretch them by a byte at a time.
package struct HTTPDeadlines: Hashable, Sendable {
    /// From the connection, or from the request line of a later request, to the end of the headers.
    package var headerSeconds = 3.0
    /// From the end of the headers to the end of the body, and more for what has been received.
    package var bodySeconds = 10.0
    /// From the answer to its last byte, and more for its size; for a body that is produced over time, from each of its
    /// pieces to the next.
    package var responseSeconds = 15.0
    /// The slowest transfer that counts as one: each so many bytes of a body earn a second more.
    package var bytesPerSecond = 65_536.0
    /// How long a client is heard out whose body was refused on its head.
    package var hearingOutSeconds = 2.0
    /// Between the end of one answer and the next request line.
    package var idleSeconds = 30.0
    /// How often waiting requests are checked for clients that have left; their handlers are then cancelled.
    ///
    /// A client that has closed only its sending side counts as gone too: the system shows no difference.
    package var departureCheckSeconds = 2.0
    /// The age at which a request is named in the log, once: longer than any wait that we offer.
    package var reportSeconds = 60.0

    package init() {}
}

/// Why a server did not start.
package enum HTTPServerError: Error, Hashable, CustomStringConvertible {
    case badAddress(String)
    case cannotListen(address: String, reason: String)
    case cannotRead(path: String, reason: String)
    case cannotStart(reason: String)
    case cannotSpool(path: String, reason: String)
    /// It runs already, or it has been drained: a server starts once.
    case alreadyStarted

    package var description: String {
        switch self {
        case .badAddress(let address):
            "'\(address)' is not an address to listen on: give a numeric IP address, or a path"
        case .cannotListen(let address, let reason): "cannot listen on \(address): \(reason)"
        case .cannotRead(let path, let reason): "cannot read \(path): \(reason)"
        case .cannotStart(let reason): "libmicrohttpd did not start: \(reason)"
        case .cannotSpool(let path, let reason): "cannot write large bodies to \(path): \(reason)"
        case .alreadyStarted: "the server was started or drained before: make a new one"
        }
    }
}
