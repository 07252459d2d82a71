import Foundation
import Synchronization

/// When something happened, as the device saw it: the instant, the time zone, and the day on the member's calendar.
///
/// The three are recorded together because none follows from the others once a member has travelled or a time zone's
/// rules have changed. A clock that is years off is accepted: the server orders by version, never by this.
package struct LocalMoment: Hashable, Sendable, Codable {
    package var at: Instant
    /// An IANA name such as `America/Denver`.
    package var timeZone: TimeZoneName
    package var day: LocalDay

    package init(at: Instant, timeZone: TimeZoneName, day: LocalDay) {
        self.at = at
        self.timeZone = timeZone
        self.day = day
    }

    /// The moment that a clock showing `instant` in `timeZone` stands for.
    package init(_ instant: Instant, in timeZone: TimeZoneName) {
        self.init(at: instant, timeZone: timeZone, day: timeZone.day(of: instant))
    }

    /// Day and minute as the clock there shows them, such as `2026-12-04 09:30 (America/Denver)`.
    package var clockText: String {
        let minutes = (at.milliseconds / 1_000 + timeZone.offsetSeconds(at: at)) / 60
        let minuteOfDay = ((minutes % 1_440) + 1_440) % 1_440
        let digits = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(day) \(digits(minuteOfDay / 60)):\(digits(minuteOfDay % 60)) (\(timeZone))"
    }
}

/// The name of a time zone that this machine knows.
package struct TimeZoneName: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Nil unless the name is in the IANA database.
    ///
    /// The letters are looked at first: Foundation cuts a name at U+0000, and finds a zone for what is left of it.
    package init?(_ name: String) {
        guard TimeZones.zone(named: name) != nil else { return nil }
        self.description = name
    }

    /// The same of a part of a text.
    package init?(_ name: some StringProtocol) { self.init(String(name)) }

    fileprivate static func isPlain(_ name: String) -> Bool {
        name.utf8.count <= 64
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"),
                    UInt8(ascii: "+"):
                    true
                default: false
                }
            }
    }

    package static let utc = TimeZoneName(unchecked: "UTC")

    private init(unchecked name: String) { self.description = name }

    /// The day that the calendar in this time zone shows at an instant.
    package func day(of instant: Instant) -> LocalDay {
        let seconds = (Double(instant.milliseconds) / 1_000 + Double(offsetSeconds(at: instant))) / 86_400
        return LocalDay(dayNumber: Int(seconds.rounded(.down)))
    }

    /// How far its clock is ahead of UTC at an instant.
    fileprivate func offsetSeconds(at instant: Instant) -> Int64 {
        let date = Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000)
        return Int64(TimeZones.zone(named: description)?.secondsFromGMT(for: date) ?? 0)
    }
}

/// The time zones that have been asked for: every fact names one, and Foundation takes microseconds to find each.
private enum TimeZones {
    private static let known = Mutex<[String: TimeZone]>([:])

    /// Nil for a name that Foundation does not know; of those nothing is kept, since there is no end of them.
    static func zone(named name: String) -> TimeZone? {
        // First of all, since Swift finds a name under another spelling of the same characters, too.
        guard TimeZoneName.isPlain(name) else { return nil }
        if let zone = known.withLock({ $0[name] }) { return zone }
        guard let zone = TimeZone(identifier: name) else { return nil }
        known.withLock { $0[name] = zone }
        return zone
    }
}

extension TimeZoneName: TextValue {
    package static var rule: String { "must be an IANA time zone such as America/Denver" }
}
