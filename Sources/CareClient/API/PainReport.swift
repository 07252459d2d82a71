import Care
public import Foundation

/// How much it hurts, as a member reports it.
public struct PainReport: Hashable, Sendable {
    /// What the score is about; reports of different moments are never mixed in one series.
    public enum Moment: String, Hashable, Sendable, CaseIterable {
        case now, during, after
        /// The morning after an activity.
        case nextMorning = "next_morning"
        case worstIn24Hours = "worst_24h"
        case averageOver7Days = "avg_7d"
    }

    /// 0 (not at all) to 10 (the worst imaginable).
    public var pain: Int
    /// What the score is about.
    public var about: Moment
    /// When it was, by the device's clock.
    public var at: Date
    /// An IANA name such as `America/Denver`.
    public var timeZone: String
    /// Where it hurts, such as `left-ankle`.
    public var site: String?
    /// 0 to 10.
    public var stiffness: Int?
    /// Whether it is swollen; nil when nobody asked.
    public var swelling: Bool?
    /// Symptoms that need medical care before exercise, by their names in the protocol.
    public var redFlags: [String]
    /// What the member adds, for their PT.
    public var note: String?

    /// A report of this moment, here, unless said otherwise.
    public init(
        pain: Int, about: Moment, at: Date = Date(), timeZone: String = TimeZone.current.identifier,
        site: String? = nil, stiffness: Int? = nil, swelling: Bool? = nil, redFlags: [String] = [],
        note: String? = nil
    ) {
        self.pain = pain
        self.about = about
        self.at = at
        self.timeZone = timeZone
        self.site = site
        self.stiffness = stiffness
        self.swelling = swelling
        self.redFlags = redFlags
        self.note = note
    }

    init(_ checkIn: CheckIn) {
        self.init(
            pain: checkIn.pain.rawValue, about: Moment(rawValue: checkIn.about.rawValue) ?? .now,
            at: checkIn.moment.at.date, timeZone: checkIn.moment.timeZone.description,
            site: checkIn.site?.description, stiffness: checkIn.stiffness?.rawValue, swelling: checkIn.swelling,
            redFlags: checkIn.redFlags.map(\.rawValue), note: checkIn.note?.description)
    }

    func checkIn() throws(CareFailure) -> CheckIn {
        var fields = FieldReading()
        let moment = fields.moment(at, timeZone)
        let score = fields.required("pain", PainScore(pain), "must be 0 to 10")
        let about = fields.required("about", CheckIn.Moment(rawValue: about.rawValue), "must be a known moment")
        let site = fields.optional("site", site, "must be a name such as left-ankle") { Slug($0) }
        let stiffness = fields.optional("stiffness", stiffness, "must be 0 to 10") { StiffnessScore($0) }
        let flags = redFlags.compactMap { flag in
            fields.required("redFlags", RedFlag(rawValue: flag), "names a symptom that is not known")
        }
        let note = fields.note(note)
        guard let moment, let score, let about else { return try fields.finished(nil) }
        return try fields.finished(
            CheckIn(
                moment: moment, about: about, pain: score, site: site, stiffness: stiffness, swelling: swelling,
                redFlags: flags, note: note))
    }
}
