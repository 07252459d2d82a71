import Care
public import Foundation

/// Why the plan is paused, and what the member is to do.
///
/// It holds from the moment at which a red flag or a fall was recorded, with or without a network, until a PT has cleared
/// the member.
public struct PlanPauseNotice: Hashable, Sendable {
    /// Since when, by the clock of the device that reported it.
    public var since: Date
    /// What the member reported, each in words; empty for a fall.
    public var symptoms: [String]
    /// What to do now, to be shown at once and as it is.
    public var advice: String

    init(_ pause: PlanPause) {
        since = pause.at.date
        switch pause.cause {
        case .redFlags(let flags):
            symptoms = flags.map(\.text)
            advice = RedFlag.advice
        case .fall:
            symptoms = []
            advice = AlertFinding.fall.advice ?? ""
        }
    }
}

/// Something that a member acknowledges before the first session.
public struct DisclaimerToAcknowledge: Hashable, Sendable, Identifiable {
    /// Its name in the catalog.
    public var id: String
    /// The version that is shown.
    public var version: Int
    /// What stands above it.
    public var title: String
    /// What the member reads.
    public var text: String

    init(_ disclaimer: PublishedContent<Disclaimer>) {
        id = disclaimer.content.slug.description
        version = disclaimer.version
        title = disclaimer.content.title.description
        text = disclaimer.content.text.description
    }
}
