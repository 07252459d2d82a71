import Foundation

/// How far long work is, with an estimate of the rest; shown to a person at a terminal and to nobody else.
struct WorkProgress {
    private let title: String
    private let count: Int
    private let began: Date
    private let isShown: Bool
    private var done = 0

    init(_ title: String, count: Int, isShown: Bool = isatty(STDERR_FILENO) == 1) {
        self.title = title
        self.count = count
        self.isShown = isShown && count > 1
        began = Date()
    }

    /// One more is done.
    mutating func advance() {
        done += 1
        guard isShown else { return }
        let text = Self.text(title, done: done, of: count, seconds: Date().timeIntervalSince(began))
        // Back to the start of the line, which is cleared: no animation, one line that counts.
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)\(done == count ? "\n" : "")".utf8))
    }

    static func text(_ title: String, done: Int, of count: Int, seconds: Double) -> String {
        guard done < count, done > 0 else { return "\(title): \(done) of \(count)" }
        let left = Int((seconds / Double(done) * Double(count - done)).rounded(.up))
        return "\(title): \(done) of \(count), about \(left < 90 ? "\(left) s" : "\((left + 59) / 60) min") left"
    }
}
