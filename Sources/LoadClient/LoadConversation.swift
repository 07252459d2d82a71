/// A connection whose requests are made one at a time, by a caller that waits: what is done before and between measurements.
package final class LoadConversation {
    private let connection: LoadConnection
    private var scratch = [UInt8](repeating: 0, count: 65_536)
    private var readiness = Readiness()

    package init(port: Int) { connection = LoadConnection(port: port) }

    /// Sends a request; its answer is waited for by `answer`.
    package func send(_ request: [UInt8]) throws(LoadError) {
        try connection.begin(request, dueAt: LoadClock.now)
    }

    /// The answer to what was sent, and when it was whole.
    package func answer(patienceSeconds: Double = 30) throws(LoadError) -> (status: Int, body: [UInt8], at: UInt64) {
        let until = LoadClock.now + UInt64(patienceSeconds * 1e9)
        while LoadClock.now < until {
            switch connection.advance(&scratch) {
            case .cut: throw .noAnswer
            case .answered(let status, _, let body): return (status, Array(body), LoadClock.now)
            case .waiting:
                readiness.removeAll()
                readiness.watch(connection.descriptor, isSending: connection.isSending)
                _ = readiness.wait(milliseconds: 1_000)
            }
        }
        connection.drop()
        throw .noAnswer
    }

    package func ask(_ request: [UInt8]) throws(LoadError) -> (status: Int, body: [UInt8]) {
        try send(request)
        let answer = try answer()
        return (answer.status, answer.body)
    }
}
