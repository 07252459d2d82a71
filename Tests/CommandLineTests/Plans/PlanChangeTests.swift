import ArgumentParser
import Care
import CareMessages
import Foundation
import Testing

@testable import soleus

@Suite struct `Changing a plan` {
    private let member = MemberID(UUID())
    private let why = Note(unchecked: "Calf is stronger")

    private func content(sets: Int, perWeek: Int = 3) throws -> PlanContent {
        PlanContent(
            program: try #require(Slug("ankle")), title: Label(unchecked: "Ankle"),
            items: [
                PlanItem(
                    block: .main, exercise: try #require(Slug("calf-raises")), exerciseVersion: 1,
                    dose: Dose(sets: sets, reps: 10), side: .both,
                    frequency: Frequency(perWeek: perWeek, phrase: Label("several times each week")))
            ])
    }

    private func withDesk(
        _ service: PlanServiceModel, _ body: (PlanDesk, CommonOptions) async throws -> Void
    ) async throws {
        let home = FileManager.default.temporaryDirectory.appendingPathComponent("soleus-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: home) }
        let common = try CommonOptions.parse(["--json"])
        let session = Session(
            common, surroundings: Surroundings(environment: ["SOLEUS_HOME": home.path]),
            transport: { _, _ in service })
        let tokens = TokenPair(
            accessToken: "a", accessExpiresAt: Instant(milliseconds: 0), refreshToken: nil, role: .practitioner)
        try session.store.save(Profile(server: "http://127.0.0.1:9", name: "j", tokens: tokens), as: "default")
        try await body(PlanDesk(session: session, member: member, memberName: "Ana Ruiz"), common)
    }

    private func change(_ desk: PlanDesk, base: Int, from old: PlanContent?, to new: PlanContent) -> PlanChange {
        PlanChange(
            desk: desk, catalog: CatalogView(CatalogListing(exercises: [], templates: [])), base: base,
            baseContent: old, content: new)
    }

    @Test func `that is none sends nothing`() async throws {
        let service = PlanServiceModel(revisions: [try content(sets: 3)])
        try await withDesk(service) { desk, common in
            try await change(desk, base: 1, from: content(sets: 3), to: content(sets: 3))
                .send(reason: why, effective: nil, dryRun: false, common: common)
            #expect(await service.proposals.isEmpty)
        }
    }

    @Test func `on a base that moved is a conflict with the three versions side by side`() async throws {
        let service = PlanServiceModel(revisions: [try content(sets: 2), try content(sets: 4)])
        try await withDesk(service) { desk, common in
            let failure = await #expect(throws: CommandFailure.self) {
                try await change(desk, base: 1, from: content(sets: 2), to: content(sets: 3))
                    .send(reason: why, effective: nil, dryRun: false, common: common)
            }
            #expect(failure?.status == .conflict)
            #expect(failure?.message.contains("at revision 2, and yours starts from 1") == true)
            #expect(failure?.message.contains("! calf-raises") == true)
            #expect(await service.revisions.count == 2)
        }
    }

    @Test func `that somebody else has made meanwhile is done`() async throws {
        let service = PlanServiceModel(revisions: [try content(sets: 2), try content(sets: 3)])
        try await withDesk(service) { desk, common in
            try await change(desk, base: 1, from: content(sets: 2), to: content(sets: 3))
                .send(reason: why, effective: nil, dryRun: false, common: common)
            #expect(await service.revisions.count == 2)
        }
    }

    @Test func `whose answer is lost is sent again and takes effect once`() async throws {
        let service = PlanServiceModel(revisions: [try content(sets: 2)], lostAnswers: 1)
        try await withDesk(service) { desk, common in
            try await change(desk, base: 1, from: content(sets: 2), to: content(sets: 3))
                .send(reason: why, effective: nil, dryRun: false, common: common)
            let proposals = await service.proposals
            #expect(proposals.count == 2)
            #expect(Set(proposals).count == 1)
            #expect(await service.revisions.count == 2)
        }
    }

    @Test func `from the text of somebody else's plan is refused before anything is sent`() async throws {
        let service = PlanServiceModel(revisions: [try content(sets: 2)])
        try await withDesk(service) { desk, _ in
            let other = PlanText(memberName: "Bo Li", member: MemberID(UUID()), base: 1, content: try content(sets: 3))
            let failure = await #expect(throws: CommandFailure.self) {
                _ = try await PlanSource(name: "bo.plan", text: other.printed())
                    .change(at: desk, catalog: CatalogView(CatalogListing(exercises: [], templates: [])))
            }
            #expect(failure?.status == .badInput)
            #expect(failure?.message.contains("is the plan of Bo Li") == true)
        }
    }

    @Test func `by its text starts from the base that the text states`() async throws {
        let service = PlanServiceModel(revisions: [try content(sets: 2), try content(sets: 4)])
        try await withDesk(service) { desk, _ in
            let text = PlanText(memberName: "Ana", member: member, base: 1, content: try content(sets: 3))
            let (change, _) = try await PlanSource(name: "ana.plan", text: text.printed())
                .change(at: desk, catalog: CatalogView(CatalogListing(exercises: [], templates: [])))
            #expect(change.base == 1)
            #expect(change.baseContent == (try content(sets: 2)))
            #expect(change.content == (try content(sets: 3)))
        }
    }

    @Test func `by options leaves alone what is not given`() throws {
        let calf = try #require(Slug("calf-raises"))
        let catalog = CatalogView(CatalogListing(exercises: [], templates: []))
        let old = try content(sets: 2)
        let more = try PrescriptionOptions.parse(["--sets", "3", "--reps", "10-15", "--load", "2.5kg"])
            .applied(to: old, exercise: calf, catalog: catalog)
        #expect(more.items[0].dose == Dose(sets: 3, reps: 10, repsMax: 15, loadGrams: 2_500))
        #expect(more.items[0].frequency == old.items[0].frequency)

        let oftener = try PrescriptionOptions.parse(["--per-week", "5"])
            .applied(to: old, exercise: calf, catalog: catalog)
        #expect(oftener.items[0].dose == old.items[0].dose)
        #expect(oftener.items[0].frequency == Frequency(perWeek: 5))
    }

    @Test(arguments: [["--sets", "11"], ["--per-week", "9"], ["--reps", "20-10"]])
    func `by options refuses what cannot be prescribed`(arguments: [String]) throws {
        let calf = try #require(Slug("calf-raises"))
        let options = try PrescriptionOptions.parse(arguments)
        let failure = #expect(throws: CommandFailure.self) {
            _ = try options.applied(
                to: content(sets: 2), exercise: calf,
                catalog: CatalogView(CatalogListing(exercises: [], templates: [])))
        }
        #expect(failure?.status == .badInput)
    }

    @Test func `by options names no exercise that neither plan nor catalog has`() throws {
        let typo = try #require(Slug("calf-raise"))
        let options = try PrescriptionOptions.parse(["--sets", "3"])
        let failure = #expect(throws: CommandFailure.self) {
            _ = try options.applied(
                to: content(sets: 2), exercise: typo,
                catalog: CatalogView(CatalogListing(exercises: [], templates: [])))
        }
        #expect(failure?.status == .refused)
    }
}
