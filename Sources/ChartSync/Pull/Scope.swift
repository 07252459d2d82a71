package import Care

/// What a device may hold a copy of: `chart:<member id>`, `panel` or `catalog`.
package enum Scope: Hashable, Sendable, Codable, CustomStringConvertible {
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

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let scope = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "must be catalog, panel or chart:<member id>")
        }
        self = scope
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
