import ArgumentParser
import CareMessages
import Foundation
import Testing

@testable import Care
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

    private func change(_ desk: PlanDesk, base: Int, from old: PlanContent?, to new: PlanContent) -> PlanChange {
        PlanChange(
            desk: desk, catalog: CatalogView(CatalogListing(exercises: [], templates: [])), base: base,
            baseContent: old, content: new)
    }

    @Test func `that is none sends nothing`() async throws {
        let service = PlanServiceModel(revisions: [try content(sets: 3)])
        try await service.withDesk(of: member) { desk, common in
            try await change(desk, base: 1, from: content(sets: 3), to: content(sets: 3))
                .send(reason: why, effective: nil, dryRun: false, common: common)
            #expect(await service.proposals.isEmpty)
        }
    }

    @Test func `on a base that moved is a conflict with the three versions side by side`() async throws {
        let service = PlanServiceModel(revisions: [try content(sets: 2), try content(sets: 4)])
        try await service.withDesk(of: member) { desk, common in
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
        try await service.withDesk(of: member) { desk, common in
            try await change(desk, base: 1, from: content(sets: 2), to: content(sets: 3))
                .send(reason: why, effective: nil, dryRun: false, common: common)
            #expect(await service.revisions.count == 2)
        }
    }

    @Test func `whose answer is lost is sent again and takes effect once`() async throws {
        let service = PlanServiceModel(revisions: [try content(sets: 2)], lostAnswers: 1)
        try await service.withDesk(of: member) { desk, common in
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
        try await service.withDesk(of: member) { desk, _ in
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
        try await service.withDesk(of: member) { desk, _ in
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

    @Test func `by options alone needs none for an exercise that the plan does not have`() throws {
        let raises = try Self.exercise("calf-raises", "Calf Raises")
        let lowers = try Self.exercise("step-edge-calf-lowers", "Step Edge Calf Lowers")
        let catalog = CatalogView(CatalogListing(exercises: [raises, lowers], templates: []))
        let options = try PrescriptionOptions.parse([])
        let added = try options.applied(to: content(sets: 2), exercise: lowers.exercise.slug, catalog: catalog)
        #expect(added.items.map(\.exercise.description) == ["calf-raises", "step-edge-calf-lowers"])
        #expect(added.items.last?.dose == lowers.exercise.defaultDose)
        let failure = #expect(throws: CommandFailure.self) {
            _ = try options.applied(to: content(sets: 2), exercise: raises.exercise.slug, catalog: catalog)
        }
        #expect(failure?.message == "the plan has calf-raises already")
    }

    @Test(arguments: [
        ("calf-raises", "calf-raises"), ("Calf Raises", "calf-raises"), ("raises", "single-leg-calf-raises"),
        ("single-leg", "single-leg-calf-raises"), ("foam-roll-arch", "foam-roll-arch-and-ankle"),
        ("balance", "tandem-stance"),
    ]) func `takes the exercise of the plan that a part of a name fits before any other`(text: String, slug: String)
        throws
    {
        let catalog = CatalogView(
            CatalogListing(
                exercises: [
                    try Self.exercise("calf-raises", "Calf Raises"),
                    try Self.exercise("single-leg-calf-raises", "Single Leg Calf Raises"),
                    try Self.exercise("seated-calf-raises", "Seated Calf Raises"),
                    try Self.exercise("foam-roll-arch-and-ankle", "Foam Rolling: Arch and Ankle"),
                    try Self.exercise("tandem-stance", "Balance Heel to Toe"),
                ], templates: []))
        var plan = try content(sets: 2)
        plan.items[0].exercise = try #require(Slug("single-leg-calf-raises"))
        #expect(try catalog.exercise(text, of: [plan], ask: nil).description == slug)
    }

    @Test func `takes no exercise where a part of a name fits several or none, and says what is near`() throws {
        let catalog = CatalogView(
            CatalogListing(
                exercises: [
                    try Self.exercise("calf-raises", "Calf Raises"),
                    try Self.exercise("seated-calf-raises", "Seated Calf Raises"),
                ], templates: []))
        let several = #expect(throws: CommandFailure.self) { _ = try catalog.exercise("calf", of: [], ask: nil) }
        #expect(several?.message.contains("Seated Calf Raises  seated-calf-raises") == true)
        let none = #expect(throws: CommandFailure.self) { _ = try catalog.exercise("calf-rases", of: [], ask: nil) }
        #expect(none?.message == "no exercise is called \"calf-rases\"")
        #expect(none?.advice == "Did you mean calf-raises?")
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

    private static func exercise(_ slug: String, _ name: String) throws -> ExerciseAnswer {
        ExerciseAnswer(
            version: 1,
            exercise: Exercise(
                slug: try #require(Slug(slug)), name: try #require(Label(name)), category: .strength, targets: [],
                equipment: [], laterality: .bilateral, doseKind: .reps, purpose: Note(unchecked: "Stronger calves"),
                steps: [], cues: [], mistakes: [], stopSigns: [], defaultDose: Dose(sets: 2, reps: 10),
                defaultFrequency: Frequency(perWeek: 3), doseIsForPTToSet: false))
    }
}
