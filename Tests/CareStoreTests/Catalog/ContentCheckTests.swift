import Care
import CareServices
import CareStore
import Foundation
import StrictJSON
import Testing

@Suite struct `Checking content` {
    @Test func `accepts what the project publishes`() throws {
        #expect(try CatalogLoader.check(Catalog.content).count > 100)
    }

    @Test func `finds a library that is large enough, with the article's five and most exercises on a ladder`() throws {
        let files = try CatalogLoader.check(Catalog.content)
        let exercises = try files.filter { $0.kind == .exercise }.map { try $0.body.decode(Exercise.self) }
        #expect(exercises.count >= 120)
        let five = ["Calf Raises", "Tib Raises", "Towel Scrunches", "Soleus Stretch", "Single Leg Balance"]
        #expect(Set(exercises.map(\.name.description)).isSuperset(of: five))
        #expect(exercises.count { $0.ladder != nil } * 2 > exercises.count)
        #expect(Set(exercises.map(\.category)) == Set(Exercise.Category.allCases))
    }

    @Test func `finds a program in phases, from calming down over the six run phases to keeping it`() throws {
        let files = try CatalogLoader.check(Catalog.content)
        let templates = try files.filter { $0.kind == .template }.map { try $0.body.decode(Template.self) }
        #expect(templates.count >= 6)
        let ankle = try #require(templates.first { $0.slug.description == "ankle-pain-after-running" })
        #expect(
            ankle.phases?.map(\.slug.description) == [
                "calm-down", "build-strength", "load-one-leg", "return-to-run", "keep-going",
            ])
        #expect(ankle.phases?.map(\.runPhases).first { !$0.isEmpty } == RunPhase.allCases)
    }

    @Test func `finds every program in phases, each with a way in and a way out that says where it comes from`() throws
    {
        let files = try CatalogLoader.check(Catalog.content)
        let templates = try files.filter { $0.kind == .template }.map { try $0.body.decode(Template.self) }
        for template in templates {
            let phases = template.phases ?? []
            #expect((4...6).contains(phases.count), "\(template.slug)")
            // Nobody begins before a PT has looked for what exercise must not meet.
            #expect(phases.first?.entry.contains { $0.measure == .judgement } == true, "\(template.slug)")
            for phase in phases.dropLast() {
                // A phase is left by what was reported, and not by judgement alone.
                #expect(phase.exit.contains { $0.measure == .painDuring }, "\(template.slug), \(phase.slug)")
            }
            // What is asked for at the end has become harder, never easier.
            let limits = phases.dropLast().compactMap { phase in
                phase.exit.first { $0.measure == .painDuring }?.limit
            }
            #expect(limits == limits.sorted(by: >), "\(template.slug)")
        }
    }

    @Test func `finds templates that ask for at most 150 minutes a week`() throws {
        let files = try CatalogLoader.check(Catalog.content)
        let exercises = try files.filter { $0.kind == .exercise }.map { try $0.body.decode(Exercise.self) }
        let published = Dictionary(uniqueKeysWithValues: exercises.map { ($0.slug, (exercise: $0, version: 1)) })
        for file in files where file.kind == .template {
            let template = try file.body.decode(Template.self)
            let plan = try template.plan(program: template.slug, exercises: published)

            let minutes = PlanMinutes(plan) { published[$0]?.exercise.laterality ?? .unilateral }

            #expect((30...150).contains(minutes.perWeek), "\(template.slug)")
            for phase in template.phases ?? [] {
                let plan = try template.plan(program: template.slug, phase: phase.slug, exercises: published)

                let minutes = PlanMinutes(plan) { published[$0]?.exercise.laterality ?? .unilateral }

                #expect((30...150).contains(minutes.perWeek), "\(template.slug), \(phase.slug)")
            }
        }
    }

    @Test(arguments: BadContent.all)
    func `refuses what breaks a rule, by file and place`(bad: BadContent) async throws {
        try await ContentCopy.with { copy in
            try bad.spoil(copy)

            let refusal = #expect(throws: ContentProblems.self) { try CatalogLoader.check(copy.directory) }

            let places = try #require(refusal).problems.map { "\($0.file) \($0.pointer)" }
            #expect(places == bad.places)
        }
    }

    @Test func `reports all problems at once, by file`() async throws {
        try await ContentCopy.with { copy in
            try copy.edit("exercises/wobbles.json") { $0["defaultDose"] = ["sets": 11, "reps": 0] }
            try copy.write("disclaimers/article.json", "{")

            let refusal = #expect(throws: ContentProblems.self) { try CatalogLoader.check(copy.directory) }

            let problems = try #require(refusal)
            #expect(
                problems.problems.map { "\($0.file) \($0.pointer)" } == [
                    "disclaimers/article.json ", "exercises/wobbles.json /defaultDose/sets",
                    "exercises/wobbles.json /defaultDose/reps",
                ])
            #expect(problems.description.split(separator: "\n").count == 3)
        }
    }

    @Test func `publishes nothing of a folder with one bad file`() async throws {
        try await withCatalog { catalog in
            try await ContentCopy.with { copy in
                try copy.write("disclaimers/article.json", "{")

                await #expect(throws: ContentProblems.self) { try await catalog.loader.load(copy.directory) }

                #expect(try await catalog.rows().isEmpty)
            }
        }
    }
}

/// A way to spoil the content, and the places that are to blame.
struct BadContent: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let places: [String]
    let spoil: @Sendable (ContentCopy) throws -> Void

    private static let raises = "exercises/single-heel-raises.json"
    private static let template = "templates/steady.json"

    static let all: [BadContent] = [
        BadContent(testDescription: "an unknown field", places: ["\(raises) /colour"]) { copy in
            try copy.edit(raises) { $0["colour"] = "blue" }
        },
        BadContent(testDescription: "a field of the wrong type", places: ["\(raises) /steps/1"]) { copy in
            try copy.edit(raises) { $0["steps"] = ["Stand.", 2] }
        },
        BadContent(testDescription: "a dose out of range", places: ["\(raises) /defaultDose/sets"]) { copy in
            try copy.edit(raises) { $0["defaultDose"] = ["sets": 11, "reps": 10] }
        },
        BadContent(testDescription: "a dose of another kind", places: ["\(raises) /defaultDose/reps"]) { copy in
            try copy.edit(raises) { $0["defaultDose"] = ["sets": 1, "holdSeconds": 10] }
        },
        BadContent(testDescription: "a frequency out of range", places: ["\(raises) /defaultFrequency/perWeek"]) {
            copy in
            try copy.edit(raises) { $0["defaultFrequency"] = ["perDay": 1, "perWeek": 8] }
        },
        BadContent(
            testDescription: "missing parts",
            places: [
                "\(raises) /targets", "\(raises) /cues", "\(raises) /mistakes", "\(raises) /stopSigns",
                "\(raises) /doseSource",
            ]
        ) { copy in
            try copy.edit(raises) { exercise in
                for field in ["targets", "cues", "mistakes", "stopSigns"] { exercise[field] = [] }
                exercise["doseSource"] = nil
            }
        },
        BadContent(testDescription: "a ladder that leads nowhere", places: ["exercises/wobbles.json /ladder/ladder"]) {
            copy in
            try copy.edit("exercises/wobbles.json") { $0["ladder"] = ["ladder": "wobble", "rung": 1] }
        },
        BadContent(
            testDescription: "a phase that cannot be left, with a criterion that measures nothing",
            places: ["\(template) /phases/0/entry/0/limit", "\(template) /phases/0/exit"]
        ) { copy in
            try copy.edit(template) { template in
                let entry: JSONValue = [
                    "measure": "pain_during", "limit": 11, "days": 7, "words": "No pain.", "source": "A choice.",
                ]
                template["phases"] = [SampleContent.phase(entry: entry, exit: [], exercise: "wobbles")]
            }
        },
        BadContent(
            testDescription: "a phase with an unknown exercise", places: ["\(template) /phases/0/items/0/exercise"]
        ) { copy in
            try copy.edit(template) { template in
                let judgement: JSONValue = ["measure": "judgement", "words": "Ready.", "source": "A choice."]
                template["phases"] = [
                    SampleContent.phase(entry: judgement, exit: [judgement], exercise: "moon-walk")
                ]
            }
        },
        BadContent(testDescription: "no steps", places: ["\(raises) /steps"]) { copy in
            try copy.edit(raises) { $0["steps"] = [] }
        },
        BadContent(
            testDescription: "a slug that is not the file's name",
            places: ["exercises/heel-raises.json /ladder/ladder", "\(raises) /slug"]
        ) { copy in
            try copy.edit(raises) { exercise in
                exercise["slug"] = "shin-raises"
                exercise["ladder"] = nil
            }
            try copy.edit(template) { $0["items"] = [SampleContent.item("wobbles")] }
        },
        BadContent(
            testDescription: "a slug that is taken",
            places: ["exercises/zz.json /slug", "exercises/zz.json /slug"]
        ) { copy in
            try copy.copy("exercises/wobbles.json", to: "exercises/zz.json")
        },
        BadContent(
            testDescription: "a template with an unknown exercise", places: ["\(template) /items/1/exercise"]
        ) { copy in
            try copy.edit(template) { template in
                template["items"] = [SampleContent.item("wobbles"), SampleContent.item("moon-walk")]
            }
        },
        BadContent(testDescription: "a template's dose out of range", places: ["\(template) /items/0/dose/reps"]) {
            copy in
            try copy.edit(template) { template in
                let dose: JSONValue = ["sets": 1, "reps": 101]
                template["items"] = [["block": "main", "exercise": "wobbles", "side": "both", "dose": dose]]
            }
        },
        BadContent(testDescription: "a rung that is missing", places: ["\(raises) /ladder/rung"]) { copy in
            try copy.edit(raises) { $0["ladder"] = ["ladder": "heel-raise", "rung": 3] }
        },
        BadContent(testDescription: "a rung that is taken", places: ["\(raises) /ladder/rung"]) { copy in
            try copy.edit(raises) { $0["ladder"] = ["ladder": "heel-raise", "rung": 1] }
        },
        BadContent(testDescription: "a rung below the first", places: ["\(raises) /ladder/rung"]) { copy in
            try copy.edit(raises) { $0["ladder"] = ["ladder": "heel-raise", "rung": 0] }
        },
        BadContent(testDescription: "a key that is there twice", places: ["disclaimers/article.json /slug"]) { copy in
            try copy.write("disclaimers/article.json", #"{"slug": "article", "slug": "article"}"#)
        },
        BadContent(testDescription: "a file that is not JSON", places: ["exercises/notes.txt "]) { copy in
            try copy.write("exercises/notes.txt", "Calf raises are hard.")
        },
        BadContent(testDescription: "a folder that means nothing", places: ["recipes "]) { copy in
            try copy.write("recipes", "")
        },
        BadContent(testDescription: "a folder that is missing", places: ["articles "]) { copy in
            try copy.remove("articles")
        },
    ]
}
