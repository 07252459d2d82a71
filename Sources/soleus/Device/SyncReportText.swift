import Care
import CareClient
import ChartSync
import StrictJSON

extension SyncReport {
    /// What a person reads: what went out, what came in, and whether the copies agree.
    func pairs(planBefore: Int?, planAfter: Int?, scopes: [ScopeState]) -> [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = [("sent", sentText)]
        for outcome in outcomes where outcome.status == .rejected || outcome.status == .quarantined {
            pairs.append(("set aside", "number \(outcome.seq): \(outcome.reasonText)"))
        }
        if requeued > 0 { pairs.append(("sent again", "\(requeued), which the service had lost in a restore")) }
        if tookNewIdentity { pairs.append(("device", "enrolled anew: another device had used its numbers")) }
        pairs.append(("received", "\(Self.counted(rowsPulled, "row")), \(Self.counted(rowsDeleted, "deletion"))"))
        for drop in dropped { pairs.append(("dropped", "\(drop.scope.shortName): \(drop.reason.text)")) }
        if !purged.isEmpty { pairs.append(("removed", purged.map(\.shortName).joined(separator: ", "))) }
        if !rebased.isEmpty { pairs.append(("replaced", rebased.map(\.shortName).joined(separator: ", "))) }
        if !repaired.isEmpty { pairs.append(("repaired", repaired.map(\.shortName).joined(separator: ", "))) }
        if let planAfter, planAfter != planBefore {
            pairs.append(("plan", "revision \(planAfter)" + (planBefore.map { ", was \($0)" } ?? "")))
        }
        let charts = scopes.filter { if case .chart = $0.scope { true } else { false } }
        for scope in scopes where charts.count <= 1 || !charts.contains(scope) {
            pairs.append((scope.scope.shortName, "version \(scope.version), \(scope.comparisonText)"))
        }
        if charts.count > 1 {
            pairs.append(("charts", "\(charts.count), of which \(charts.count(where: \.isComplete)) are complete"))
        }
        pairs.append(("waiting", waiting == 0 ? "nothing" : Self.counted(waiting, "record")))
        return pairs
    }

    private var sentText: String {
        guard !outcomes.isEmpty else { return "nothing" }
        let statuses = Outcome.Status.allCases.compactMap { status in
            let count = outcomes.count { $0.status == status }
            return count == 0 ? nil : "\(count) \(status.rawValue)"
        }
        return "\(Self.counted(outcomes.count, "record")): \(statuses.joined(separator: ", "))"
    }

    private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    /// The same for programs.
    var json: JSONValue {
        func names(_ scopes: [Scope]) -> JSONValue { .array(scopes.map { .string($0.description) }) }
        var object: JSONObject = [
            "outcomes": .array(outcomes.map(\.json)), "rowsPulled": .integer(Int64(rowsPulled)),
            "rowsDeleted": .integer(Int64(rowsDeleted)), "rebased": names(rebased), "repaired": names(repaired),
            "proved": names(proved), "different": names(different), "requeued": .integer(Int64(requeued)),
            "dropped": names(dropped.map(\.scope)), "purged": names(purged), "tookNewIdentity": .bool(tookNewIdentity),
            "waiting": .integer(Int64(waiting)),
            "isComplete": .bool(isComplete),
        ]
        if let interruption { object["interruption"] = .string(interruption.description) }
        return .object(object)
    }
}

extension Outcome {
    /// Why it was set aside, for people.
    var reasonText: String {
        let reason = reason?.text ?? "No reason was given."
        let place = detail.map { " (\($0.pointer) \($0.message))" } ?? ""
        return "\(status.rawValue): \(reason)\(place)"
    }

    var json: JSONValue {
        var object: JSONObject = [
            "seq": .integer(seq), "status": .string(status.rawValue), "version": .integer(version),
        ]
        if let reason { object["reason"] = .string(reason.rawValue) }
        return .object(object)
    }
}

extension Scope {
    /// `chart`, `panel` or `catalog`.
    var shortName: String {
        switch self {
        case .chart: "chart"
        case .panel: "panel"
        case .catalog: "catalog"
        }
    }
}

extension ScopeDrop.Reason {
    /// Why a copy has to go, for people.
    var text: String {
        switch self {
        case .accessEnded: "your place on the care team has ended"
        }
    }
}

extension ScopeState {
    /// Whether the copy was proved equal to the service's, for people.
    var comparisonText: String {
        if let dropReason { return "to be removed: \(dropReason.text)" }
        guard isComplete else { return "more to come" }
        if let since { return "history since \(since)" }
        switch comparison {
        case .equal: return "equal to the service's (checksum \((checksum ?? "").prefix(12))…)"
        case .different: return "DIFFERENT from the service's"
        case .unchecked: return "not compared"
        }
    }
}
