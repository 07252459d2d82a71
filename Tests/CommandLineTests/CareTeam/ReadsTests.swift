import Care
import CareMessages
import Testing

@testable import soleus

@Suite struct `Who read a record` {
    private func read(_ seconds: Int64, _ name: String, _ operation: String, _ role: Role = .practitioner) -> ChartRead
    {
        ChartRead(
            at: Instant(milliseconds: 1_772_379_000_000).adding(seconds: -seconds), role: role, name: name, device: nil,
            operation: operation)
    }

    private var reads: ChartReads {
        ChartReads(
            reads: [
                read(0, "Pat Morgan", "panel"), read(60, "Pat Morgan", "trend"),
                read(90, "Ana Ruiz", "pull", .member), read(120, "Pat Morgan", "panel"),
                read(130, "Pat Morgan", "memberOverview"), read(140, "Pat Morgan", "member"),
                read(90_000, "Pat Morgan", "panel"),
            ], emergencies: [])
    }

    @Test func `is a line for each reader and day, with what and how often`() {
        let table = MemberReadsCommand.byReaderAndDay(reads, sayingDayOnce: true)
        #expect(
            table.plainLines == [
                "2026-03-01\tPat Morgan\tpractitioner\toverview × 2, panel × 2, trend",
                "\tAna Ruiz\tmember\tsync", "2026-02-28\tPat Morgan\tpractitioner\tpanel",
            ])
        #expect(table.lines(width: 80).allSatisfy { displayWidth(of: $0) <= 80 })
        // Other programs get the day in each row.
        let rows = MemberReadsCommand.byReaderAndDay(reads, sayingDayOnce: false).rows
        #expect(rows.map(\.[0]) == ["2026-03-01", "2026-03-01", "2026-02-28"])
    }

    @Test func `is a line for each time when all are asked for`() {
        #expect(MemberReadsCommand.everyTime(reads).rows.count == reads.reads.count)
    }

    @Test func `is marked where it was an emergency, with the reason, also when nothing was read`() throws {
        var reads = reads
        var trend = read(10, "Sam Torres", "trend")
        trend.inEmergency = true
        reads.reads.insert(trend, at: 1)
        let from = Instant(milliseconds: 1_772_379_000_000).adding(seconds: -100)
        reads.emergencies = [
            EmergencyLook(
                name: "Sam Torres", from: from, until: from.adding(seconds: 3_600),
                reason: try #require(Note("Fell on the track beside me.")))
        ]
        let opened = "Sam Torres\temergency\topened it until 2026-03-01 16:28 UTC: Fell on the track beside me."
        #expect(
            MemberReadsCommand.byReaderAndDay(reads, sayingDayOnce: true).plainLines == [
                "2026-03-01\tPat Morgan\tpractitioner\toverview × 2, panel × 2, trend",
                "\tSam Torres\temergency\ttrend", "\tAna Ruiz\tmember\tsync", "\t\(opened)",
                "2026-02-28\tPat Morgan\tpractitioner\tpanel",
            ])
        #expect(MemberReadsCommand.everyTime(reads).plainLines.contains("2026-03-01 15:28 UTC\t\(opened)"))
    }
}

@Suite struct `What waits for somebody who sees no chart` {
    private let now = Instant(milliseconds: 1_772_379_000_000)

    @Test func `is whose it is, for how long, and who looks after them`() throws {
        func escalation(_ hours: Int64, _ team: [Escalation.Place]) throws -> Escalation {
            Escalation(
                member: MemberID.make(at: now), memberName: "Ana Ruiz", state: try #require(USState("CO")),
                level: .critical, openedAt: now.adding(seconds: -hours * 3_600), escalatedAt: now, count: 1,
                careTeam: team)
        }
        let pat = Escalation.Place(name: Label(unchecked: "Pat Morgan"), role: .leadPT)
        let table = AlertsListCommand.table(
            Escalations(escalations: [try escalation(3, [pat]), try escalation(72, [])]), now: now)
        #expect(
            table.plainLines == [
                "Ana Ruiz\tCO\tcritical\t3 h\tPat Morgan (lead_pt)", "Ana Ruiz\tCO\tcritical\t3 d\tnobody",
            ])
    }

    @Test func `is the content that a reviewer is to look at, what is on its way first`() throws {
        let today = LocalDay(dayNumber: 20_513)
        func entry(_ slug: String, _ state: ContentState, due: Int? = nil, reviews: [ContentReview] = []) throws
            -> ContentEntry
        {
            ContentEntry(
                kind: .exercise, slug: try #require(Slug(slug)), version: 2, state: state, author: "Pat Morgan",
                reason: try #require(Note("Better.")), createdAt: now, publishedBy: nil,
                reviewDueOn: due.map { today.adding(days: $0) }, retiredBy: nil, retiredReason: nil, reviews: reviews)
        }
        let medical = ContentReview(
            step: .medical, reviewerID: nil, reviewer: "R", credentials: [], decision: .approved, note: nil,
            reviewedAt: now)
        let tasks = try [
            entry("a", .published, due: 60), entry("b", .published, due: 61), entry("c", .published, due: -2),
            entry("d", .clinicalReview), entry("e", .medicalReview), entry("f", .medicalReview, reviews: [medical]),
            entry("g", .draft), entry("h", .retired, due: 1),
        ].compactMap { ReviewTask($0, on: today) }.sorted { $0.comesBefore($1) }
        #expect(tasks.map(\.slug.description) == ["d", "e", "f", "c", "a"])
        #expect(
            tasks.map(\.words).suffix(3) == [
                "is reviewed twice, and waits to be published", "is overdue for review by 2 days",
                "is due for review in 60 days",
            ])
    }
}

@Suite struct `The lists of messages, notes and visits` {
    private let now = Instant(milliseconds: 1_772_379_000_000)

    @Test func `say who it was, and how to come to a visit`() throws {
        let known = PractitionerID.make(at: now)
        let unknown = PractitionerID.make(at: now)
        let names = DirectoryNames([
            Practitioner(id: known, name: Label(unchecked: "Pat Morgan"), credentials: [], licences: [])
        ])
        let text = try #require(Note("How is it?"))
        func message(_ author: PractitionerID?) -> Charted<Message> {
            Charted(RowID.make(at: now), Message(at: now, author: author, text: text))
        }
        let conversation = Conversation([message(known), message(nil), message(unknown)], readings: [])
        let from = MessageListCommand.table(conversation, names: names).rows.map(\.[1])
        #expect(Set(from) == ["Pat Morgan", "member", String(unknown.description.suffix(8))])

        let note = CareNote(signedAt: now, author: known, text: text)
        let notes = NoteListCommand.table([(RowID.make(at: now), note)], names: names)
        #expect(notes.rows.map(\.[2]) == ["Pat Morgan"])

        let place = Label(unchecked: "https://video.example/ana/a-long-name-of-a-room-that-wraps")
        let visit = Visit(
            moment: LocalMoment(now, in: .utc), practitioner: known, mode: .inPerson, place: place)
        let visits = VisitListCommand.table([(RowID.make(at: now), visit)], names: names)
        #expect(visits.rows.map(\.[2]) == ["Pat Morgan"] && visits.rows.map(\.[6]) == [place.description])
        let planned = VisitListCommand.table(
            PlannedVisits(visits: [
                PlannedVisit(
                    member: MemberID.make(at: now), name: "Ana Ruiz", id: RowID.make(at: now), at: now, timeZone: .utc,
                    practitionerName: "Pat Morgan", mode: .inPerson, place: place)
            ]))
        for table in [notes, visits, planned] {
            #expect(table.lines(width: 80).allSatisfy { displayWidth(of: $0) <= 80 })
        }
    }
}
