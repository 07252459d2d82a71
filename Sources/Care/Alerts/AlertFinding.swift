/// How urgently a human should look, from what can wait to what cannot.
package enum AlertLevel: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    case low, high, critical

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .high: 1
        case .critical: 2
        }
    }
}

/// What an alert is about; of each rule only the highest level is open (choice, domain guide §4.9).
package enum AlertRule: String, Hashable, Sendable, Codable, CaseIterable {
    case redFlag = "red_flag"
    case fall, pain, function, engagement
}

/// What was found, with its rule and level.
///
/// The thresholds are those in use in the market (support.medbridge.com article 38756503253779); red flags are those of the
/// Ottawa ankle rules (PMC2938320) and of the table "Medical screening for the knee, leg, ankle or foot".
package enum AlertFinding: String, Hashable, Sendable, Codable, CaseIterable {
    case redFlag = "red_flag"
    case fall
    case nearFall = "near_fall"
    /// 7 and more.
    case painSevere = "pain_severe"
    /// 2 and more above the report before.
    case painJump = "pain_jump"
    /// 5 and more, and 1 above the report before.
    case painRising = "pain_rising"
    /// A score a fifth and more below the one before.
    case functionLost = "function_lost"
    /// No gain in the last two assessments.
    case functionFlat = "function_flat"
    /// 49 h without a log-in.
    case silent49Hours = "silent_49_hours"
    /// More than 14 days.
    case silent14Days = "silent_14_days"
    /// 21 days: the member counts as dropped.
    case dropped

    package var rule: AlertRule {
        switch self {
        case .redFlag: .redFlag
        case .fall, .nearFall: .fall
        case .painSevere, .painJump, .painRising: .pain
        case .functionLost, .functionFlat: .function
        case .silent49Hours, .silent14Days, .dropped: .engagement
        }
    }

    package var level: AlertLevel {
        switch self {
        case .redFlag, .fall, .painSevere, .functionLost: .critical
        case .nearFall, .painJump, .silent14Days, .dropped: .high
        case .painRising, .functionFlat, .silent49Hours: .low
        }
    }

    /// How long the silence is before it is found; nil for what time alone does not bring.
    package var silenceMilliseconds: Int64? {
        let hour: Int64 = 3_600_000
        return switch self {
        case .silent49Hours: 49 * hour
        // More than 14 days, so not yet at 14 days sharp.
        case .silent14Days: 14 * 24 * hour + 1
        case .dropped: 21 * 24 * hour
        default: nil
        }
    }

    /// From the shortest silence to the longest.
    package static let silences: [AlertFinding] = [.silent49Hours, .silent14Days, .dropped]
}
