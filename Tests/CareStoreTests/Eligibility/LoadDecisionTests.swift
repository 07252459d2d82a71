import Care
import CareMessages
import CareServices
import Foundation
import TestPostgres
import Testing

@Suite struct `A load that waits` {
    /// A load that ends the cover of 30 of 100 people, sent by one of the sponsor's programs.
    private static func held(
        _ eligibility: Eligibility
    ) async throws -> (slug: Slug, sender: Actor, second: Actor, load: UUID) {
        let acme = try await eligibility.addSponsor("acme")
        let sender = eligibility.program(of: acme)
        try await eligibility.load(RosterText(subscribers: 100), of: "acme")
        var file = RosterText(subscribers: 70)
        file.add("E101")
        file.add("E70", born: "tomorrow")
        let report = try await eligibility.rosters.load(
            RosterUpload(file: RosterBytes(file.bytes)), sponsor: acme.slug, actor: sender)
        #expect(report.state == .held && report.holds.map(\.code) == [.massTermination])
        return (acme.slug, sender, eligibility.program(of: acme), try #require(UUID(uuidString: report.id)))
    }

    @Test func `says person by person what it would do, and keeps that for another process`() async throws {
        try await withEligibility { eligibility in
            let (slug, sender, _, load) = try await Self.held(eligibility)

            let ended = try await eligibility.rosters.changes(
                of: load, sponsor: slug, effect: .terminated, after: nil, limit: 20, actor: sender)
            let rest = try await eligibility.rosters.changes(
                of: load, sponsor: slug, effect: .terminated, after: ended.next, limit: 20, actor: sender)
            let added = try await eligibility.rosters.changes(
                of: load, sponsor: slug, effect: .added, after: nil, limit: 20, actor: sender)

            #expect(ended.changes.count == 20 && rest.changes.count == 10 && rest.next == nil)
            #expect((ended.changes + rest.changes).allSatisfy { $0.line == nil && $0.columns.isEmpty })
            #expect(Set((ended.changes + rest.changes).map(\.number)) == Set((71...100).map { "E\($0)" }))
            #expect(added.changes.map(\.number) == ["E101"] && added.changes.map(\.line) == [72])
        }
    }

    @Test func `is released by a second person who gives the sponsor's name`() async throws {
        try await withEligibility { eligibility in
            let (slug, sender, second, load) = try await Self.held(eligibility)
            let before = try await eligibility.periods()
            let confirmed = LoadDecision(confirm: slug, reason: try #require(Label("Plant closed.")))

            await #expect(throws: CareError.secondPersonNeeded) {
                try await eligibility.rosters.release(load, of: slug, confirmed, actor: sender)
            }
            await #expect(throws: CareError.confirmationNeeded(ending: 30, of: 100)) {
                try await eligibility.rosters.release(load, of: slug, .looked(), actor: second)
            }
            let rehearsal = try await eligibility.rosters.release(
                load, of: slug, confirmed, dryRun: true, actor: second)
            #expect(rehearsal.state == .applied)
            #expect(try await eligibility.periods() == before)

            let report = try await eligibility.rosters.release(load, of: slug, confirmed, actor: second)

            #expect(report.state == .applied && report.counts.terminated == 30 && report.counts.added == 1)
            #expect(
                report.steps.map(\.state) == [
                    .received, .parsed, .validated, .staged, .held, .approved, .applied,
                ])
            #expect(report.steps.last?.reason == "Plant closed.")
            #expect(try await eligibility.periods().filter { $0.contains("open") }.count == 71)
            #expect(try await eligibility.waitingRows() == 0)
            await #expect(throws: CareError.loadIs(.applied)) {
                try await eligibility.rosters.release(load, of: slug, confirmed, actor: second)
            }
        }
    }

    @Test func `is turned down, and leaves nothing but the record of it`() async throws {
        try await withEligibility { eligibility in
            let (slug, sender, _, load) = try await Self.held(eligibility)
            let before = try await eligibility.periods()
            #expect(try await eligibility.waitingRows() > 0)

            let report = try await eligibility.rosters.reject(
                load, of: slug, LoadDecision(reason: try #require(Label("Wrong month."))), actor: sender)

            #expect(report.state == .rejected && report.reason == "Wrong month.")
            #expect(try await eligibility.periods() == before)
            #expect(try await eligibility.waitingRows() == 0)
            await #expect(throws: CareError.loadIs(.rejected)) {
                try await eligibility.rosters.changes(
                    of: load, sponsor: slug, effect: .added, after: nil, limit: 1, actor: sender)
            }
        }
    }

    @Test func `is not released once a later file is in force`() async throws {
        try await withEligibility { eligibility in
            let (slug, _, second, load) = try await Self.held(eligibility)
            try await eligibility.load(RosterText(subscribers: 99), of: "acme")

            await #expect(throws: CareError.loadOvertaken) {
                try await eligibility.rosters.release(load, of: slug, .looked(confirm: slug), actor: second)
            }
        }
    }

    @Test func `is not released once the feed's files are of another mode`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme", mode: .delta).slug
            try await eligibility.load(RosterText(subscribers: 20), of: "acme")
            var file = RosterText()
            file.add("E21")
            let waiting = try await eligibility.rosters.load(
                RosterUpload(file: RosterBytes(file.bytes), waits: true), sponsor: slug,
                actor: eligibility.administrator)
            #expect(waiting.state == .staged && waiting.counts == LoadCounts(rows: 1, added: 1))
            let load = try #require(UUID(uuidString: waiting.id))
            try await eligibility.setFeed("acme") { $0.mode = .full }

            await #expect(throws: CareError.feedChanged) {
                try await eligibility.rosters.release(load, of: slug, .looked(), actor: eligibility.administrator)
            }
            try await eligibility.setFeed("acme") { $0.mode = .delta }
            let report = try await eligibility.rosters.release(
                load, of: slug, .looked(), actor: eligibility.administrator)
            #expect(report.counts == LoadCounts(rows: 1, added: 1))
        }
    }

    @Test func `takes a second person for what would hold it by now`() async throws {
        try await withEligibility { eligibility in
            let acme = try await eligibility.addSponsor("acme")
            try await eligibility.load(RosterText(subscribers: 100), of: "acme")
            try await eligibility.setFeed("acme") { $0.thresholds.terminatedRows = 31 }
            let sender = eligibility.program(of: acme)
            let waiting = try await eligibility.rosters.load(
                RosterUpload(file: RosterBytes(RosterText(subscribers: 70).bytes), waits: true), sponsor: acme.slug,
                actor: sender)
            #expect(waiting.state == .staged && waiting.holds.isEmpty)
            let load = try #require(UUID(uuidString: waiting.id))
            try await eligibility.setFeed("acme") { $0.thresholds.terminatedRows = 25 }

            await #expect(throws: CareError.secondPersonNeeded) {
                try await eligibility.rosters.release(
                    load, of: acme.slug, .looked(confirm: acme.slug), actor: sender)
            }
            let report = try await eligibility.rosters.release(
                load, of: acme.slug, .looked(confirm: acme.slug), actor: eligibility.program(of: acme))
            #expect(report.state == .applied && report.counts.terminated == 30)
        }
    }

    @Test func `comes into force after it was released by its sender, when that is all it waited for`() async throws {
        try await withEligibility { eligibility in
            let acme = try await eligibility.addSponsor("acme")
            try await eligibility.setFeed("acme") { $0.approval = .required }
            let waiting = try await eligibility.load(RosterText(subscribers: 3), of: "acme")
            #expect(waiting.state == .staged && waiting.holds.isEmpty)
            #expect(try await eligibility.periods().isEmpty)

            let report = try await eligibility.rosters.release(
                try #require(UUID(uuidString: waiting.id)), of: acme.slug, .looked(),
                actor: eligibility.administrator)

            #expect(report.state == .applied && report.counts.added == 3)
            let noted = try await eligibility.rosters.acknowledge(
                try #require(UUID(uuidString: waiting.id)), of: acme.slug, actor: eligibility.program(of: acme))
            #expect(noted.state == .acknowledged && noted.steps.last?.role == .sponsor)
        }
    }

    @Test func `belongs to its own sponsor`() async throws {
        try await withEligibility { eligibility in
            let (slug, _, _, load) = try await Self.held(eligibility)
            let other = eligibility.program(of: try await eligibility.addSponsor("other"))

            await #expect(throws: CareError.notFound) {
                try await eligibility.rosters.release(load, of: slug, .looked(confirm: slug), actor: other)
            }
            await #expect(throws: CareError.notFound) {
                try await eligibility.rosters.reject(load, of: slug, .looked(), actor: other)
            }
            await #expect(throws: CareError.notFound) {
                try await eligibility.rosters.changes(
                    of: load, sponsor: slug, effect: .added, after: nil, limit: 1, actor: other)
            }
        }
    }
}

@Suite struct `Taking back a load` {
    private static func load(_ report: LoadReport) throws -> UUID { try #require(UUID(uuidString: report.id)) }

    @Test func `restores what it replaced, ends what it added, and lets the file come again`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            var first = RosterText(subscribers: 60)
            first.add("E61", plan: "HDHP-2")
            try await eligibility.load(first, of: "acme")
            let before = try await eligibility.periods()
            let people = try await eligibility.people()
            var second = RosterText(subscribers: 58)
            second.add("E59", last: "Marsh")
            second.add("E61", plan: "PPO-1", from: "2026-06-01")
            second.add("E62")
            let applied = try await eligibility.load(second, of: "acme")
            #expect(applied.counts == LoadCounts(rows: 61, added: 1, changed: 2, terminated: 1, unchanged: 58))

            let undoing = try await eligibility.rosters.undo(
                Self.load(applied), of: slug, .looked(), actor: eligibility.administrator)

            #expect(undoing.undoes == applied.id && undoing.counts.terminated == 1 && undoing.counts.reinstated == 1)
            #expect(
                try await eligibility.periods()
                    == (before + ["E61 2026-06-01 2026-06-01 PPO-1", "E62 2024-01-01 2024-01-01 PPO-1"]).sorted())
            #expect(try await eligibility.people().filter { !$0.hasPrefix("E62 ") } == people)
            let undone = try await eligibility.rosters.load(
                Self.load(applied), of: slug, actor: eligibility.administrator)
            #expect(undone.state == .undone && undone.undoneBy == undoing.id)

            let again = try await eligibility.load(second, of: "acme")
            #expect(!again.repeated && again.state == .applied && again.counts.terminated == 1)
        }
    }

    @Test func `leaves nobody who stands in the way of the right file`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            let wrong = try await eligibility.load(RosterText(subscribers: 3), of: "acme")
            _ = try await eligibility.rosters.undo(
                Self.load(wrong), of: slug, .looked(), actor: eligibility.administrator)
            var right = RosterText()
            right.add("E1", last: "Marsh", born: "1985-02-03")
            right.add("E2", last: "Okoye", born: "1977-10-30", from: "2023-05-01")

            let report = try await eligibility.load(right, of: "acme")

            #expect(report.state == .applied && report.counts == LoadCounts(rows: 2, added: 2))
            #expect(try await eligibility.people().contains("E1 E1 self Ana Marsh 1985-02-03"))
            // And that one can be taken back as well.
            let undoing = try await eligibility.rosters.undo(
                Self.load(report), of: slug, .looked(), actor: eligibility.administrator)
            #expect(undoing.counts.terminated == 2)
        }
    }

    @Test func `is refused while later loads rest on it, and names them`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            let first = try await eligibility.load(RosterText(subscribers: 10), of: "acme")
            var file = RosterText(subscribers: 9)
            file.add("E10", plan: "EPO-3")
            let second = try await eligibility.load(file, of: "acme")
            let administrator = eligibility.administrator

            let later = CareError.loadsDepend([try Self.load(second)])

            await #expect(throws: later) {
                try await eligibility.rosters.undo(Self.load(first), of: slug, .looked(), actor: administrator)
            }
            _ = try await eligibility.rosters.undo(
                Self.load(second), of: slug, .looked(), actor: administrator)
            let undoing = try await eligibility.rosters.undo(
                Self.load(first), of: slug, .looked(), actor: administrator)

            #expect(undoing.counts.terminated == 10)
            #expect(try await eligibility.periods().allSatisfy { $0.contains(" 2024-01-01 2024-01-01 ") })
            await #expect(throws: CareError.loadIs(.applied)) {
                try await eligibility.rosters.undo(Self.load(undoing), of: slug, .looked(), actor: administrator)
            }
        }
    }

    @Test func `takes the sponsor's name when it ends the cover of many`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            let first = try await eligibility.load(RosterText(subscribers: 40), of: "acme")

            await #expect(throws: CareError.confirmationNeeded(ending: 40, of: 40)) {
                try await eligibility.rosters.undo(
                    Self.load(first), of: slug, .looked(), actor: eligibility.administrator)
            }
            #expect(try await eligibility.periods().filter { $0.contains("open") }.count == 40)
            _ = try await eligibility.rosters.undo(
                Self.load(first), of: slug, .looked(confirm: slug), actor: eligibility.administrator)
            #expect(try await eligibility.periods().filter { $0.contains("open") }.isEmpty)
        }
    }
}

@Suite struct `Taking back a load that prolonged cover` {
    @Test func `takes the sponsor's name when the cover of many ends soon by that`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            var first = RosterText()
            for number in 1...40 { first.add("E\(number)", to: "2026-12-31") }
            try await eligibility.load(first, of: "acme")
            let second = try await eligibility.load(RosterText(subscribers: 40), of: "acme")
            let load = try #require(UUID(uuidString: second.id))

            await #expect(throws: CareError.confirmationNeeded(ending: 40, of: 40)) {
                try await eligibility.rosters.undo(load, of: slug, .looked(), actor: eligibility.administrator)
            }
            let undoing = try await eligibility.rosters.undo(
                load, of: slug, .looked(confirm: slug), actor: eligibility.administrator)
            #expect(undoing.counts.terminated == 0 && undoing.counts.changed == 40)
        }
    }
}

extension LoadDecision {
    /// A decision with some reason.
    fileprivate static func looked(confirm: Slug? = nil) throws -> LoadDecision {
        LoadDecision(confirm: confirm, reason: try #require(Label("Looked at.")))
    }
}
