import Care
public import Foundation

/// A questionnaire about what a member can do, as they filled it in.
///
/// The questions themselves are the app's to show, where it has the right to: here are only the answers.
public struct OutcomeReport: Hashable, Sendable {
    /// Which questionnaire it is.
    public enum Instrument: String, Hashable, Sendable, CaseIterable {
        /// 1 to 5 activities of the member's own, each from 0 (unable) to 10 (as before); a mean needs 3.
        case psfs
        /// 21 answers from 0 (unable) to 4 (no difficulty); a score needs 19.
        case faamADL = "faam_adl"
        /// 8 answers from 0 to 4; a score needs 7.
        case faamSports = "faam_sports"

        /// The places for answers on the form; nil for the PSFS, whose activities are the member's own.
        public var answerCount: Int? { known.itemCount }

        /// The answers without which there is no score.
        public var requiredAnswers: Int { known.requiredAnswers }

        private var known: OutcomeInstrument {
            switch self {
            case .psfs: .psfs
            case .faamADL: .faamADL
            case .faamSports: .faamSports
            }
        }
    }

    /// An activity of the PSFS.
    public struct Activity: Hashable, Sendable {
        /// In the member's own words.
        public var name: String
        /// 0 (unable) to 10 (as before).
        public var ability: Int

        /// An activity with how well it goes.
        public init(_ name: String, ability: Int) {
            self.name = name
            self.ability = ability
        }
    }

    /// Which questionnaire it is.
    public var instrument: Instrument
    /// The version of the form that was shown.
    public var formVersion: Int
    /// Of the PSFS; empty for the others.
    public var activities: [Activity]
    /// Of the FAAM in the order of the form, nil for no answer; empty for the PSFS.
    public var answers: [Int?]
    /// When it was, by the device's clock.
    public var at: Date
    /// An IANA name such as `America/Denver`.
    public var timeZone: String
    /// With one digit after the point, such as `4.3`; nil where too little was answered.
    public var score: String? {
        // try?: what cannot be recorded has no score either.
        (try? response())?.score?.text
    }

    /// A questionnaire of this moment, here, unless said otherwise.
    public init(
        _ instrument: Instrument, activities: [Activity] = [], answers: [Int?] = [], formVersion: Int = 1,
        at: Date = Date(), timeZone: String = TimeZone.current.identifier
    ) {
        self.instrument = instrument
        self.formVersion = formVersion
        self.activities = activities
        self.answers = answers
        self.at = at
        self.timeZone = timeZone
    }

    init(_ response: OutcomeResponse) {
        self.init(
            Instrument(rawValue: response.instrument.rawValue) ?? .psfs,
            activities: response.activities.map {
                Activity($0.activity.description, ability: $0.ability.rawValue)
            }, answers: response.answers, formVersion: response.formVersion, at: response.moment.at.date,
            timeZone: response.moment.timeZone.description)
    }

    /// How many more answers there have to be before there is a score; 0 when there is one.
    public var missingAnswers: Int {
        let given = instrument == .psfs ? activities.count : answers.count { $0 != nil }
        return max(0, instrument.requiredAnswers - given)
    }

    func response() throws(CareFailure) -> OutcomeResponse {
        var fields = FieldReading()
        let moment = fields.moment(at, timeZone)
        let instrument = fields.required(
            "instrument", OutcomeInstrument(rawValue: instrument.rawValue), "must be a known instrument")
        var rated: [RatedActivity] = []
        for activity in activities {
            let name = fields.required("activities", Label(activity.name), "must be a line of text")
            let ability = fields.required("activities", AbilityScore(activity.ability), "must be 0 to 10 each")
            if let name, let ability { rated.append(RatedActivity(activity: name, ability: ability)) }
        }
        guard let moment, let instrument else { return try fields.finished(nil) }
        return try fields.finished(
            OutcomeResponse(
                moment: moment, instrument: instrument, formVersion: formVersion, activities: rated, answers: answers))
    }
}

/// A fall, or nearly one.
public struct Fall: Hashable, Sendable {
    /// Whether it was caught before the ground.
    public var wasNear: Bool
    /// When it was, by the device's clock.
    public var at: Date
    /// An IANA name such as `America/Denver`.
    public var timeZone: String
    /// What the member adds, for their PT.
    public var note: String?

    /// A fall of this moment, here, unless said otherwise.
    public init(
        wasNear: Bool = false, at: Date = Date(), timeZone: String = TimeZone.current.identifier, note: String? = nil
    ) {
        self.wasNear = wasNear
        self.at = at
        self.timeZone = timeZone
        self.note = note
    }

    init(_ report: FallReport) {
        self.init(
            wasNear: report.kind == .nearFall, at: report.moment.at.date,
            timeZone: report.moment.timeZone.description, note: report.note?.description)
    }

    func report() throws(CareFailure) -> FallReport {
        var fields = FieldReading()
        let moment = fields.moment(at, timeZone)
        let note = fields.note(note)
        guard let moment else { return try fields.finished(nil) }
        return try fields.finished(FallReport(moment: moment, kind: wasNear ? .nearFall : .fall, note: note))
    }
}
