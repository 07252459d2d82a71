import Foundation

/// What `deploy/faults` sets to make these tests longer, or to see a failure again.
enum LongForm {
    static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    /// Of everything that is random in these tests but the moments, which are the machine's.
    static let seed = number("SOLEUS_FAULT_SEED").map { UInt64(clamping: $0) } ?? UInt64.random(in: 1..<1 << 32)

    /// Says how far a test is, at once, to whoever waits for it.
    static func tell(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }
}
