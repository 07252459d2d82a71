import Care
import Foundation
import Testing

@testable import soleus

@Suite struct `A time on the command line` {
    private let denver = TimeZone(identifier: "America/Denver") ?? .gmt

    @Test(arguments: ["2026-12-04 09:30", "2026-12-04T09:30", "2026-12-04T16:30:00Z"])
    func `is by the clock of this machine, or in UTC`(text: String) throws {
        let time = try #require(ClockTimeArgument(text, in: denver))
        #expect(time.instant == Instant("2026-12-04T16:30:00Z"))
        let zone = try #require(TimeZoneName("America/New_York"))
        #expect(LocalMoment(time.instant, in: zone).clockText == "2026-12-04 11:30 (America/New_York)")
    }

    @Test(arguments: [
        "tomorrow", "2026-12-04", "2026-12-04 24:00", "2026-12-04 9:30", "2026-02-30 09:30", "2026-12-04 09:30 x", "",
        // The clocks go from 2:00 to 3:00.
        "2026-03-08 02:30",
    ]) func `is no other text, nor one that no clock there shows`(text: String) {
        #expect(ClockTimeArgument(text, in: denver) == nil)
    }
}
