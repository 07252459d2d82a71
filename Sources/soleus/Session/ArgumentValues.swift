import ArgumentParser
import Care
import CareMessages

// Values of the domain as arguments: what cannot be one is refused by the parser, before anything is sent.

extension Slug: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

extension Label: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

extension Note: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

extension LocalDay: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

extension USState: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

extension Identifier: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

extension CareTeamRole: ExpressibleByArgument {}
extension Sponsor.Kind: ExpressibleByArgument {}
extension FeedMode: ExpressibleByArgument {}
extension EndDateMeaning: ExpressibleByArgument {}
extension RosterDateFormat: ExpressibleByArgument {}
extension MatchKeys: ExpressibleByArgument {}
extension FeedRules.Approval: ExpressibleByArgument {}
extension LoadEffect: ExpressibleByArgument {}
extension Role: ExpressibleByArgument {}
extension Side: ExpressibleByArgument {}
extension PlanItem.Block: ExpressibleByArgument {}

extension Licence: ExpressibleByArgument {
    /// `CO:license:PT-1234:2024-01-01:2027-12-31`: state, kind, number, first and last day.
    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 5, let state = USState(parts[0]), let kind = Kind(rawValue: String(parts[1])),
            let number = Label(parts[2]), let from = LocalDay(parts[3]), let through = LocalDay(parts[4]),
            from <= through
        else { return nil }
        self.init(state: state, kind: kind, number: number, validFrom: from, validThrough: through)
    }
}

/// `10` or `10-15` repetitions.
struct RepetitionArgument: ExpressibleByArgument, Hashable {
    var lower: Int
    var upper: Int?

    init?(argument: String) {
        guard let range = PlanTextNumbers.range(argument) else { return nil }
        (lower, upper) = range
    }
}

/// `90`, `90s`, `120-180s` or `2min`; seconds where no unit is given.
struct SecondsArgument: ExpressibleByArgument, Hashable {
    var lower: Int
    var upper: Int?

    init?(argument: String) {
        guard let range = PlanTextNumbers.seconds(argument) ?? PlanTextNumbers.range(argument) else { return nil }
        (lower, upper) = range
    }
}

/// `5kg`, `2.5kg` or `500g`.
struct LoadArgument: ExpressibleByArgument, Hashable {
    var grams: Int

    init?(argument: String) {
        guard let grams = PlanTextNumbers.grams(argument) else { return nil }
        self.grams = grams
    }
}
