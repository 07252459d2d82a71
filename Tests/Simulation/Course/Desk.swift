import Care
import ChartSync
import Foundation
import StrictJSON

/// The coordinator and the PTs at their command lines: each deed is a transaction that takes its time.
struct Desk {
    let world: World

    private var database: Database { world.database }

    /// Does something to a chart under its lock, and commits a little later.
    private func change(
        _ member: MemberID?, _ what: String,
        _ write: @escaping (inout ServiceState, Database.Transaction, Set<Int>) -> Void
    ) {
        // Its own process: nothing that kills the service's ends it.
        let transaction = database.begin(on: 9)
        let world = self.world
        func commit() {
            // Found now, and not seen again before the commit: what somebody grants meanwhile is not among them.
            let marks = member.map { world.service.marks(for: $0, at: transaction.startedAt) } ?? []
            world.schedule.after(world.dice.milliseconds(1...700)) {
                guard !transaction.isOver else { return }
                world.database.commit(transaction) { write(&$0, transaction, marks) }
                world.trace.note(world.schedule.now, "desk: \(what)")
                if let member { world.service.lookSoon(at: member) }
                world.noteAccess()
            }
        }
        world.schedule.after(world.dice.milliseconds(1...50)) {
            guard let member else { return commit() }
            world.database.lock(member, in: transaction, then: commit)
        }
    }

    // MARK: Care teams

    /// A place that begins at once or by date, and may end by date.
    func grant() {
        guard let practitioner = world.dice.pick(Roster.practitioners), let member = world.dice.pick(Roster.members)
        else {
            return
        }
        let begin: Int64 = world.dice.oneIn(3) ? world.dice.milliseconds(2_000...40_000) : 0
        let length: Int64? = world.dice.oneIn(2) ? world.dice.milliseconds(5_000...60_000) : nil
        grant(practitioner, member, after: begin, for: length)
    }

    func grant(_ practitioner: PractitionerID, _ member: MemberID, after begin: Int64 = 0, for length: Int64? = nil) {
        let isMarked = world.mutant != .grantNotMarked
        // It waits for the chart: a commit that is under way marks only the places that it has found.
        change(world.mutant == .grantNotQueued ? nil : member, "grant") { state, transaction, _ in
            let from = Instant(milliseconds: transaction.startedAt.milliseconds + begin)
            state.places.append(
                .init(
                    id: state.places.count, practitioner: practitioner, member: member, from: from,
                    until: length.map { Instant(milliseconds: from.milliseconds + $0) },
                    changedBy: isMarked ? transaction.number : 0))
        }
    }

    /// Ends all of a practitioner's places on a care team, now or soon.
    func end() {
        let active = database.committed.places.filter { $0.isActive(at: database.now) }
        guard let place = world.dice.pick(active) else { return }
        let wait: Int64 = world.dice.oneIn(3) ? world.dice.milliseconds(1_000...30_000) : 0
        endPlaces(on: place.member, after: wait) { $0 == place.practitioner }
    }

    func endAll() {
        for member in Roster.members { endPlaces(on: member, after: 0) { _ in true } }
    }

    /// Ends some places in a moment from now, by their dates.
    func endSome() {
        for member in Roster.members {
            let chosen = Roster.practitioners.filter { _ in world.dice.oneIn(2) }
            endPlaces(on: member, after: 3_000) { chosen.contains($0) }
        }
    }

    private func endPlaces(on member: MemberID, after wait: Int64, of isMeant: @escaping (PractitionerID) -> Bool) {
        change(member, "end of places") { state, transaction, _ in
            let end = Instant(milliseconds: transaction.startedAt.milliseconds + wait)
            for index in state.places.indices {
                let place = state.places[index]
                guard place.member == member, isMeant(place.practitioner), place.from <= end,
                    place.until.map({ $0 > end }) ?? true
                else { continue }
                state.places[index].until = end
                state.places[index].changedBy = transaction.number
            }
        }
    }

    // MARK: Coverage, content, tombstones

    func changeCoverage() {
        guard let member = world.dice.pick(Roster.members) else { return }
        let today = TimeZoneName.utc.day(of: database.now)
        let ended = CoveragePeriod(
            from: LocalDay(dayNumber: 20_000), until: today.adding(days: -world.dice.number(0...20)))
        let open = CoveragePeriod(from: LocalDay(dayNumber: 20_000))
        let period = world.dice.oneIn(2) ? ended : open
        change(nil, "coverage") { state, _, _ in state.coverage[member] = [period].compactMap { $0 } }
    }

    func publish() {
        let slug = "exercise-\(world.dice.number(1...9_999))"
        change(nil, "publish") { state, _, _ in
            state.catalog.version += 1
            let row = WireRow(kind: "exercise", id: "\(slug)@1", version: state.catalog.version, body: [:])
            guard !state.catalog.rows.contains(where: { $0.id == row.id }) else { return }
            state.catalog.rows.append(row)
            state.catalog.checksum.add(row)
        }
    }

    func dropTombstones() {
        guard let member = world.dice.pick(Roster.members) else { return }
        let share = Int64(world.dice.number(50...100))
        change(member, "tombstones dropped") { state, _, _ in
            guard var chart = state.charts[member] else { return }
            chart.tombstoneFloor = max(chart.tombstoneFloor, chart.version * share / 100)
            for (id, tombstone) in chart.tombstones where tombstone.version <= chart.tombstoneFloor {
                chart.tombstones[id] = nil
                chart.taken.insert(id)
            }
            state.charts[member] = chart
        }
    }

    func revoke(_ phone: Phone) {
        let device = phone.disk.device
        let world = self.world
        change(nil, "device revoked") { state, _, _ in
            // One that is not enrolled yet cannot be revoked.
            guard state.devices[device] != nil else { return }
            state.devices[device]?.isRevoked = true
            world.note(.deviceRevoked(device))
        }
    }

    // MARK: PTs at the command line

    func prescribe() {
        guard let member = world.dice.pick(Roster.members) else { return }
        let practitioner = Roster.practitioners[2]
        let id = RowID(world.dice.uuid(at: database.now))
        change(member, "prescribe") { state, transaction, marks in
            guard let chart = state.charts[member],
                state.access(of: practitioner, to: member, at: transaction.startedAt) == .present
            else { return }
            let body = Prescriptions.revision(
                after: chart.rows.values.map(\.wire), by: practitioner, at: transaction.startedAt, reason: "At the desk"
            )
            let mutation = Mutation(seq: 0, kind: "plan_revision", op: "insert", row: id, body: body)
            Self.commit(
                mutation, to: member, by: .init(holder: .practitioner(practitioner)), marking: marks, in: transaction,
                &state)
        }
    }

    /// The last word on a chart, whoever has access: what a copy lacks shows when something new comes.
    func close(_ member: MemberID) {
        let id = RowID(world.dice.uuid(at: database.now))
        change(member, "close") { state, transaction, marks in
            guard let chart = state.charts[member] else { return }
            let body = Prescriptions.revision(
                after: chart.rows.values.map(\.wire), by: Roster.practitioners[2], at: transaction.startedAt,
                reason: "The last one")
            let mutation = Mutation(seq: 0, kind: "plan_revision", op: "insert", row: id, body: body)
            Self.commit(
                mutation, to: member, by: .init(holder: .practitioner(Roster.practitioners[2])), marking: marks,
                in: transaction, &state)
        }
    }

    /// Accepts or dismisses what was set aside.
    func settle() {
        guard let member = world.dice.pick(Roster.members) else { return }
        let practitioner = Roster.practitioners[2]
        let decision: SetAside.Resolution.Decision = world.dice.oneIn(2) ? .accepted : .dismissed
        let pick = world.dice.number(0...9)
        change(member, "settle") { state, transaction, marks in
            guard let chart = state.charts[member],
                state.access(of: practitioner, to: member, at: transaction.startedAt) == .present
            else { return }
            let waiting = chart.rows.values.map(\.state).filter { row in
                if case .setAside(let aside) = row.content { aside.resolution == nil } else { false }
            }.sorted { $0.id < $1.id }
            guard !waiting.isEmpty, case .setAside(let aside) = waiting[pick % waiting.count].content else { return }
            let id = waiting[pick % waiting.count].id
            var named: Set = [id, aside.row]
            if let shoe = aside.body?["shoe"]?.stringValue.flatMap({ RowID($0) }) { named.insert(shoe) }
            guard
                // Rows that were read from JSON can be written as JSON.
                let settlement = try? ChartMerge.settle(
                    id, as: decision, note: nil, by: .practitioner, withoutReference: true,
                    in: chart.picture(naming: named)),
                settlement.result.outcomes.allSatisfy({ $0.status == .applied || $0.status == .merged })
            else { return }
            let hashes = settlement.mutations.compactMap { try? $0.contentHash() }
            state.write(
                settlement.result, to: member, hashes: hashes,
                by: .init(holder: .practitioner(practitioner)),
                marking: marks, in: transaction)
        }
    }

    private static func commit(
        _ mutation: Mutation, to member: MemberID, by author: ServiceState.Authorship, marking marks: Set<Int>,
        in transaction: Database.Transaction, _ state: inout ServiceState
    ) {
        guard let chart = state.charts[member],
            // Rows that were read from JSON can be written as JSON.
            let result = try? ChartMerge.apply(
                [mutation], to: chart.picture(naming: [mutation.row]), role: author.role, device: nil),
            result.outcomes.allSatisfy({ $0.status == .applied }), let hash = try? mutation.contentHash()
        else { return }
        state.write(result, to: member, hashes: [hash], by: author, marking: marks, in: transaction)
    }

    // MARK: What the service writes because somebody acted

    /// The rules propose something, which a PT may decide about.
    func suggest() {
        guard let member = world.dice.pick(Roster.members) else { return }
        let id = RowID(world.dice.uuid(at: database.now))
        change(member, "suggest") { state, transaction, marks in
            guard let chart = state.charts[member], let row = chart.rows.keys.min() else { return }
            let record = SuggestionRecord(
                rule: .r5, ruleSet: AnkleRules.version, proposal: .contact, evidence: [row],
                words: "No session for a week.", madeAt: transaction.startedAt)
            // A value of ours.
            guard let body = try? RowContent.suggestion(record).body() else { return }
            Self.commit(
                Mutation(seq: 0, kind: "suggestion", op: "insert", row: id, body: body), to: member, by: .service,
                marking: marks, in: transaction, &state)
        }
    }

    /// Somebody outside of the care team looks into a chart: the chart says so, and they have a place there for a while.
    func lookInAnEmergency() {
        guard let member = world.dice.pick(Roster.members), let practitioner = world.dice.pick(Roster.practitioners)
        else { return }
        let id = RowID(world.dice.uuid(at: database.now))
        let length = world.dice.milliseconds(5_000...60_000)
        change(member, "emergency") { state, transaction, marks in
            let from = transaction.startedAt
            guard state.access(of: practitioner, to: member, at: from) != .present, let reason = Note("A fall at work")
            else { return }
            var access = EmergencyAccess(practitioner: practitioner, reason: reason, from: from)
            access.until = Instant(milliseconds: from.milliseconds + length)
            guard let body = try? RowContent.emergencyAccess(access).body() else { return }
            Self.commit(
                Mutation(seq: 0, kind: "emergency_access", op: "insert", row: id, body: body), to: member,
                by: .service, marking: marks, in: transaction, &state)
            state.places.append(
                .init(
                    id: state.places.count, practitioner: practitioner, member: member, from: from,
                    until: access.until, changedBy: transaction.number))
        }
    }
}
