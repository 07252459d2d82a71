import Care
import CareMessages
import Foundation
import StrictJSON
import Testing

@testable import soleus

@Suite struct `A listing for people` {
    private let member = MemberID(UUID())

    private func row(_ name: String) throws -> PanelRow {
        PanelRow(
            member: member, name: name, state: try #require(USState("CO")), role: .mdReviewer,
            program: Slug("ankle-pain-after-running"), planRevision: 12, planReached: false, adherencePercent: 100,
            pain: [nil, PainScore(0), PainScore(10), nil, PainScore(5), PainScore(4), PainScore(3)],
            lastPain: PainScore(10), lastLoggedOn: LocalDay("2026-11-22"), lastSyncAt: Instant(milliseconds: 0))
    }

    @Test func `of a panel is one line a member and fits 80 columns`() throws {
        let names = ["Ana Ruiz", String(repeating: "Wolfeschlegelsteinhausen", count: 4), "山田 太郎"]
        let today = try #require(LocalDay("2026-11-30"))
        let lines = PanelCommand.table(Panel(members: try names.map(row)), today: today).lines(width: 80)
        #expect(lines.count == 4)
        #expect(lines.allSatisfy { displayWidth(of: $0) <= 80 })
        #expect(lines[1].hasPrefix("Ana Ruiz"))
        #expect(lines[1].contains("  12  no    100%    10  ·▁█·▅▄▃     8 d  "), "\(lines[1])")
    }

    @Test func `of a panel says that a plan is paused, in place of what was done`() throws {
        var row = try row("Ana Ruiz")
        row.pausedSince = LocalDay("2026-11-22")
        row.adherencePercent = 40
        row.planReached = nil
        let today = try #require(LocalDay("2026-11-30"))
        let cells = try #require(PanelCommand.table(Panel(members: [row]), today: today).rows.first)
        #expect(cells[4] == "paused" && cells[3] == "–")
    }

    @Test func `of devices fits 80 columns, however far one is behind`() throws {
        let standing = try JSONReader.read(
            Array(
                """
                {"device":{"id":"01931e7c-0000-7000-8000-000000000001","name":"Camila's second phone"},
                "holder":"member","holderName":"Camila de la Cruz-Hernandez","lastHeardAt":"2026-11-30T09:15:00.000Z",
                "clockOff":false,"pulledVersion":3,"behindVersions":1234,"behindSeconds":7000,"planRevision":12,
                "pending":12,"oldestPending":"2026-11-29T09:15:00.000Z","setAside":0,"holdsCopy":true}
                """.utf8)
        ).decode(DeviceStanding.self, unknownFields: .ignore)
        let table = MemberDevicesCommand.table(DeviceStandings(devices: [standing]))
        #expect(table.lines(width: 80).allSatisfy { displayWidth(of: $0) <= 80 })
        #expect(table.rows.first?[2] == "2026-11-30 09:15")
    }

    @Test func `of a history counts changes that are alike and says what was not applied`() {
        func change(_ kind: String, _ status: String = "applied") -> HistoryEntry.Change {
            .init(version: 1, kind: kind, op: "insert", row: RowID(UUID()), status: status)
        }
        #expect(
            HistoryCommand.changes([
                change("check_in"), change("session_log"), change("check_in"), change("shoe", "rejected"),
            ]) == "2 × check_in insert, session_log insert, shoe insert rejected")
    }

    @Test func `of a history ends with whether the chain holds`() {
        var verification = LedgerVerification(holds: true, entries: 3, version: 9, head: "abc", faults: [])
        #expect(
            HistoryCommand.verification(verification) == [
                "The hash chain holds: 3 entries up to version 9, no gap and nothing altered.", "Last hash: abc",
            ])
        verification.holds = false
        verification.faults = ["version 4: the hash does not fit"]
        #expect(
            HistoryCommand.verification(verification) == [
                "The hash chain does NOT hold: 3 entries up to version 9.", "  version 4: the hash does not fit",
            ])
    }

    @Test(arguments: [1, 28, 90, 1_096]) func `of a trend has one character a day, as many as fit`(days: Int) throws {
        let today = try #require(LocalDay("2026-11-22"))
        let window = try #require(DayWindow(days: days, endingBefore: today))
        let content = PlanContent(
            program: try #require(Slug("ankle")), title: Label(unchecked: "Ankle"),
            items: [
                PlanItem(
                    block: .main, exercise: try #require(Slug("calf-raises")), exerciseVersion: 1,
                    dose: Dose(sets: 3, reps: 10), side: .both, frequency: Frequency(perWeek: 7))
            ])
        let checkIn = CheckIn(
            moment: LocalMoment(at: Instant(milliseconds: 0), timeZone: .utc, day: today.adding(days: -1)),
            about: .during, pain: PainScore(unchecked: 10))
        let trend = Trend(
            over: window, checkIns: [checkIn],
            plan: PlanTimeline([.init(number: 1, effectiveFrom: window.first, content: content)]), sessions: [])
        let lines = TrendCommand.lines(trend, name: "Ana Ruiz", width: 80)
        #expect(lines.allSatisfy { displayWidth(of: $0) <= 80 })
        let during = try #require(lines.first { $0.hasPrefix("during") })
        let shown = min(days, 52)
        #expect(during == "during        \(String(repeating: "·", count: shown - 1))█  last 10")
        #expect(lines.contains("done          \(String(repeating: "▁", count: shown))  0%"))
        let plain = TrendCommand.plainLines(trend).map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        #expect(plain.first == ["during", Substring(String(repeating: "·", count: days - 1) + "█"), "10"])
        #expect(plain.dropFirst(2).allSatisfy { $0.count == 5 && $0[0] == "week" })
    }
}
