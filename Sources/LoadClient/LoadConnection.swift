import Dispatch

/// One keep-alive connection with at most one request under way; it connects anew when the service has ended it.
final class LoadConnection {
    private let port: Int
    private var socket: LoadSocket?
    private var reader = AnswerReader()
    private var outgoing: [UInt8] = []
    private var sent = 0
    private(set) var isBusy = false
    /// When the request was due, in nanoseconds.
    private(set) var dueAt: UInt64 = 0

    init(port: Int) { self.port = port }

    var descriptor: CInt { socket?.descriptor ?? -1 }
    var isSending: Bool { sent < outgoing.count }

    /// Connects unless it is connected.
    func open() throws(LoadError) { if socket == nil { socket = try LoadSocket(port: port) } }

    /// Begins a request; `dueAt` is when it ought to have begun.
    func begin(_ request: [UInt8], dueAt: UInt64) throws(LoadError) {
        try open()
        outgoing = request
        sent = 0
        isBusy = true
        self.dueAt = dueAt
        reader.next()
        push()
    }

    /// What came of a look at the connection.
    enum Event {
        case waiting
        case answered(status: Int, asksForPatience: Bool, body: ArraySlice<UInt8>)
        /// The service ended it; whether the request had an effect is not known.
        case cut
    }

    /// Sends and receives what can be without waiting.
    func advance(_ scratch: inout [UInt8]) -> Event {
        guard isBusy else { return .waiting }
        push()
        while true {
            guard let transfer = socket?.receive(into: &scratch) else { return end(.cut, keeps: false) }
            switch transfer {
            case .later: return .waiting
            case .ended: return end(.cut, keeps: false)
            case .bytes(let count):
                guard reader.take(scratch[..<count]) else { continue }
                let answer = Event.answered(
                    status: reader.status, asksForPatience: reader.asksForPatience, body: reader.body)
                return end(answer, keeps: !reader.closes)
            }
        }
    }

    /// Ends the connection.
    func drop() {
        socket = nil
        isBusy = false
    }

    private func end(_ event: Event, keeps: Bool) -> Event {
        isBusy = false
        if !keeps { socket = nil }
        return event
    }

    private func push() {
        while sent < outgoing.count {
            guard case .bytes(let count)? = socket?.send(outgoing, from: sent) else { return }
            sent += count
        }
    }
}

/// Nanoseconds of a clock that nobody sets.
package enum LoadClock {
    package static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }
}
