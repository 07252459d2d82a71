import Care
import ChartSync
import StrictJSON

/// Makes good rows of every kind, each optional field now there and now not.
struct RandomContent {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        // The ends are where columns are too narrow.
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: range.lowerBound
        case 1: range.upperBound
        default: Int.random(in: range, using: &generator)
        }
    }

    private mutating func maybe<Value>(_ make: (inout RandomContent) throws -> Value) rethrows -> Value? {
        Bool.random(using: &generator) ? try make(&self) : nil
    }

    private mutating func any<Value: CaseIterable>(_ type: Value.Type = Value.self) throws -> Value {
        try Samples.value(Array(type.allCases).randomElement(using: &generator))
    }

    private mutating func text(_ limit: Int) -> String {
        let alphabet = Array("aé„Ü“ß漢🏃'\"\\,{}%\u{301}")
        return "x" + String((0..<number(0...limit)).compactMap { _ in alphabet.randomElement(using: &generator) })
    }

    private mutating func label() throws -> Label { try Samples.value(Label(text(12))) }
    private mutating func note() throws -> Note { try Samples.value(Note(text(40) + "\n\t" + text(9))) }
    private mutating func slug() throws -> Slug { try Samples.slug("exercise-\(number(0...999))") }
    private mutating func pain() throws -> PainScore { try Samples.value(PainScore(number(0...10))) }
    private mutating func effort() throws -> EffortScore { try Samples.value(EffortScore(number(0...10))) }
    private mutating func day() -> LocalDay { LocalDay(dayNumber: number(-10_000...40_000)) }

    private mutating func moment() throws -> LocalMoment {
        let zone = try Samples.value(["UTC", "America/Denver", "Asia/Kathmandu"].randomElement(using: &generator))
        return LocalMoment(
            at: Instant(milliseconds: Int64(number(-2_000_000_000_000...2_000_000_000_000))),
            timeZone: try Samples.value(TimeZoneName(zone)), day: day())
    }

    mutating func checkIn() throws -> RowContent {
        let flags = RedFlag.allCases.shuffled(using: &generator).prefix(number(0...7))
        return .checkIn(
            CheckIn(
                moment: try moment(), about: try any(), pain: try pain(), site: try maybe { try $0.slug() },
                aspect: try maybe { try $0.any() },
                stiffness: try maybe { try Samples.value(StiffnessScore($0.number(0...10))) },
                swelling: maybe { $0.number(0...1) == 1 }, redFlags: Array(flags), note: try maybe { try $0.note() }))
    }

    mutating func run(shoe: RowID) throws -> RowContent {
        .runLog(
            RunLog(
                moment: try moment(), distanceMeters: number(1...500_000), durationSeconds: number(1...604_800),
                surface: try maybe { try $0.any() }, terrain: try maybe { try $0.any() }, shoe: maybe { _ in shoe },
                effort: try maybe { try $0.effort() }, painDuring: try maybe { try $0.pain() },
                note: try maybe { try $0.note() }))
    }

    mutating func shoe() throws -> RowContent {
        .shoe(
            Shoe(
                label: try label(), inUseFrom: day(), startMeters: number(0...5_000_000),
                firmness: try maybe { try $0.any() }, insert: maybe { $0.number(0...1) == 1 },
                retiredOn: maybe { $0.day() }))
    }

    mutating func outcome() throws -> RowContent {
        let instrument: OutcomeInstrument = try any()
        var response = OutcomeResponse(
            moment: try moment(), instrument: instrument, formVersion: number(1...1_000_000))
        if let items = instrument.itemCount {
            response.answers = (0..<items).map { _ in maybe { $0.number(0...4) } }
        } else {
            response.activities = try (0..<number(1...5)).map { index in
                RatedActivity(
                    activity: try Samples.value(Label("\(index) \(text(9))")),
                    ability: try Samples.value(AbilityScore(number(0...10))))
            }
        }
        return .outcomeResponse(response)
    }

    mutating func fall() throws -> RowContent {
        .fallReport(FallReport(moment: try moment(), kind: try any(), note: try maybe { try $0.note() }))
    }

    mutating func selfCare() throws -> RowContent {
        .selfCare(
            SelfCareLog(
                moment: try moment(), measure: try any(), site: try maybe { try $0.slug() },
                durationSeconds: maybe { $0.number(1...14_400) }, note: try maybe { try $0.note() }))
    }

    mutating func clearance(by practitioner: PractitionerID) throws -> RowContent {
        .clearance(
            Clearance(
                moment: try moment(), clearedBy: practitioner, seen: rows(1...100), note: try note()))
    }

    mutating func acknowledgement() throws -> RowContent {
        .disclaimerAcknowledgement(
            DisclaimerAcknowledgement(
                moment: try moment(), disclaimer: try slug(), disclaimerVersion: number(1...1_000_000)))
    }

    mutating func runPhase() throws -> RowContent { .runPhase(RunPhaseStart(phase: try any(), from: day())) }

    mutating func alert(_ finding: AlertFinding) throws -> RowContent {
        let opened = try moment().at
        return .alert(
            AlertRecord(
                finding: finding, since: try moment().at, evidence: rows(0...20), words: text(99),
                advice: maybe { $0.text(40) }, openedAt: opened, acknowledgedAt: try maybe { try $0.moment().at },
                snoozedUntil: try maybe { try $0.moment().at }, escalatedAt: maybe { _ in opened },
                closedAt: maybe { _ in opened }))
    }

    mutating func word(by practitioner: PractitionerID) throws -> RowContent {
        let level: AlertLevel = try any()
        let at = try moment().at
        return .alertAcknowledgement(
            AlertAcknowledgement(
                rule: try any(), level: level, evidence: rows(0...100), acknowledgedBy: practitioner, at: at,
                snoozedUntil: level == .critical ? nil : maybe { _ in at.adding(seconds: 3_600) },
                note: try maybe { try $0.note() }))
    }

    /// Each of the proposals, in turn.
    mutating func suggestion(_ turn: Int) throws -> RowContent {
        let proposals: [Proposal] = [
            .pause, .regress(exercise: try slug(), to: try slug()), .hold(exercise: try slug()),
            .progress(exercise: try slug(), to: try slug()), .runHold(from: day(), through: day()), .contact,
            .fewerExercises(minutesPerWeek: number(0...1_000)), .swap(exercise: try slug(), to: nil),
            .swap(exercise: try slug(), to: try slug()), .nextRunPhase(try any()), .runWarning(run: rows(1...1)[0]),
            .shoeDue(shoe: rows(1...1)[0]), .shoeOverdue(shoe: rows(1...1)[0]), .maintenance, .review(try any()),
        ]
        return .suggestion(
            SuggestionRecord(
                rule: try any(), ruleSet: "ankle-v1", proposal: proposals[turn % proposals.count],
                evidence: rows(1...30), words: text(99), madeAt: try moment().at))
    }

    mutating func message(from practitioner: PractitionerID?) throws -> RowContent {
        .message(Message(at: try moment().at, author: practitioner, text: try note()))
    }

    mutating func reading(by practitioner: PractitionerID?) throws -> RowContent {
        .messageReading(MessageReading(at: try moment().at, reader: practitioner, messages: rows(1...200)))
    }

    mutating func visit(by practitioner: PractitionerID) throws -> RowContent {
        let status: Visit.Status = try any()
        return .visit(
            Visit(
                moment: try moment(), practitioner: practitioner, mode: try any(),
                place: try maybe { try $0.label() }, status: status,
                minutes: status == .held ? number(1...480) : nil))
    }

    mutating func careNote(by practitioner: PractitionerID) throws -> RowContent {
        .careNote(CareNote(signedAt: try moment().at, author: practitioner, text: try note()))
    }

    mutating func goal() throws -> RowContent {
        .goal(Goal(text: try label(), dueOn: maybe { $0.day() }, status: try any()))
    }

    mutating func emergency(by practitioner: PractitionerID) throws -> RowContent {
        .emergencyAccess(EmergencyAccess(practitioner: practitioner, reason: try note(), from: try moment().at))
    }

    private mutating func rows(_ count: ClosedRange<Int>) -> [RowID] {
        (0..<number(count)).map { _ in .make(at: Instant(milliseconds: Int64(number(0...1_000_000)))) }
    }

    mutating func session(revision: Int) throws -> RowContent {
        let items = try (0..<number(1...60)).map { _ in
            LoggedItem(
                exercise: try slug(), sets: try (0..<number(0...10)).map { _ in try set() },
                skippedReason: try maybe { try $0.note() }, abandonedReason: try maybe { try $0.any() },
                difficulty: try maybe { try Samples.value(Difficulty($0.number(-2...2))) })
        }
        return .sessionLog(
            SessionLog(
                planRevision: maybe { _ in revision }, moment: try moment(), items: items,
                effort: try maybe { try $0.effort() }, painDuring: try maybe { try $0.pain() },
                note: try maybe { try $0.note() }))
    }

    private mutating func set() throws -> LoggedSet {
        let set = LoggedSet(
            reps: maybe { $0.number(0...1_000) }, holdSeconds: maybe { $0.number(0...3_600) },
            durationSeconds: maybe { $0.number(0...14_400) }, loadGrams: maybe { $0.number(0...500_000) })
        return set == LoggedSet() ? LoggedSet(reps: 1) : set
    }

    mutating func plan(number: Int, author: PractitionerID) throws -> RowContent {
        var content = PlanContent(
            program: try slug(), title: try label(), items: try (0..<self.number(0...40)).map { try item($0) },
            modifications: try (0..<self.number(0...10)).map { _ in try modification() },
            note: try maybe { try $0.note() }, until: maybe { $0.day() })
        if content.items.isEmpty { content.until = day() }
        return .planRevision(
            PlanRevision(
                number: number, base: number - 1, author: author, authoredAt: try moment().at, effectiveFrom: day(),
                reason: try note(),
                template: try maybe { TemplateReference(slug: try $0.slug(), version: $0.number(1...1_000_000)) },
                content: content))
    }

    private mutating func item(_ index: Int) throws -> PlanItem {
        var dose = Dose(
            sets: number(1...10), restSeconds: maybe { $0.number(0...600) },
            tempo: try maybe { try $0.label() }, targetEffort: try maybe { try $0.effort() })
        if number(0...1) == 0 {
            dose.reps = number(1...99)
            dose.repsMax = maybe { _ in 100 }
            dose.holdSeconds = maybe { $0.number(1...300) }
        } else {
            dose.durationSeconds = number(5...3_599)
            dose.durationSecondsMax = maybe { _ in 3_600 }
        }
        if number(0...1) == 0 { dose.loadGrams = number(0...200_000) } else { dose.band = try maybe { try $0.label() } }
        return PlanItem(
            block: try any(), exercise: try Samples.slug("exercise-\(index)"), exerciseVersion: number(1...1_000_000),
            dose: dose, side: try any(),
            frequency: Frequency(
                perDay: number(1...6), perWeek: number(1...7), phrase: try maybe { try $0.label() }),
            note: try maybe { try $0.note() })
    }

    private mutating func modification() throws -> ActivityModification {
        let usual = number(1...7)
        return ActivityModification(
            activity: try slug(), usualDaysPerWeek: usual, maximumDaysPerWeek: number(0...usual),
            substitutes: try (0..<number(1...8)).map { _ in try slug() }, minimumSubstituteDaysPerWeek: number(0...7),
            terrain: ActivityModification.Terrain.allCases.shuffled(using: &generator).prefix(number(0...6)).map { $0 },
            until: maybe { $0.day() })
    }
}
