package import Care

/// What a device may hold a copy of: `chart:<member id>`, `panel` or `catalog`.
package enum Scope: TextValue {
    /// Everything that belongs to one member's care.
    case chart(MemberID)
    /// The list of the charts that a practitioner may see now.
    case panel
    /// Exercises, templates, articles and disclaimers.
    case catalog

    package var description: String {
        switch self {
        case .chart(let member): "chart:\(member)"
        case .panel: "panel"
        case .catalog: "catalog"
        }
    }

    package init?(_ text: some StringProtocol) {
        if text == "catalog" {
            self = .catalog
        } else if text == "panel" {
            self = .panel
        } else if text.hasPrefix("chart:"), let member = MemberID(text.dropFirst(6)) {
            self = .chart(member)
        } else {
            return nil
        }
    }

    package static var rule: String { "must be catalog, panel or chart:<member id>" }
}
