import Foundation
import LoadClient
import Synchronization

/// How far something has come and when it will be done, on standard error, at most once a second.
final class ProgressLine: Sendable {
    private let total: Int
    private let began = LoadClock.now
    private let shownAt = Mutex<UInt64>(0)

    init(total: Int) { self.total = total }

    func show(_ done: Int, _ detail: String) {
        let now = LoadClock.now
        let isDue = shownAt.withLock { shownAt in
            guard now - shownAt > 1_000_000_000 || done == total else { return false }
            shownAt = now
            return true
        }
        guard isDue, done > 0 else { return }
        let seconds = Double(now - began) / 1e9
        let left = seconds / Double(done) * Double(total - done)
        let line =
            "\(done) of \(total) (\(done * 100 / total) %), \(detail), \(Text.fixed(Double(done) / seconds, 0)) per s, "
            + "\(Text.fixed(left, 0)) s left"
        let isTerminal = isatty(STDERR_FILENO) == 1
        FileHandle.standardError.write(Data((isTerminal ? "\r\u{1B}[K\(line)" : "\(line)\n").utf8))
    }

    func end() {
        if isatty(STDERR_FILENO) == 1 { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
