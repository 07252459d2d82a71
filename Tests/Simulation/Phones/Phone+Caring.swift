import Care
import ChartSync
import StrictJSON

/// What PTs record on their tablets, and what members record besides pain, sessions, runs and shoes.
extension Phone {
    private var records: Records { Records(now: now) }

    private func insert(_ kind: RowKind, _ body: JSONValue?, on member: MemberID) {
        guard let body else { return }
        record(kind.rawValue, "insert", newRow(), body, on: member)
    }

    private func seen(_ kind: RowKind, of member: MemberID) -> [WireRow] {
        seenRows(of: member).filter { $0.kind == kind.rawValue }
    }

    /// A message, a goal, a questionnaire, a fall, a disclaimer.
    func recordAsMember(on member: MemberID) {
        let days = world.dice.oneIn(3) ? world.dice.number(1...60) : 0
        switch world.dice.number(1...100) {
        case ...30:
            // Now and then in somebody else's name, which is kept aside.
            let author = world.dice.oneIn(12) ? Roster.practitioners[0] : nil
            insert(.message, records.message(world.dice.number(1...9_999), by: author), on: member)
        case ...50:
            let ability = world.dice.number(0...10)
            insert(.outcomeResponse, records.outcome(daysAgo: days, ability: ability), on: member)
        case ...62: insert(.fallReport, records.fall(daysAgo: days, isNear: world.dice.oneIn(2)), on: member)
        case ...70: insert(.disclaimerAcknowledgement, records.acknowledgedDisclaimer(), on: member)
        case ...80: insert(.goal, records.goal(world.dice.number(1...9_999)), on: member)
        default: updateGoal(on: member)
        }
    }

    /// What a PT does on a chart of theirs that they have whole.
    func recordAsPractitioner(_ practitioner: PractitionerID, on member: MemberID) {
        let number = world.dice.number(1...9_999)
        switch world.dice.number(1...100) {
        case ...35:
            let body = Prescriptions.revision(
                after: seenRows(of: member), by: practitioner, at: now, reason: "Revision \(number)")
            insert(.planRevision, body, on: member)
        case ...50: insert(.message, records.message(number, by: practitioner), on: member)
        case ...57: insert(.visit, records.visit(by: practitioner), on: member)
        case ...64: updateVisit(on: member)
        case ...72:
            let visit = world.dice.pick(seen(.visit, of: member)).flatMap { RowID($0.id) }
            insert(.careNote, records.note(number, by: practitioner, about: visit), on: member)
        case ...76: insert(.runPhase, records.runPhase(world.dice.number(1...6)), on: member)
        case ...82: clear(on: member, by: practitioner)
        case ...90: acknowledgeAlert(on: member, by: practitioner)
        case ...95: decide(on: member, by: practitioner)
        default: updateGoal(on: member)
        }
    }

    private func updateGoal(on member: MemberID) {
        guard let goal = world.dice.pick(seen(.goal, of: member)), let row = RowID(goal.id) else {
            return insert(.goal, records.goal(world.dice.number(1...9_999)), on: member)
        }
        let updates: [JSONValue] = [
            ["status": "met"], ["status": "open"], ["text": .string("Goal \(world.dice.number(1...9_999))")],
            ["dueOn": "2026-12-24"], ["status": "forgotten"],
        ]
        record("goal", "update", row, world.dice.pick(updates), base: goal.version, on: member)
    }

    private func updateVisit(on member: MemberID) {
        guard let visit = world.dice.pick(seen(.visit, of: member)), let row = RowID(visit.id) else { return }
        let updates: [JSONValue] = [
            ["minutes": 30, "status": "held"], ["status": "cancelled"], ["mode": "phone"], ["minutes": 700],
        ]
        record("visit", "update", row, world.dice.pick(updates), base: visit.version, on: member)
    }

    /// Names every report of a red flag or a fall that is seen here, and not one that is still on its way.
    private func clear(on member: MemberID, by practitioner: PractitionerID) {
        let flagged = seen(.checkIn, of: member).filter { $0.body["redFlags"]?.arrayValue?.isEmpty == false }
        let reports = (flagged + seen(.fallReport, of: member)).compactMap { RowID($0.id) }.prefix(100)
        guard !reports.isEmpty else { return }
        insert(.clearance, records.clearance(of: Array(reports), by: practitioner), on: member)
    }

    private func acknowledgeAlert(on member: MemberID, by practitioner: PractitionerID) {
        let alerts = seen(.alert, of: member).compactMap { row -> AlertRecord? in
            // The service wrote it.
            guard case .alert(let alert)? = try? RowContent(kind: .alert, body: row.body) else { return nil }
            return alert.closedAt == nil ? alert : nil
        }
        guard let alert = world.dice.pick(alerts) else { return }
        insert(.alertAcknowledgement, records.acknowledgement(of: alert, by: practitioner), on: member)
    }

    private func decide(on member: MemberID, by practitioner: PractitionerID) {
        let open = seen(.suggestion, of: member).filter { $0.body["decision"] == nil }
        guard let suggestion = world.dice.pick(open), let row = RowID(suggestion.id) else { return }
        record("suggestion", "update", row, records.decision(by: practitioner), base: suggestion.version, on: member)
    }
}
