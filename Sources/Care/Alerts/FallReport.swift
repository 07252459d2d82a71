/// A fall, or nearly one, as the member or the care team recorded it.
///
/// A fall pauses the plan until a PT clears the member; a near fall does not (thresholds in use in the market,
/// support.medbridge.com article 38756503253779).
package struct FallReport: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case fall
        case nearFall = "near_fall"
    }

    package var moment: LocalMoment
    package var kind: Kind
    package var note: Note?

    package init(moment: LocalMoment, kind: Kind, note: Note? = nil) {
        self.moment = moment
        self.kind = kind
        self.note = note
    }
}
