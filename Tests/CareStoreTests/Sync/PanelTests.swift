import Care
import CareServices
import ChartSync
import Credentials
import Foundation
import Postgres
import Testing

@Suite struct `A panel` {
    @Test func `comes whole at first, in pages of any size`() async throws {
        try await withClinic { clinic in
            var members: Set<MemberID> = []
            for _ in 0..<7 { members.insert(try await clinic.addMember().member) }
            let tablet = try await clinic.addTablet(with: Array(members))
            for limit in [1, 2, 3, 7, 8, 500] {
                var copy = try tablet.another()
                try await copy.sync(.panel, from: clinic, limit: limit)
                #expect(copy.panel == members && copy.isComplete(.panel))
                #expect(copy.pages.map(\.rebase) == [true] + copy.pages.dropFirst().map { _ in false })
                #expect(copy.pages.flatMap(\.rows).count == members.count)
                let idle = try await copy.pull(.panel, from: clinic)
                #expect(idle.pages.isEmpty && !idle.more && idle.drops.isEmpty)
            }
        }
    }

    @Test func `gains a chart by a grant, of which everything arrives`() async throws {
        try await withClinic { clinic in
            var (old, new) = (try await clinic.addMember(), try await clinic.addMember())
            try await new.send([new.insert(Samples.checkIn()), new.insert(Samples.session())], to: clinic)
            var tablet = try await clinic.addTablet(with: [old.member])
            try await tablet.sync(.panel, .chart(old.member), from: clinic)
            // What it may have later is older than its cursor.
            try await clinic.place(tablet.actor, with: new.member)
            try await old.send([old.insert(Samples.checkIn())], to: clinic)

            let news = try await tablet.pull(.panel, .chart(old.member), from: clinic)
            #expect(tablet.panel == [old.member, new.member])
            #expect(news.pages.last?.rows.count == 1 && news.pages.last?.rebase == false)
            try await tablet.sync(.panel, .chart(old.member), .chart(new.member), from: clinic)
            #expect(tablet.rows(.chart(new.member)).count == 2 && tablet.isComplete(.chart(new.member)))
        }
    }

    @Test func `shows which charts have moved, and nothing of the others`() async throws {
        try await withClinic { clinic in
            var phones: [Phone] = []
            for _ in 0..<5 { phones.append(try await clinic.addMember()) }
            var tablet = try await clinic.addTablet(with: phones.map(\.member))
            try await tablet.sync(.panel, from: clinic)
            try await phones[3].send([phones[3].insert(Samples.checkIn())], to: clinic)
            let answer = try await tablet.pull(.panel, from: clinic)
            #expect(answer.pages.flatMap(\.rows).map(\.id) == [phones[3].member.description])
            #expect(answer.pages.flatMap(\.rows).map(\.version) == [1])
            #expect(try await tablet.pull(.panel, from: clinic).pages.isEmpty)
        }
    }

    @Test func `loses a chart that is taken away, or whose period ends by date`() async throws {
        try await withClinic { clinic in
            let (stays, taken, ends) = (
                try await clinic.addMember(), try await clinic.addMember(), try await clinic.addMember()
            )
            var tablet = try await clinic.addTablet(with: [stays.member, taken.member])
            try await clinic.place(tablet.actor, with: ends.member, fromSeconds: -60, toSeconds: 600)
            let scopes = [stays, taken, ends].map { Scope.chart($0.member) }
            try await tablet.sync(.panel, scopes[0], scopes[1], scopes[2], from: clinic)
            #expect(tablet.panel == [stays.member, taken.member, ends.member])
            try await clinic.end(tablet.actor, with: taken.member)
            try await clinic.letDatesCome(for: tablet.actor, with: ends.member)

            let answer = try await tablet.pull(.panel, from: clinic)
            #expect(tablet.panel == [stays.member])
            #expect(tablet.drops == [scopes[1], scopes[2]])
            #expect(answer.pages.flatMap(\.deleted).allSatisfy { $0.version == PanelChart.goneVersion })
        }
    }

    @Test func `gains a chart whose period begins by date, and says nothing of it before`() async throws {
        try await withClinic { clinic in
            let member = try await clinic.addMember().member
            var tablet = try await clinic.addTablet()
            try await tablet.sync(.panel, from: clinic)
            try await clinic.place(tablet.actor, with: member, fromSeconds: 600, toSeconds: nil)
            let before = try await tablet.pull(.panel, .chart(member), from: clinic)
            #expect(before.pages.allSatisfy { $0.rows.isEmpty && $0.deleted.isEmpty })
            #expect(before.drops.map(\.scope) == [.chart(member)])
            try await clinic.letDatesCome(for: tablet.actor, with: member)
            try await tablet.sync(.panel, from: clinic)
            #expect(tablet.panel == [member])
        }
    }

    @Test func `that one chart reaches by two periods has it once`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            var tablet = try await clinic.addTablet(with: [phone.member])
            try await clinic.place(tablet.actor, with: phone.member, fromSeconds: -60, toSeconds: 600)
            try await tablet.sync(.panel, .chart(phone.member), from: clinic)
            #expect(tablet.pages.flatMap(\.rows).map(\.id) == [phone.member.description])
        }
    }

    @Test func `walked in pages misses nothing that moves behind or before the walk`() async throws {
        try await withClinic { clinic in
            var phones: [Phone] = []
            for _ in 0..<6 { phones.append(try await clinic.addMember()) }
            phones.sort { $0.member < $1.member }
            var tablet = try await clinic.addTablet(with: phones.map(\.member))
            // Once as a first list, once as news of all of them.
            for _ in 0..<2 {
                for turn in 0..<100 {
                    let answer = try await tablet.pull(.panel, from: clinic, limit: 1)
                    for index in [0, turn % 6, 5] where turn < 8 {
                        try await phones[index].send([phones[index].insert(Samples.checkIn())], to: clinic)
                    }
                    if !answer.more, turn >= 8 { break }
                }
                try await tablet.sync(.panel, from: clinic, limit: 1)
                let shown = Dictionary(
                    tablet.rows(.panel).values.map { ($0.id, $0.version) }, uniquingKeysWith: { first, _ in first })
                #expect(shown == Dictionary(phones.map { ($0.member.description, $0.lastSeq) }) { first, _ in first })
            }
        }
    }

    @Test func `sees a grant that was under way when it was last pulled, and nothing twice beside it`() async throws {
        try await withClinic { clinic in
            var (quiet, busy) = (try await clinic.addMember(), try await clinic.addMember())
            var tablet = try await clinic.addTablet(with: [busy.member])
            let practitioner = tablet.actor.subject
            let (began, mayEnd) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
            let member = quiet.member
            async let grant: Void = clinic.owner.transaction { transaction in
                try transaction.runScript(
                    """
                    INSERT INTO care_team_member (member_id, practitioner_id, valid_from, role)
                    VALUES ('\(member)', '\(practitioner)', now() - interval '1 day', 'lead_pt')
                    """)
                began.continuation.finish()
                mayEnd.wait()
            }
            for await _ in began.stream {}
            try await tablet.sync(.panel, from: clinic)
            #expect(tablet.panel == [busy.member])
            try await busy.send([busy.insert(Samples.checkIn())], to: clinic)
            #expect(try await tablet.pull(.panel, from: clinic).pages.flatMap(\.rows).count == 1)
            // It stays open: others' changes are news once, not at every poll.
            let idle = try await tablet.pull(.panel, from: clinic)
            mayEnd.signal()
            try await grant
            #expect(idle.pages.isEmpty)
            try await tablet.pull(.panel, from: clinic)
            #expect(tablet.panel == [quiet.member, busy.member])
            try await quiet.send([quiet.insert(Samples.checkIn())], to: clinic)
        }
    }

    @Test func `is replaced when the clock was put back`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let tablet = try await clinic.addTablet(with: [phone.member])
            let incarnation = try await clinic.owner.transaction { transaction in
                try transaction.only(Statement("SELECT incarnation_id FROM incarnation", gives: Types(UUID.self)))
            }
            let place = Cursor.PanelPlace(
                practitioner: PractitionerID(tablet.actor.subject), incarnation: incarnation,
                mark: Cursor.PanelMark(horizon: 1 << 40, seenAt: Instant.now.adding(seconds: 86_400)))
            let cursor = clinic.seal.seal(Cursor(device: tablet.device, place: .panel(place)).bytes)
            var request = tablet.request([.panel])
            request.scopes = [ScopeRequest(.panel, cursor: cursor)]
            let answer = try await clinic.pull.pull(request, actor: tablet.actor)
            #expect(answer.pages.map(\.rebase) == [true])
            #expect(answer.pages.flatMap(\.rows).count == 1)
        }
    }
}
