import Testing

@testable import Care

private let hour: Int64 = 3_600

/// Alerts of a chart a moment after noon of today, when the member logged in.
private func alerts(
    _ chart: ChartDraft, _ acknowledgements: [AlertAcknowledgement] = [], hoursSinceLogin: Int64 = 0
) -> [Alert] {
    let login = noon(ChartDraft.today).at
    return OpenAlerts(
        of: chart.picture, lastLogin: login, acknowledgements: acknowledgements,
        now: login.adding(seconds: hoursSinceLogin * hour + 1)
    ).alerts
}

@Suite struct `Alerts about pain` {
    private func findings(_ scores: [Int], _ about: CheckIn.Moment = .nextMorning) throws -> [AlertFinding] {
        var chart = try ChartDraft()
        for (index, score) in scores.enumerated() { try chart.report(index - scores.count, about, score) }
        return alerts(chart).map(\.finding)
    }

    @Test func `have the thresholds of each level`() throws {
        #expect(try findings([6]) == [])
        #expect(try findings([7]) == [.painSevere])
        #expect(try findings([4, 5]) == [.painRising])
        #expect(try findings([3, 4]) == [])
        #expect(try findings([5, 5]) == [])
        #expect(try findings([1, 3]) == [.painJump])
        #expect(try findings([5, 7]) == [.painSevere])
        #expect(try findings([1, 8, 2]) == [])
        #expect([AlertFinding.painRising, .painJump, .painSevere].map(\.level) == [.low, .high, .critical])
    }

    @Test func `never compare one moment with another`() throws {
        var chart = try ChartDraft()
        try chart.report(-2, .nextMorning, 1)
        try chart.report(-1, .during, 5)
        #expect(alerts(chart).isEmpty)
    }

    @Test func `hear sessions and runs as well as check-ins`() throws {
        var chart = try ChartDraft()
        try chart.run(-3, 5_000, pain: 2)
        let session = try chart.log(-1, ["calf-2"], pain: 4)
        let alert = try #require(alerts(chart).first)
        #expect(alert.finding == .painJump && alert.evidence.contains(session))
        #expect(alert.words == "Pain (during) was 4 on \(chart.day(-1)), after 2 on \(chart.day(-3)).")
        #expect(alert.since == noon(chart.day(-1)).at)
    }

    @Test func `say since when it has been so`() throws {
        var chart = try ChartDraft()
        for offset in -4 ... -1 { try chart.report(offset, .during, 8) }
        #expect(alerts(chart).first?.since == noon(chart.day(-4)).at)
    }

    @Test func `are not hidden by a report that a fast clock has dated in the future`() throws {
        var chart = try ChartDraft()
        try chart.report(400, .during, 1)
        try chart.report(-1, .during, 9)
        #expect(alerts(chart).map(\.finding) == [.painSevere])
    }
}

@Suite struct `Alerts about safety` {
    @Test func `stay open until a PT has cleared the very report`() throws {
        var chart = try ChartDraft()
        let flag = try chart.report(-2, .now, 9, flags: [.hotJointWithFever])
        #expect(alerts(chart).map(\.finding) == [.redFlag])
        #expect(alerts(chart).first?.level == .critical)
        try chart.clear(-1, seen: [flag])
        // The pain itself is open again once nothing silences it.
        #expect(alerts(chart).map(\.finding) == [.painSevere])
    }

    @Test func `open again for a report that comes in after the clearance with an earlier time`() throws {
        var chart = try ChartDraft()
        let fall = chart.fall(-2)
        try chart.clear(-1, seen: [fall])
        #expect(alerts(chart).isEmpty)
        let late = chart.fall(-3)
        #expect(alerts(chart).map(\.finding) == [.fall])
        #expect(alerts(chart).first?.evidence == [late])
        #expect(alerts(chart).first?.words.contains("came in after the clearance") == true)
        #expect(chart.suggestions.isEmpty)
    }

    @Test func `silence all else while the plan is paused`() throws {
        var chart = try ChartDraft()
        chart.fall(-2)
        try chart.report(-1, .now, 9)
        #expect(alerts(chart, hoursSinceLogin: 1_000).map(\.finding) == [.fall])
    }

    @Test func `tell a near fall from a fall, and forget it once somebody looked`() throws {
        var chart = try ChartDraft()
        chart.fall(-2, .nearFall)
        let alert = try #require(alerts(chart).first)
        #expect(alert.finding == .nearFall && alert.level == .high)
        #expect(alerts(chart, [acknowledging(alert)]).isEmpty)
    }
}

/// A care team member's word about an alert, given at noon of today.
private func acknowledging(_ alert: Alert, snoozedUntil: Instant? = nil) -> AlertAcknowledgement {
    AlertAcknowledgement(
        rule: alert.rule, level: alert.level, evidence: alert.evidence,
        acknowledgedBy: PractitionerID(row(1_000_000).uuid), at: noon(ChartDraft.today).at, snoozedUntil: snoozedUntil)
}

@Suite struct `Alerts about function` {
    private func findings(_ scores: [[Int]]) throws -> [AlertFinding] {
        var chart = try ChartDraft()
        for (index, score) in scores.enumerated() { try chart.psfs(index - 10, score) }
        return alerts(chart).map(\.finding)
    }

    @Test func `follow two assessments without a gain, and the loss of a fifth`() throws {
        #expect(try findings([[5, 5, 5], [5, 5, 5]]) == [])
        #expect(try findings([[5, 5, 5], [5, 5, 5], [5, 5, 5]]) == [.functionFlat])
        #expect(try findings([[5, 5, 5], [5, 5, 6], [5, 5, 5]]) == [])
        #expect(try findings([[5, 5, 5], [4, 4, 4]]) == [.functionLost])
        #expect(try findings([[5, 5, 5], [4, 4, 5]]) == [])
        #expect(try findings([[5, 5], [1, 1]]) == [])
    }
}

@Suite struct `Alerts about silence` {
    private func silence(_ milliseconds: Int64, _ chart: ChartDraft) -> OpenAlerts {
        let login = noon(ChartDraft.today).at
        return OpenAlerts(
            of: chart.picture, lastLogin: login, now: Instant(milliseconds: login.milliseconds + milliseconds))
    }

    @Test func `begin at 49 hours, after 14 days and at 21, and say when to look again`() throws {
        let chart = try ChartDraft()
        let login = noon(ChartDraft.today).at.milliseconds
        let day: Int64 = 86_400_000
        let (first, second, third) = (49 * hour * 1_000, 14 * day + 1, 21 * day)
        for (at, finding, next) in [
            (0, AlertFinding?.none, Int64?.some(first)), (first - 1, nil, first), (first, .silent49Hours, second),
            (14 * day, .silent49Hours, second), (second, .silent14Days, third), (third - 1, .silent14Days, third),
            (third, .dropped, nil), (third * 9, .dropped, nil),
        ] {
            let open = silence(at, chart)
            #expect(open.alerts.map(\.finding) == [finding].compactMap(\.self))
            #expect(open.nextLook == next.map { Instant(milliseconds: login + $0) })
        }
    }

    @Test func `are broken by what the member recorded, and not by what a fast clock dated`() throws {
        var chart = try ChartDraft()
        let log = try chart.log(10, ["calf-2"])
        try chart.log(400, ["calf-2"])
        let open = silence(13 * 86_400_000, chart)
        #expect(open.alerts.map(\.finding) == [.silent49Hours])
        #expect(open.alerts.first?.evidence == [log])
        #expect(open.alerts.first?.since == noon(chart.day(10)).at.adding(seconds: 49 * hour))
        #expect(open.alerts.first?.words == "Not heard of for 72 hours.")
    }

    @Test func `ask for no look while the plan is paused`() throws {
        var chart = try ChartDraft()
        chart.fall(-1)
        #expect(silence(0, chart).nextLook == nil)
    }
}

@Suite struct `Acknowledging an alert` {
    @Test func `holds for its evidence and its level, and no new report`() throws {
        var chart = try ChartDraft()
        try chart.report(-3, .during, 7)
        let alert = try #require(alerts(chart).first)
        let noted = alerts(chart, [acknowledging(alert)])
        #expect(noted.first?.acknowledgedAt == noon(chart.day(0)).at)
        try chart.report(-2, .during, 7)
        #expect(alerts(chart, [acknowledging(alert)]).first?.acknowledgedAt == nil)
    }

    @Test func `of one silence does not hold for the next, nor for a longer one`() throws {
        let chart = try ChartDraft()
        let login = noon(ChartDraft.today).at
        let first = try #require(alerts(chart, hoursSinceLogin: 50).first)
        var word = acknowledging(first)
        word.at = login.adding(seconds: 50 * hour)
        #expect(alerts(chart, [word], hoursSinceLogin: 60).first?.acknowledgedAt == word.at)
        #expect(alerts(chart, [word], hoursSinceLogin: 400).first?.acknowledgedAt == nil)
        let later = OpenAlerts(
            of: chart.picture, lastLogin: login.adding(seconds: 100 * hour), acknowledgements: [word],
            now: login.adding(seconds: 160 * hour))
        #expect(later.alerts.map(\.finding) == [.silent49Hours])
        #expect(later.alerts.first?.acknowledgedAt == nil)
    }

    @Test func `may put it off, and says when it is back`() throws {
        var chart = try ChartDraft()
        try chart.report(-2, .during, 1)
        try chart.report(-1, .during, 3)
        let alert = try #require(alerts(chart).first)
        let back = noon(chart.day(1)).at
        let word = acknowledging(alert, snoozedUntil: back)
        #expect(word.violations.isEmpty)
        let open = OpenAlerts(
            of: chart.picture, lastLogin: noon(chart.day(0)).at, acknowledgements: [word], now: noon(chart.day(0)).at)
        #expect(open.alerts.first?.snoozedUntil == back)
        #expect(open.nextLook == back)
    }

    @Test func `cannot put off what is critical, nor anything for more than 14 days`() throws {
        var chart = try ChartDraft()
        try chart.report(-1, .during, 8)
        let alert = try #require(alerts(chart).first)
        let critical = acknowledging(alert, snoozedUntil: noon(chart.day(1)).at)
        #expect(critical.violations.map(\.pointer) == ["/snoozedUntil"])
        var long = critical
        long.level = .high
        #expect(long.violations.isEmpty)
        long.snoozedUntil = noon(chart.day(15)).at
        #expect(long.violations.map(\.pointer) == ["/snoozedUntil"])
    }

    @Test(arguments: 0..<60)
    func `and everything else does not care for the order of arrival`(seed: UInt64) throws {
        var picture = try GeneratedChart.picture(seed: seed)
        var generator = SeededGenerator(seed: seed)
        let login = noon(picture.today).at
        let now = login.adding(seconds: 60 * hour)
        let first = OpenAlerts(of: picture, lastLogin: login, now: now)
        picture.sessions.shuffle(using: &generator)
        picture.checkIns.shuffle(using: &generator)
        picture.runs.shuffle(using: &generator)
        picture.outcomes.shuffle(using: &generator)
        picture.clearances.shuffle(using: &generator)
        let second = OpenAlerts(of: picture, lastLogin: login, now: now)
        #expect(first == second)
        #expect(Set(first.alerts.map(\.rule)).count == first.alerts.count)
        let levels = first.alerts.map(\.level)
        #expect(zip(levels, levels.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(first.nextLook.map { $0 > now } ?? true)
    }

    @Test func `names reports in a clearance, each once`() throws {
        var chart = try ChartDraft()
        let fall = chart.fall(-1)
        try chart.clear(0, seen: [fall])
        var clearance = try #require(chart.picture.clearances.first).value
        #expect(clearance.violations.isEmpty)
        clearance.seen = [fall, fall]
        #expect(clearance.violations.map(\.pointer) == ["/seen"])
        clearance.seen = []
        #expect(clearance.violations.map(\.pointer) == ["/seen"])
    }
}
