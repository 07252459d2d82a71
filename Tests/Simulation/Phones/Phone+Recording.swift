import Care
import ChartSync
import StrictJSON

extension Phone {
    /// Records something of what its owner may do, right or wrong, on what they see.
    func recordSomething() {
        guard !isLeaving else { return }
        switch holder {
        case .member(let member):
            let choice = world.dice.number(1...120)
            switch choice {
            case ...22: record(.checkIn, checkIn(), on: member)
            case ...34: record(.sessionLog, session(on: member), on: member)
            case ...48: record(.runLog, run(on: member), on: member)
            case ...58: record(.shoe, shoe(), on: member)
            case ...78: updateShoe(on: member)
            case ...84: deleteSomething(kind: "shoe", on: member)
            case ...90:
                let kinds = ["check_in", "run_log", "fall_report", "outcome_response"]
                deleteSomething(kind: world.dice.pick(kinds) ?? "check_in", on: member)
            case ...93: bringBack(on: member)
            case ...96: dismissSomething(on: member)
            case ...98: record("check_in", "insert", newRow(), ["pain": 11], on: member)
            case ...100: record("gait_film", "insert", newRow(), ["place": "clinic"], on: member)
            default: recordAsMember(on: member)
            }
        case .practitioner(let practitioner):
            guard let member = world.dice.pick(disk.charts.filter { $0.value.isConsistent }.keys.sorted()) else {
                return
            }
            recordAsPractitioner(practitioner, on: member)
        }
        nudge()
    }

    func newRow() -> RowID { RowID(world.dice.uuid(at: now)) }

    private func record(_ kind: RowKind, _ body: JSONValue, on member: MemberID) {
        record(kind.rawValue, "insert", newRow(), body, on: member)
    }

    func record(
        _ kind: String, _ op: String, _ row: RowID, _ body: JSONValue?, base: Int64? = nil, on member: MemberID
    ) {
        var copy = copy(member)
        let tag = world.nextTag()
        let entry = ChartCopy.OutboxEntry(
            mutation: Mutation(seq: copy.nextSeq, kind: kind, op: op, row: row, base: base, body: body),
            schema: disk.schema, tag: tag)
        copy.nextSeq += 1
        copy.outbox.append(entry)
        disk.charts[member] = copy
        world.note(
            .recorded(
                History.Recording(
                    tag: tag, phone: number, chart: member, kind: kind, op: op, row: row,
                    body: body.map { String(decoding: JSONWriter.write($0), as: UTF8.self) }, base: base)))
        world.noteNumber(of: entry, on: member, by: self)
    }

    // MARK: What the owner sees

    /// The rows of the copy in the order of their ids.
    func seenRows(of member: MemberID) -> [WireRow] { copy(member).rows.values.sorted { $0.id < $1.id } }

    private func seenShoes(of member: MemberID) -> [(row: RowID, version: Int64)] {
        var shoes = seenRows(of: member).filter { $0.kind == "shoe" }
            .compactMap { row in RowID(row.id).map { ($0, row.version) } }
        for entry in copy(member).unsent where entry.mutation.kind == "shoe" && entry.mutation.op == "insert" {
            // Its version is not known; a base of 0 is older than any.
            shoes.append((entry.mutation.row, 0))
        }
        return shoes
    }

    // MARK: Bodies

    private func moment() -> JSONValue {
        let at = world.dice.oneIn(3) ? now.adding(seconds: -86_400 * Int64(world.dice.number(1...100))) : now
        return [
            "at": .string(at.description), "day": .string(TimeZoneName.utc.day(of: at).description), "timeZone": "UTC",
        ]
    }

    private func checkIn() -> JSONValue {
        var body: JSONObject = [
            "about": "now", "moment": moment(), "pain": .integer(Int64(world.dice.number(0...10))),
            "redFlags": world.dice.oneIn(10) ? ["calf_swelling"] : [],
        ]
        if world.dice.oneIn(2) { body[disk.schema == 1 ? "sideOfAnkle" : "aspect"] = "inner" }
        return .object(body)
    }

    private func session(on member: MemberID) -> JSONValue {
        var body: JSONObject = [
            "items": [["exercise": "calf-raises", "sets": [["reps": .integer(Int64(world.dice.number(1...20)))]]]],
            "moment": moment(),
        ]
        if world.dice.oneIn(8) {
            body["planRevision"] = 77
        } else if let latest = Prescriptions.latest(in: seenRows(of: member)) {
            body["planRevision"] = .integer(Int64(latest))
        }
        return .object(body)
    }

    private func run(on member: MemberID) -> JSONValue {
        var body: JSONObject = [
            "distanceMeters": .integer(Int64(world.dice.number(1_000...20_000))), "durationSeconds": 1_800,
            "moment": moment(),
        ]
        if world.dice.oneIn(8) {
            body["shoe"] = .string(newRow().description)
        } else if let shoe = world.dice.pick(seenShoes(of: member)) {
            body["shoe"] = .string(shoe.row.description)
        }
        return .object(body)
    }

    private func shoe() -> JSONValue {
        ["inUseFrom": "2026-10-01", "label": .string("Pair \(world.dice.number(1...9_999))"), "startMeters": 0]
    }

    private func updateShoe(on member: MemberID) {
        guard let shoe = world.dice.pick(seenShoes(of: member)) else { return record(.shoe, shoe(), on: member) }
        let updates: [JSONValue] = [
            ["label": .string("Pair \(world.dice.number(1...9_999))")],
            ["inUseFrom": "2026-10-02", "startMeters": .integer(Int64(world.dice.number(0...9_999)))],
            ["firmness": "soft"], ["firmness": .null, "insert": true],
            ["retiredOn": world.dice.oneIn(2) ? "2026-11-20" : .null], ["startMeters": -1],
        ]
        record("shoe", "update", shoe.row, world.dice.pick(updates), base: shoe.version, on: member)
    }

    private func deleteSomething(kind: String, on member: MemberID) {
        guard let row = world.dice.pick(seenRows(of: member).filter { $0.kind == kind }), let id = RowID(row.id) else {
            return record(.checkIn, checkIn(), on: member)
        }
        record(kind, "delete", id, nil, base: world.dice.oneIn(2) ? row.version : nil, on: member)
    }

    /// Records a row again that the member's chart has had: a watch that is read again, a copy of an old phone.
    private func bringBack(on member: MemberID) {
        let op = world.dice.oneIn(4) ? "insert" : "delete"
        let earlier = world.recordings.values.filter { $0.chart == member && $0.kind == "check_in" && $0.op == op }
            .sorted { $0.tag < $1.tag }
        guard let recording = world.dice.pick(earlier) else { return }
        record("check_in", "insert", recording.row, checkIn(), on: member)
    }

    private func dismissSomething(on member: MemberID) {
        let waiting = seenRows(of: member).filter { $0.kind == "set_aside" && $0.body["resolution"] == nil }
        guard let row = world.dice.pick(waiting), let id = RowID(row.id) else { return }
        record("set_aside", "update", id, ["decision": "dismissed"], base: row.version, on: member)
    }
}

/// Plans for everybody who writes one.
enum Prescriptions {
    static func latest(in rows: [WireRow]) -> Int? {
        rows.filter { $0.kind == "plan_revision" }.compactMap { $0.body["number"]?.integerValue.map(Int.init) }.max()
    }

    static func revision(
        after rows: [WireRow], by practitioner: PractitionerID, at now: Instant, reason: String
    ) -> JSONValue {
        let base = Int64(latest(in: rows) ?? 0)
        let item: JSONValue = [
            "block": "main", "dose": ["reps": 12, "sets": 3], "exercise": "calf-raises", "exerciseVersion": 1,
            "frequency": ["perDay": 1, "perWeek": 3], "side": "both",
        ]
        return [
            "author": .string(practitioner.description), "authoredAt": .string(now.description), "base": .integer(base),
            "content": ["items": [item], "modifications": [], "program": "ankle-pain", "title": "Ankle plan"],
            "effectiveFrom": .string(TimeZoneName.utc.day(of: now).description), "number": .integer(base + 1),
            "reason": .string(reason),
        ]
    }
}
