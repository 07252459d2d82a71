import HTTPMessages

/// One request and its response, from the request line to the last byte.
///
/// It belongs to the thread of its connection's loop; only values leave it.
final class Exchange {
    /// Where the exchange is; it only moves down this list, and may skip.
    enum Stage {
        /// The request line has come, the headers have not.
        case arriving
        /// The connection is suspended while somebody judges whether the body may come.
        case asking(AdmittedHead, Task<Void, Never>)
        /// The head is admitted, the body is coming.
        case receiving(AdmittedHead)
        /// The connection is suspended, the handler's task is at work.
        case working(Task<Void, Never>)
        /// The connection is being resumed to take this response.
        case answered(FinishedResponse)
        /// The response is with libmicrohttpd.
        case sending
        /// Its head is with libmicrohttpd, and its body still being produced, by the task.
        case streaming(BodyStream, Task<Void, Never>)
    }

    let id: String
    let target: [UInt8]
    let started: ContinuousClock.Instant
    var stage = Stage.arriving
    var body: [UInt8] = []
    /// Where the body goes that is too large for memory.
    var spool: SpoolFile?
    /// Whether libmicrohttpd is yet to repeat the call in which it announced the head.
    var isAnnouncedAgain = false
    /// When the head was admitted.
    var bodyStarted: ContinuousClock.Instant
    /// Bytes of body that came, kept or not.
    var receivedBytes = 0
    /// Whether the connection is suspended until the body's producer has written more.
    var isParked = false
    /// Whether it counts as a request in flight.
    var isCounted = false
    /// Whether its age has been logged; once is enough.
    var wasReported = false
    /// Set with the response, for the access log and for whoever counts.
    var outcome: Outcome?
    var method: HTTPMethod?
    /// Known once the head is admitted.
    var traceID: TraceID?

    /// What the client was answered.
    struct Outcome {
        var status: HTTPStatus
        var bytes: Int
        var routeTemplate: String?
        var problem: String?

        init(_ response: FinishedResponse) {
            status = response.status
            bytes = response.body.count
            routeTemplate = response.routeTemplate
            problem = response.problem
        }
    }

    init(id: String, target: [UInt8], started: ContinuousClock.Instant) {
        self.id = id
        self.target = target
        self.started = started
        bodyStarted = started
    }
}
