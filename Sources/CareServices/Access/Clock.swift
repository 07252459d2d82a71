package import Care
import Foundation

extension Instant {
    /// What this machine's clock shows, for services whose `now` is not a test's.
    package static var now: Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }
}
