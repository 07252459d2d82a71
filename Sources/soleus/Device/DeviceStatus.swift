import Care
import CareClient
import ChartSync
import StrictJSON

/// What a device knows about itself.
struct DeviceStatus {
    var owner: DeviceOwner
    var state: DeviceState
    /// The number of the plan revision in hand, on a member's device.
    var plan: Int?
    var scopes: [(state: ScopeState, rows: Int)]
    var outbox: [OutboxEntry]
    /// What the service keeps apart, of all devices that write to the charts.
    var setAside: [(chart: MemberID, entry: ChartEntry<SetAside>)]
    /// Copies that were removed, and of which the service has not heard.
    var purged: [Scope]

    private func count(_ state: OutboxEntry.State) -> Int { outbox.count { $0.state == state } }

    func lines(all: Bool, _ common: CommonOptions) -> [String] {
        let records = recordTable(all: all)
        if common.plain { return records.plainLines }
        var lines = common.lines(of: pairs)
        var copies = TextTable([
            .init("COPY"), .init("VERSION", .right), .init("ROWS", .right), .init("CHECKSUM", yields: true),
        ])
        for (state, rows) in scopes {
            copies.add([name(of: state.scope), String(state.version), String(rows), state.comparisonText])
        }
        if !scopes.isEmpty { lines += [""] + common.lines(of: copies, empty: "") }
        if !records.rows.isEmpty { lines += [""] + common.lines(of: records, empty: "") }
        if !setAside.isEmpty { lines += ["", "Set aside by the service"] + setAside.flatMap(setAsideLines) }
        for (chart, refusal) in state.refusals.sorted(by: { $0.key < $1.key }) {
            lines += ["", printable("Nothing was taken of chart \(chart): \(refusal)")]
        }
        if !purged.isEmpty {
            lines += [
                "",
                "Removed, and the service has not heard of it yet: \(purged.map(\.shortName).joined(separator: ", "))",
            ]
        }
        return lines
    }

    private var pairs: [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = [
            ("device", "\(owner.device.name) (\(owner.device.id))"),
            (owner.holder.role.rawValue, owner.holder.nameText), ("service", owner.server),
        ]
        switch owner.state {
        case .active: break
        case .revoked: pairs.append(("standing", "revoked by the service; the copies were removed"))
        case .leaving: pairs.append(("standing", "signed out; the service has not heard of it yet"))
        }
        if owner.holder.role == .member { pairs.append(("plan", plan.map { "revision \($0)" } ?? "none yet")) }
        pairs += [
            ("waiting", "\(state.waiting) (\(count(.pending)) not sent, \(count(.sent)) sent without an answer)"),
            ("acknowledged", "\(count(.acknowledged)), of which \(outbox.count(where: \.isSetAside)) set aside"),
        ]
        if state.isClockOff, let offset = state.clockOffsetMilliseconds {
            pairs.append(("clock", "\(offset / 1_000) s off the service's: set it, or days will be wrong"))
        }
        return pairs
    }

    private func recordTable(all: Bool) -> TextTable {
        var table = TextTable([
            .init("NO", .right), .init("WHAT"), .init("RECORDED (UTC)"), .init("STATE"), .init("OUTCOME", yields: true),
        ])
        for entry in outbox where all || entry.state != .acknowledged || entry.isSetAside {
            table.add([
                String(entry.mutation.seq), entry.whatText, String(entry.recordedAt.shortText.dropLast(4)),
                entry.state.rawValue, entry.outcomeText,
            ])
        }
        return table
    }

    private func setAsideLines(_ chart: MemberID, _ entry: ChartEntry<SetAside>) -> [String] {
        let what = entry.content.kind.replacing("_", with: " ")
        var lines = [printable("  \(what), number \(entry.content.seq): \(entry.content.reason.text)")]
        if let detail = entry.content.detail { lines.append(printable("    \(detail.pointer) \(detail.message)")) }
        if let resolution = entry.content.resolution {
            lines.append("    \(resolution.decision.rawValue) by a \(resolution.role.rawValue)")
        }
        let actions = SetAsideAction.open(for: entry.content, row: entry.row, role: owner.holder.role)
        if !actions.isEmpty { lines.append("    \(actions.map(\.text).joined(separator: ", or ")) (\(entry.row))") }
        return lines
    }

    /// A member has one chart; a practitioner's are told apart by their members.
    private func name(of scope: Scope) -> String {
        if case (.chart(let member), .practitioner) = (scope, owner.holder.role) { return "chart \(member)" }
        return scope.shortName
    }

    var json: JSONValue {
        var object: JSONObject = [
            "device": .string(owner.device.id.description), "role": .string(owner.holder.role.rawValue),
            "server": .string(owner.server), "standing": .string(owner.state.rawValue),
            "pending": .integer(Int64(count(.pending))), "sent": .integer(Int64(count(.sent))),
            "acknowledged": .integer(Int64(count(.acknowledged))),
            "scopes": .array(scopes.map { Self.json($0.state, rows: $0.rows) }),
            "records": .array(outbox.map(Self.json)),
            "setAside": .array(
                setAside.map { chart, entry in
                    .object([
                        "row": .string(entry.row.description), "chart": .string(chart.description),
                        "reason": .string(entry.content.reason.rawValue),
                        "status": .string(entry.content.status.rawValue),
                        "actions": .array(
                            SetAsideAction.open(for: entry.content, row: entry.row, role: owner.holder.role)
                                .map { .string($0.rawValue) }),
                    ])
                }),
            "unconfirmedPurges": .array(purged.map { .string($0.description) }),
        ]
        switch owner.holder {
        case .member(let member): object["member"] = .string(member.id.description)
        case .practitioner(let id, _): object["practitioner"] = .string(id.description)
        }
        if let plan { object["plan"] = .integer(Int64(plan)) }
        if let offset = state.clockOffsetMilliseconds { object["clockOffsetMilliseconds"] = .integer(offset) }
        return .object(object)
    }

    private static func json(_ state: ScopeState, rows: Int) -> JSONValue {
        var object: JSONObject = [
            "scope": .string(state.scope.description), "epoch": .string(state.epoch),
            "version": .integer(state.version), "rows": .integer(Int64(rows)), "isComplete": .bool(state.isComplete),
            "comparison": .string(state.comparison.rawValue), "ackedSeq": .integer(state.ackedSeq),
        ]
        if let cursor = state.cursor { object["cursor"] = .string(cursor) }
        if let checksum = state.checksum { object["checksum"] = .string(checksum) }
        if let since = state.since { object["since"] = .string(since.description) }
        if let reason = state.dropReason { object["dropReason"] = .string(reason.rawValue) }
        return .object(object)
    }

    private static func json(_ entry: OutboxEntry) -> JSONValue {
        var object: JSONObject = [
            "chart": .string(entry.chart.description), "seq": .integer(entry.mutation.seq),
            "kind": .string(entry.mutation.kind), "op": .string(entry.mutation.op),
            "row": .string(entry.mutation.row.description), "recordedAt": .string(entry.recordedAt.description),
            "state": .string(entry.state.rawValue),
        ]
        if let outcome = entry.outcome { object["outcome"] = outcome.json }
        return .object(object)
    }
}

extension SetAsideAction {
    /// What can be done, for people.
    fileprivate var text: String {
        switch self {
        case .correctAndRecordAgain: "record it again as it should be"
        case .dismiss: "dismiss it"
        case .waitForPT: "wait for your PT to decide"
        }
    }
}

extension OutboxEntry {
    /// `check in` for an insertion, `shoe update` otherwise.
    fileprivate var whatText: String {
        let kind = mutation.kind.replacing("_", with: " ")
        return mutation.op == RowOperation.insert.rawValue ? kind : "\(kind) \(mutation.op)"
    }

    fileprivate var outcomeText: String {
        guard let outcome else { return "" }
        return isSetAside ? outcome.reasonText : "\(outcome.status.rawValue), version \(outcome.version)"
    }
}
