import ArgumentParser
import Foundation
import Testing

@testable import Care
@testable import CareClient
@testable import soleus

@Suite struct `A logged exercise as an argument` {
    @Test(arguments: [
        ("calf-raises=3x12", 3, LoggedSet(reps: 12)), ("calf-stretch=2x30s", 2, LoggedSet(holdSeconds: 30)),
        ("foam-rolling=150s", 1, LoggedSet(durationSeconds: 150)), ("rowing=10min", 1, LoggedSet(durationSeconds: 600)),
    ]) func `names what was done`(text: String, count: Int, set: LoggedSet) throws {
        let item = try #require(LoggedExerciseArgument(argument: text)).item
        #expect(item.sets == Array(repeating: set, count: count))
    }

    @Test(arguments: [
        "calf-raises", "calf-raises=", "=3x12", "Calf Raises=3x12", "calf-raises=0x12", "calf-raises=11x12",
        "calf-raises=3x", "calf-raises=12", "calf-raises=3x10-15", "foam-rolling=120-180s", "a=3x12x2",
    ]) func `is refused when it does not say it`(text: String) {
        #expect(LoggedExerciseArgument(argument: text) == nil)
    }
}

@Suite struct `A session as prescribed` {
    @Test func `has every exercise with its dose, and the lower end of a range`() throws {
        func item(_ slug: String, _ dose: Dose) throws -> PlanItem {
            PlanItem(
                block: .main, exercise: try #require(Slug(slug)), exerciseVersion: 1, dose: dose, side: .both,
                frequency: Frequency(perWeek: 3))
        }
        let content = PlanContent(
            program: try #require(Slug("ankle")), title: try #require(Label("Ankle")),
            items: [
                try item("calf-raises", Dose(sets: 3, reps: 10, repsMax: 15, loadGrams: 5_000)),
                try item("foam-rolling", Dose(sets: 1, durationSeconds: 120, durationSecondsMax: 180)),
            ])

        let logged = content.asPrescribed

        #expect(logged.map(\.exercise.description) == ["calf-raises", "foam-rolling"])
        #expect(logged[0].sets == Array(repeating: LoggedSet(reps: 10, loadGrams: 5_000), count: 3))
        #expect(logged[1].sets == [LoggedSet(durationSeconds: 120)])
    }
}

@Suite struct `What is said of an exercise of a session` {
    private func command(_ arguments: String) throws -> DeviceLogSessionCommand {
        try DeviceLogSessionCommand.parse(
            ["--device", "phone"] + arguments.split(separator: " ").map(String.init))
    }

    private func slugs(_ names: String...) throws -> [Slug] { try names.map { try #require(Slug($0)) } }

    @Test func `is that it was broken off, left out, or hard`() throws {
        let prescribed = try slugs("calf-raises", "tib-raises", "towel-scrunches").map {
            LoggedItem(exercise: $0, sets: [LoggedSet(reps: 10)])
        }
        let items = try command(
            "--as-prescribed --abandoned calf-raises=pain --skipped towel-scrunches --skipped single-leg-balance=ill "
                + "--difficulty tib-raises=2"
        ).items(asPrescribed: prescribed)
        #expect(items.map(\.sets.count) == [0, 1, 0, 0])
        #expect(items.map(\.abandonedReason) == [.pain, nil, nil, nil])
        #expect(items.map(\.skippedReason?.description) == [nil, nil, nil, "ill"])
        #expect(items.map(\.difficulty?.rawValue) == [nil, 2, nil, nil])

        // What was done before stays where it was said.
        let said = try command("--exercise calf-raises=1x8 --abandoned calf-raises=fatigue").items(asPrescribed: [])
        #expect(said.map(\.sets) == [[LoggedSet(reps: 8)]] && said.map(\.abandonedReason) == [.fatigue])
    }

    @Test(arguments: [
        "--abandoned calf-raises", "--abandoned calf-raises=boredom", "--skipped =why", "--difficulty calf-raises=3",
        "--exercise calf-raises=1x8 --skipped calf-raises", "--effort 3", "--difficulty calf-raises=1",
    ]) func `is refused when it does not fit`(arguments: String) {
        #expect(throws: (any Error).self) { try command(arguments) }
    }

    @Test func `is refused of an exercise that nothing on the device has, with those that are near`() throws {
        let plan = try slugs("calf-raises")
        let catalog = try slugs("foam-roll-calf", "foam-roll-arch-and-ankle", "rowing")
        func refusal(of name: String, _ catalog: [Slug]) throws -> String? {
            let item = LoggedItem(exercise: try #require(Slug(name)), sets: [])
            do throws(CommandFailure) {
                try DeviceLogSessionCommand.check([item], plan: plan, catalog: catalog)
                return nil
            } catch { return error.message }
        }
        #expect(try refusal(of: "calf-raises", catalog) == nil && refusal(of: "rowing", catalog) == nil)
        #expect(try refusal(of: "calf-rases", catalog)?.contains("  calf-raises") == true)
        #expect(try refusal(of: "foam-rolling-calf", catalog)?.contains("  foam-roll-calf") == true)
        #expect(try refusal(of: "walking", catalog)?.contains("Did you mean") == false)
        // Nobody can tell before the catalog has arrived.
        #expect(try refusal(of: "calf-rases", []) == nil)
    }

    @Test func `is refused for a day that has not come, and taken for tomorrow and any day before`() throws {
        let now = Instant(milliseconds: 1_772_379_000_000)
        for (days, isTaken) in [(-10_000, true), (0, true), (1, true), (2, false), (40, false)] as [(Int64, Bool)] {
            let moment = LocalMoment(now.adding(seconds: days * 86_400), in: .utc)
            var refused = false
            do throws(CommandFailure) {
                try DeviceLogSessionCommand.check(moment, at: now)
            } catch { refused = true }
            #expect(refused != isTaken, "\(days)")
        }
    }
}

@Suite struct `A device's commands` {
    @Test(arguments: [
        "device sync --device ../phone", "device sync --device .phone", "device sync --device \u{e9}",
        "device log session --device phone", "device log session --device phone --as-prescribed --exercise a=1x2",
        "device log check-in --device phone --about now --pain 11",
        "device log check-in --device phone --about tomorrow --pain 1",
        "device log check-in --device phone --about now --pain 1 --count 0",
        "device log run --device phone --km 0 --minutes 30", "device log run --device phone --km nan --minutes 30",
        "device log run --device phone --km 5 --minutes 1e300",
    ]) func `refuse what makes no sense before anything is recorded`(line: String) {
        #expect(throws: (any Error).self) { _ = try Soleus.parseAsRoot(line.split(separator: " ").map(String.init)) }
    }

    @Test func `make no store for a device that is not enrolled`() throws {
        let home = FileManager.default.temporaryDirectory.appendingPathComponent("soleus-\(UUID().uuidString)")
        let surroundings = Surroundings(environment: ["SOLEUS_HOME": home.path])
        let options = try DeviceOptions.parse(["--device", "phone"])

        #expect(throws: CommandFailure.self) {
            try DeviceHandle(options, try CommonOptions.parse([]), surroundings: surroundings)
        }
        #expect(!FileManager.default.fileExists(atPath: home.path))
    }

    @Test func `end with a status that says whether repeating helps`() {
        func status(_ error: SyncError) -> soleus.ExitStatus {
            CommandFailure(error, device: "phone", waiting: 2).status
        }

        #expect(status(.noAnswer(.unreachable("x"))) == .unknownOutcome)
        #expect(status(.busy(status: 503, retryAfterSeconds: 5)) == .unknownOutcome)
        #expect(status(.signedOut(detail: nil)) == .notAllowed)
        #expect(status(.refused(status: 403, problem: "/problems/not-confirmed", detail: nil)) == .refused)
        #expect(status(.store(.notEnrolled)) == .notAllowed)
        let unreachable = CommandFailure(.noAnswer(.unreachable("x")), device: "phone", waiting: 2)
        #expect(unreachable.message.contains("2 records wait on the device; nothing is lost"))
    }
}

@Suite struct `A plan on a device` {
    private func exercise(_ slug: String, _ name: String, version: Int) throws -> PublishedContent<Exercise> {
        PublishedContent(
            version: version,
            content: Exercise(
                slug: try #require(Slug(slug)), name: try #require(Label(name)), category: .strength, targets: [],
                equipment: [], laterality: .bilateral, doseKind: .reps, purpose: Note(unchecked: "Stronger calves"),
                steps: [], cues: [], mistakes: [], stopSigns: [], defaultDose: Dose(sets: 2, reps: 10),
                defaultFrequency: Frequency(perWeek: 3), doseIsForPTToSet: false))
    }

    @Test func `shows what is written for the member, every step of a run program apart`() throws {
        let running = try #require(Slug("running"))
        let substitutes = try ["biking", "swimming", "rowing", "walking", "aqua-jogging"].map { try #require(Slug($0)) }
        let content = PlanContent(
            program: try #require(Slug("ankle")), title: Label(unchecked: "Ankle"),
            items: [
                PlanItem(
                    block: .main, exercise: try #require(Slug("calf-raises")), exerciseVersion: 1,
                    dose: Dose(sets: 3, reps: 10), side: .both, frequency: Frequency(perWeek: 3),
                    note: Note("Hold on to a wall."))
            ],
            modifications: [
                ActivityModification(
                    activity: running, usualDaysPerWeek: 5, maximumDaysPerWeek: 3, substitutes: substitutes,
                    minimumSubstituteDaysPerWeek: 2, until: LocalDay(dayNumber: 20_600))
            ], note: Note("For yourself: ice.\n1. Walk 30 min.\n2. Run 1 min, walk 4 min."))
        let plan = PlanRevision(
            number: 2, base: 1, author: PractitionerID(UUID()), authoredAt: Instant(milliseconds: 0),
            effectiveFrom: LocalDay(dayNumber: 20_500), reason: Note(unchecked: "Because"), content: content)
        let lines = DevicePlanCommand.lines(
            plan, nil, try CommonOptions.parse([]), today: LocalDay(dayNumber: 20_510))
        for line in [
            "  For yourself: ice.", "  1. Walk 30 min.", "  2. Run 1 min, walk 4 min.",
            "  calf-raises: Hold on to a wall.",
        ] { #expect(lines.contains(line)) }
        #expect(lines.allSatisfy { displayWidth(of: $0) <= 80 })
    }

    @Test func `means its exercises in the versions that it names`() throws {
        let planned = [try exercise("calf-raises", "Calf Raises", version: 1)]
        let published = [
            try exercise("calf-raises", "Calf Raises", version: 3),
            try exercise("seated-calf-raises", "Seated Calf Raises", version: 2),
        ]
        for (text, version) in [("calf-raises", 1), ("calf", 1), ("seated", 2)] {
            let found = try DeviceExerciseCommand.choice(text, planned: planned, published: published)
            #expect(found.version == version)
        }
        #expect(try DeviceExerciseCommand.choice("calf raises", planned: [], published: published).version == 3)
    }
}
