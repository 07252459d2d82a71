import Testing

@testable import Care

@Suite struct `The alerts that a chart keeps` {
    private let start = Instant(milliseconds: 1_772_379_000_000)

    /// A chart with a pain of 8 during activity.
    private func picture(_ pain: Int = 8) throws -> ChartPicture {
        let day = TimeZoneName.utc.day(of: start)
        var picture = ChartPicture(today: day, careBegan: day)
        let report = CheckIn(
            moment: LocalMoment(start, in: .utc), about: .during, pain: try #require(PainScore(pain)))
        picture.checkIns = [Charted(RowID.make(at: start), report)]
        return picture
    }

    private func book(
        _ picture: ChartPicture, _ kept: [Charted<AlertRecord>], words: [AlertAcknowledgement] = [], at now: Instant
    ) -> AlertBook {
        AlertBook(
            kept: kept, found: OpenAlerts(of: picture, lastLogin: start, acknowledgements: words, now: now), now: now)
    }

    /// What is kept after the changes are written.
    private func applied(_ book: AlertBook, to kept: [Charted<AlertRecord>]) -> [Charted<AlertRecord>] {
        var kept = kept
        for change in book.changes {
            switch change {
            case .open(let alert): kept.append(Charted(RowID.make(at: start), alert))
            case .change(let id, let alert):
                if let index = kept.firstIndex(where: { $0.id == id }) { kept[index].value = alert }
            }
        }
        return kept
    }

    @Test func `open once, and stay as they are while nothing changes`() throws {
        let first = book(try picture(), [], at: start)
        let kept = applied(first, to: [])
        #expect(kept.map(\.value.finding) == [.painSevere])
        #expect(book(try pictureOf(kept), kept, at: start.adding(seconds: 60)).changes.isEmpty)
    }

    /// The same report again, under the id that the kept alert names.
    private func pictureOf(_ kept: [Charted<AlertRecord>], pain: Int = 8) throws -> ChartPicture {
        var picture = try picture(pain)
        let row = try #require(kept.first?.value.evidence.first)
        picture.checkIns = picture.checkIns.map { Charted(row, $0.value) }
        return picture
    }

    @Test func `close when nothing is left of them, and open anew as another`() throws {
        let kept = applied(book(try picture(), [], at: start), to: [])
        let quiet = try pictureOf(kept, pain: 2)
        let closed = applied(book(quiet, kept, at: start.adding(seconds: 60)), to: kept)
        #expect(closed.map(\.value.isOpen) == [false])
        let again = applied(book(try pictureOf(kept), closed, at: start.adding(seconds: 120)), to: closed)
        #expect(again.map(\.value.isOpen) == [false, true])
    }

    @Test func `escalate when nobody looks within an hour, and no more once somebody has`() throws {
        var kept = applied(book(try picture(), [], at: start), to: [])
        let chart = try pictureOf(kept)
        #expect(book(chart, kept, at: start.adding(seconds: 60)).nextLook == start.adding(seconds: 3_600))
        #expect(book(chart, kept, at: start.adding(seconds: 3_599)).changes.isEmpty)
        kept = applied(book(chart, kept, at: start.adding(seconds: 3_600)), to: kept)
        #expect(kept[0].value.escalatedAt == start.adding(seconds: 3_600))
        #expect(book(chart, kept, at: start.adding(seconds: 7_200)).changes.isEmpty)

        let word = AlertAcknowledgement(
            rule: .pain, level: .critical, evidence: kept[0].value.evidence,
            acknowledgedBy: PractitionerID.make(at: start), at: start.adding(seconds: 7_200))
        kept = applied(book(chart, kept, words: [word], at: start.adding(seconds: 7_201)), to: kept)
        #expect(kept[0].value.escalatedAt == nil && kept[0].value.acknowledgedAt == word.at)
    }

    @Test func `give time anew for what comes after somebody has looked`() throws {
        var kept = applied(book(try picture(), [], at: start), to: [])
        var chart = try pictureOf(kept)
        let word = AlertAcknowledgement(
            rule: .pain, level: .critical, evidence: kept[0].value.evidence,
            acknowledgedBy: PractitionerID.make(at: start), at: start)
        kept = applied(book(chart, kept, words: [word], at: start), to: kept)
        let later = start.adding(seconds: 10_000)
        chart.checkIns.append(
            Charted(
                RowID.make(at: later),
                CheckIn(
                    moment: LocalMoment(later, in: .utc), about: .during, pain: try #require(PainScore(9)))))
        let changed = book(chart, kept, words: [word], at: later)
        kept = applied(changed, to: kept)
        #expect(kept[0].value.acknowledgedAt == nil && kept[0].value.escalatedAt == nil)
        #expect(kept[0].value.openedAt == later)
        #expect(changed.nextLook == later.adding(seconds: 3_600))
    }

    @Test func `of a silence are looked at every hour, so that a log-in ends them`() throws {
        let day = TimeZoneName.utc.day(of: start)
        let chart = ChartPicture(today: day, careBegan: day)
        let now = start.adding(seconds: 50 * 3_600)
        let first = book(chart, [], at: now)
        #expect(first.nextLook == now.adding(seconds: AlertBook.silenceSeconds))
        let kept = applied(first, to: [])
        #expect(kept.map(\.value.finding) == [.silent49Hours])
        // The hours that pass meanwhile are no news.
        #expect(book(chart, kept, at: now.adding(seconds: 3_600)).changes.isEmpty)
        let loggedIn = AlertBook(
            kept: kept, found: OpenAlerts(of: chart, lastLogin: now, now: now.adding(seconds: 60)),
            now: now.adding(seconds: 60))
        #expect(applied(loggedIn, to: kept).map(\.value.isOpen) == [false])
    }

    @Test func `tell the member what to do after a red flag or a fall, and nothing else`() {
        for finding in AlertFinding.allCases {
            #expect((finding.advice != nil) == (finding == .redFlag || finding == .fall))
        }
    }
}
