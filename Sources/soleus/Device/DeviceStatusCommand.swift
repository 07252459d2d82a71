import ArgumentParser
import Care
import CareClient
import ChartSync
import StrictJSON

/// The command `soleus device status`; its help says what it does.
struct DeviceStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "status", "Show what waits, what was set aside and how far the copy has come; no network is needed.",
        examples: [
            "soleus device status --device phone", "soleus device status --device phone --all",
            "soleus device status --device phone --json",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Flag(help: "List the records that the service has applied, too.") var all = false

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let status = DeviceStatus(
            device: try handle.enrolled(),
            plan: try handle.read { store throws(StoreError) in try store.plan()?.content.number },
            scopes: try handle.read { store throws(StoreError) in
                try store.scopes().map { scope throws(StoreError) in (scope, try store.rowCount(of: scope.scope)) }
            },
            outbox: try handle.read { store throws(StoreError) in try store.outbox() },
            setAside: try handle.read { store throws(StoreError) in try store.setAside() })
        common.show(status.json) { status.lines(all: all, common) }
    }
}

/// What a device knows about itself.
struct DeviceStatus {
    var device: EnrolledDevice
    /// The number of the plan revision in hand.
    var plan: Int?
    var scopes: [(state: ScopeState, rows: Int)]
    var outbox: [OutboxEntry]
    /// What the service keeps apart, of all the member's devices.
    var setAside: [ChartEntry<SetAside>]

    private func count(_ state: OutboxEntry.State) -> Int { outbox.count { $0.state == state } }

    func lines(all: Bool, _ common: CommonOptions) -> [String] {
        var table = TextTable([
            .init("NO", .right), .init("WHAT"), .init("RECORDED (UTC)"), .init("STATE"), .init("OUTCOME", yields: true),
        ])
        for entry in outbox where all || entry.state != .acknowledged || entry.isSetAside {
            table.add([
                String(entry.mutation.seq), entry.whatText, String(entry.recordedAt.shortText.dropLast(4)),
                entry.state.rawValue, entry.outcomeText,
            ])
        }
        if common.plain { return table.plainLines }
        let waiting = count(.pending) + count(.sent)
        var lines = common.lines(of: [
            ("device", "\(device.device.name) (\(device.device.id))"),
            ("member", "\(device.member.firstName) \(device.member.lastName)"), ("service", device.server),
            ("plan", plan.map { "revision \($0)" } ?? "none yet"),
            ("waiting", "\(waiting) (\(count(.pending)) not sent, \(count(.sent)) sent without an answer)"),
            ("acknowledged", "\(count(.acknowledged)), of which \(outbox.count(where: \.isSetAside)) set aside"),
        ])
        var copies = TextTable([
            .init("COPY"), .init("VERSION", .right), .init("ROWS", .right), .init("CHECKSUM", yields: true),
        ])
        for (state, rows) in scopes {
            copies.add([state.scope.shortName, String(state.version), String(rows), state.comparisonText])
        }
        if !scopes.isEmpty { lines += [""] + common.lines(of: copies, empty: "") }
        if !table.rows.isEmpty { lines += [""] + common.lines(of: table, empty: "") }
        if !setAside.isEmpty {
            lines += ["", "Set aside by the service"]
            lines += setAside.map { entry in
                let reason = entry.content.reason.rawValue.replacing("_", with: " ")
                return printable("  \(entry.content.kind), number \(entry.content.seq): \(reason)")
            }
        }
        return lines
    }

    var json: JSONValue {
        var object: JSONObject = [
            "device": .string(device.device.id.description), "member": .string(device.member.id.description),
            "server": .string(device.server), "pending": .integer(Int64(count(.pending))),
            "sent": .integer(Int64(count(.sent))), "acknowledged": .integer(Int64(count(.acknowledged))),
            "scopes": .array(scopes.map { Self.json($0.state, rows: $0.rows) }),
            "records": .array(outbox.map(Self.json)),
        ]
        if let plan { object["plan"] = .integer(Int64(plan)) }
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
        return .object(object)
    }

    private static func json(_ entry: OutboxEntry) -> JSONValue {
        var object: JSONObject = [
            "seq": .integer(entry.mutation.seq), "kind": .string(entry.mutation.kind),
            "op": .string(entry.mutation.op), "row": .string(entry.mutation.row.description),
            "recordedAt": .string(entry.recordedAt.description), "state": .string(entry.state.rawValue),
        ]
        if let outcome = entry.outcome { object["outcome"] = outcome.json }
        return .object(object)
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
