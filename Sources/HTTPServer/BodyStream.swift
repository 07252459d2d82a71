import HTTPMessages
import Synchronization

/// A body on its way from the task that produces it to the loop that sends it.
///
/// Producer and loop meet under one lock: whoever finds nothing to do says so there, and is woken exactly once.
final class BodyStream: Sendable {
    /// What the loop finds.
    enum Supply {
        case bytes(ArraySlice<UInt8>)
        /// The loop is woken when there is more.
        case nothingYet
        case end
        /// The body cannot be completed, and the client must notice.
        case failure
    }

    private struct State {
        var buffered: [UInt8] = []
        /// Set when the producer is done.
        var ending: Supply?
        var isAbandoned = false
        /// The loop found nothing, and has not been woken since.
        var loopWaits = false
        var waitingForRoom: [CheckedContinuation<Void, Never>] = []
    }

    /// Bytes that wait for the client; a client that does not read costs no more than this and a socket's buffer.
    private static let bufferBytes = 16_384
    private let state = Mutex(State())
    private let wake: @Sendable () -> Void

    /// - Parameter wake: tells the loop, from any thread, that there is something to send.
    init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    // MARK: The producer's side

    /// Runs the producer to its end; returns the error that cuts the body short, if there is one.
    func run(_ produce: BodyProducer) async -> (any Error)? {
        let writer = BodyWriter { bytes throws(BodyWriter.Closed) in
            for start in stride(from: 0, to: bytes.count, by: Self.bufferBytes) {
                try await self.write(bytes[start..<min(start + Self.bufferBytes, bytes.count)])
            }
        }
        do {
            try await produce(writer)
            change { $0.ending = .end }
            return nil
        } catch is CancellationError {
            // As asked: what was written is complete in itself.
            change { $0.ending = .end }
            return nil
        } catch {
            change { $0.ending = .failure }
            return error is BodyWriter.Closed ? nil : error
        }
    }

    private func write(_ piece: ArraySlice<UInt8>) async throws(BodyWriter.Closed) {
        while true {
            let (isTaken, isAbandoned) = change { state in
                let fits = state.buffered.isEmpty || state.buffered.count + piece.count <= Self.bufferBytes
                if fits, !state.isAbandoned { state.buffered += piece }
                return (fits, state.isAbandoned)
            }
            if isAbandoned { throw BodyWriter.Closed() }
            if isTaken { return }
            // Not ended by cancellation: the deadline of the client that does not read ends it, and nobody else waits.
            await withCheckedContinuation { continuation in
                let hasRoom = state.withLock { state in
                    let hasRoom = state.buffered.isEmpty || state.isAbandoned
                    if !hasRoom { state.waitingForRoom.append(continuation) }
                    return hasRoom
                }
                if hasRoom { continuation.resume() }
            }
        }
    }

    /// Changes the state for the producer, and wakes the loop if it waits and need not any more.
    private func change<Result: Sendable>(_ body: (inout sending State) -> Result) -> Result {
        let (result, mustWake) = state.withLock { state in
            let result = body(&state)
            let mustWake = state.loopWaits && (!state.buffered.isEmpty || state.ending != nil)
            if mustWake { state.loopWaits = false }
            return (result, mustWake)
        }
        if mustWake { wake() }
        return result
    }

    // MARK: The loop's side

    /// Takes what has been written, at most so many bytes.
    func take(upTo count: Int) -> Supply {
        let (supply, waiting) = state.withLock { state -> (Supply, [CheckedContinuation<Void, Never>]) in
            if state.isAbandoned { return (.failure, []) }
            guard !state.buffered.isEmpty else {
                if let ending = state.ending { return (ending, []) }
                state.loopWaits = true
                return (.nothingYet, [])
            }
            let piece = state.buffered.prefix(count)
            state.buffered = Array(state.buffered.dropFirst(count))
            defer { if state.buffered.isEmpty { state.waitingForRoom = [] } }
            return (.bytes(piece), state.buffered.isEmpty ? state.waitingForRoom : [])
        }
        for continuation in waiting { continuation.resume() }
        return supply
    }

    /// Gives the body up: nothing more is taken, and the producer's writing fails.
    func abandon() {
        let waiting = state.withLock { state in
            defer { state.waitingForRoom = [] }
            state.isAbandoned = true
            state.buffered = []
            return state.waitingForRoom
        }
        for continuation in waiting { continuation.resume() }
    }
}
