import Care
public import Foundation

/// Something that a member did for themselves beside the exercises; nothing of it is prescribed, and nothing is expected.
public struct SelfCare: Hashable, Sendable {
    /// What was done; ice and heat are two records.
    public enum Measure: String, Hashable, Sendable, CaseIterable {
        case ice, heat
        /// A foam roller, a tennis ball or the like.
        case foamRoller = "foam_roller"
    }

    /// What was done.
    public var measure: Measure
    /// 1 to 14,400; nil when the member does not say.
    public var durationSeconds: Int?
    /// Where, such as `left-ankle`.
    public var site: String?
    /// When it was, by the device's clock.
    public var at: Date
    /// An IANA name such as `America/Denver`.
    public var timeZone: String
    /// What the member adds, for their PT.
    public var note: String?

    /// Self-care of this moment, here, unless said otherwise.
    public init(
        _ measure: Measure, durationSeconds: Int? = nil, site: String? = nil, at: Date = Date(),
        timeZone: String = TimeZone.current.identifier, note: String? = nil
    ) {
        self.measure = measure
        self.durationSeconds = durationSeconds
        self.site = site
        self.at = at
        self.timeZone = timeZone
        self.note = note
    }

    init(_ log: SelfCareLog) {
        self.init(
            Measure(rawValue: log.measure.rawValue) ?? .ice, durationSeconds: log.durationSeconds,
            site: log.site?.description, at: log.moment.at.date, timeZone: log.moment.timeZone.description,
            note: log.note?.description)
    }

    func log() throws(CareFailure) -> SelfCareLog {
        var fields = FieldReading()
        let moment = fields.moment(at, timeZone)
        let measure = fields.required(
            "measure", SelfCareLog.Measure(rawValue: measure.rawValue), "must be a known measure")
        let site = fields.optional("site", site, "must be a name such as left-ankle") { Slug($0) }
        let note = fields.note(note)
        guard let moment, let measure else { return try fields.finished(nil) }
        return try fields.finished(
            SelfCareLog(moment: moment, measure: measure, site: site, durationSeconds: durationSeconds, note: note))
    }
}
