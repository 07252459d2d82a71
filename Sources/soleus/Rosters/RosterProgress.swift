import Care
import CareMessages
import Foundation
import Synchronization

/// Says how far a file is on its way: one line that is rewritten on a terminal, plain lines elsewhere.
final class RosterProgress: Sendable {
    private struct State {
        var shownPercent = -1
        var isUploading = true
    }

    private let isTerminal: Bool
    private let started = ContinuousClock.now
    private let state = Mutex(State())
    private let write: @Sendable (String) -> Void

    init(
        isTerminal: Bool = isatty(STDERR_FILENO) == 1,
        write: @escaping @Sendable (String) -> Void = { FileHandle.standardError.write(Data($0.utf8)) }
    ) {
        self.isTerminal = isTerminal
        self.write = write
    }

    /// So many bytes have gone out.
    func sent(_ bytes: Int, of total: Int) {
        guard total > 0 else { return }
        let percent = bytes * 100 / total
        // Off a terminal a line for each tenth is enough.
        let step = isTerminal ? 1 : 10
        let isNews = state.withLock { state in
            guard percent / step > state.shownPercent / step || state.shownPercent < 0 else { return false }
            state.shownPercent = percent
            return true
        }
        guard isNews else { return }
        let elapsed = (ContinuousClock.now - started) / .seconds(1)
        let left = bytes > 0 ? elapsed * Double(total - bytes) / Double(bytes) : 0
        let size = "\(total >> 10) KiB"
        show(
            percent < 100
                ? "sending: \(percent) %, \(bytes >> 10) of \(size), \(Self.duration(left)) left"
                : "sending: all \(size) sent")
    }

    /// The service is at work on the file.
    func working(_ load: LoadReport) {
        let elapsed = Self.duration((ContinuousClock.now - started) / .seconds(1))
        guard let progress = load.progress else { return show("\(load.state.rawValue): \(elapsed)") }
        show("\(progress.phase.rawValue): \(progress.percent) %, \(elapsed)")
    }

    /// Leaves the line that was rewritten.
    func end() {
        if isTerminal, state.withLock({ $0.shownPercent >= 0 }) { write("\n") }
    }

    private func show(_ text: String) { write(isTerminal ? "\r\u{1B}[K\(text)" : "\(text)\n") }

    private static func duration(_ seconds: Double) -> String {
        seconds < 90 ? "\(Int(seconds.rounded(.up))) s" : "\(Int((seconds / 60).rounded(.up))) min"
    }
}
