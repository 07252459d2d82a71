/// Something that a member did for themselves beside the exercises, such as ice; whatever works for them.
///
/// It is logged and never dosed: no plan asks for it, no adherence counts it (domain guide §2.8). Foam rolling for so many
/// seconds can be prescribed, too, and is then an exercise of a session (§2.7).
package struct SelfCareLog: Hashable, Sendable, Codable {
    /// What was done; ice and heat are two logs.
    package enum Measure: String, Hashable, Sendable, Codable, CaseIterable {
        case ice, heat
        /// A foam roller, a tennis ball or the like.
        case foamRoller = "foam_roller"

        /// Such as `foam roller`.
        package var text: String {
            switch self {
            case .ice: "ice"
            case .heat: "heat"
            case .foamRoller: "foam roller"
            }
        }
    }

    package var moment: LocalMoment
    package var measure: Measure
    /// Where, such as `left-ankle`.
    package var site: Slug?
    /// 1–14,400 s, where the member says how long.
    package var durationSeconds: Int?
    package var note: Note?

    package init(
        moment: LocalMoment, measure: Measure, site: Slug? = nil, durationSeconds: Int? = nil, note: Note? = nil
    ) {
        self.moment = moment
        self.measure = measure
        self.site = site
        self.durationSeconds = durationSeconds
        self.note = note
    }

    package var violations: [FieldViolation] {
        guard let durationSeconds, !(1...14_400).contains(durationSeconds) else { return [] }
        return [FieldViolation(pointer: "/durationSeconds", message: "must be 1 to 14400")]
    }
}
