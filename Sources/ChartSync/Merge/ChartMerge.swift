package import Care
package import StrictJSON

/// Decides what a batch of mutations does to a chart: pure, and the same on the service, in a device's preview and in tests.
///
/// It works on a picture of the rows that the batch can touch. Every mutation takes exactly one version, whatever becomes of
/// it, so that a number of the device and a version of the chart belong together for ever.
package struct ChartMerge: Sendable {
    /// What the batch can see of the chart.
    package struct Picture: Sendable {
        package var version: Int64
        package var checksum: ChartChecksum
        /// The rows that the batch names and that are there.
        package var rows: [RowID: ChartRowState]
        /// The ids that it names and that were deleted.
        package var gone: Set<RowID>
        /// The number of the latest plan revision; 0 for none.
        package var latestRevision: Int
        /// The shoes, among those that the batch deletes, that some run outside `rows` names; runs in `rows` are counted as
        /// they come and go.
        package var shoesInUse: Set<RowID>

        package init(
            version: Int64, checksum: ChartChecksum, rows: [RowID: ChartRowState] = [:], gone: Set<RowID> = [],
            latestRevision: Int = 0, shoesInUse: Set<RowID> = []
        ) {
            self.version = version
            self.checksum = checksum
            self.rows = rows
            self.gone = gone
            self.latestRevision = latestRevision
            self.shoesInUse = shoesInUse
        }
    }

    /// What is to be written, all of it or nothing.
    package struct Result: Sendable {
        package var outcomes: [Outcome] = []
        package var changes: [LedgerEntry.Change] = []
        package var inserted: [ChartRowState] = []
        package var updated: [ChartRowState] = []
        package var deleted: [Tombstone] = []
        /// For each mutation that changed or deleted a row: the row as it was before that mutation.
        package var before: [WireRow] = []
        package var version: Int64
        package var checksum: ChartChecksum
    }

    private var picture: Picture
    private let original: [RowID: ChartRowState]
    private let role: Role
    private let device: DeviceID?
    private var touched: [RowID] = []
    private var tombstones: [RowID: Tombstone] = [:]
    private var result: Result

    /// Applies `mutations` in their order, as an actor of `role` made them.
    ///
    /// Without a device the author waits for the answer, as a PT does at the command line: what cannot be applied is then
    /// answered and not kept, and the caller commits nothing.
    ///
    /// - Throws: `JSONProblem` only if a row of the picture cannot be written as JSON, which its own types rule out.
    package static func apply(
        _ mutations: [Mutation], to picture: Picture, role: Role, device: DeviceID?
    ) throws(JSONProblem) -> Result {
        var merge = ChartMerge(picture: picture, role: role, device: device)
        for mutation in mutations { try merge.apply(mutation) }
        return try merge.finish()
    }

    private init(picture: Picture, role: Role, device: DeviceID?) {
        self.picture = picture
        self.original = picture.rows
        self.role = role
        self.device = device
        self.result = Result(version: picture.version, checksum: picture.checksum)
    }

    private enum Verdict {
        case take(ChartRowState, RowOperation, Outcome.Status)
        case remove(ChartRowState)
        /// Applied before by another device, to the letter: nothing to do.
        case already(ChartRowState)
        case setAside(SetAsideReason, FieldViolation?)
    }

    private mutating func apply(_ mutation: Mutation) throws(JSONProblem) {
        result.version += 1
        let version = result.version
        switch try verdict(on: mutation, at: version) {
        case .take(let row, let op, let status):
            if let before = picture.rows[row.id] { result.before.append(try WireRow(before)) }
            place(row)
            note(mutation, row.content.kind, op, mutation.row, status)
        case .already(let row):
            note(mutation, row.content.kind, .insert, mutation.row, .applied)
        case .remove(let row):
            result.before.append(try WireRow(row))
            picture.rows[row.id] = nil
            picture.gone.insert(row.id)
            touch(row.id)
            tombstones[row.id] = Tombstone(
                kind: row.content.kind.rawValue, id: row.id.description, version: version)
            note(mutation, row.content.kind, .delete, row.id, .applied)
        case .setAside(let reason, let detail):
            var id = mutation.row
            if let device {
                id = SetAside.rowID(device: device, seq: mutation.seq)
                let content = SetAside(
                    status: reason.status, reason: reason, detail: detail, device: device, seq: mutation.seq,
                    kind: String(mutation.kind.prefix(80)), op: String(mutation.op.prefix(80)), row: mutation.row,
                    body: mutation.body)
                place(ChartRowState(id: id, version: version, content: .setAside(content)))
            }
            let status: Outcome.Status = reason.status == .rejected ? .rejected : .quarantined
            note(mutation, .setAside, .insert, id, status, reason, detail)
        }
    }

    private func verdict(on mutation: Mutation, at version: Int64) throws(JSONProblem) -> Verdict {
        guard let kind = RowKind(rawValue: mutation.kind) else { return .setAside(.unknownKind, nil) }
        guard let op = RowOperation(rawValue: mutation.op) else { return .setAside(.unknownOperation, nil) }
        let rules = ConflictRules.rules(for: kind)
        switch op {
        case .insert:
            guard rules.insertedBy.contains(role) else { return .setAside(.notAllowed, nil) }
            return try insertion(mutation, kind, at: version)
        case .update:
            guard rules.insertedBy.contains(role), !rules.groups.isEmpty else { return .setAside(.notAllowed, nil) }
            return try update(mutation, rules, at: version)
        case .delete:
            guard rules.deletedBy.contains(role) else { return .setAside(.notAllowed, nil) }
            return deletion(mutation, kind, at: version)
        }
    }

    private func insertion(_ mutation: Mutation, _ kind: RowKind, at version: Int64) throws(JSONProblem) -> Verdict {
        guard mutation.row.uuid.versionNumber == 7 else {
            return .setAside(.invalid, FieldViolation(pointer: "/row", message: "must be a version 7 UUID"))
        }
        guard let body = mutation.body else {
            return .setAside(.invalid, FieldViolation(pointer: "/body", message: "must be there"))
        }
        let content: RowContent
        do throws(JSONProblem) {
            content = try RowContent(kind: kind, body: body)
        } catch {
            return .setAside(.invalid, FieldViolation(pointer: "/body\(error.pointer)", message: error.message))
        }
        if let violation = content.violations.first {
            return .setAside(
                .invalid, FieldViolation(pointer: "/body\(violation.pointer)", message: violation.message))
        }
        if picture.gone.contains(mutation.row) { return .setAside(.gone, nil) }
        if let present = picture.rows[mutation.row] {
            return present.content == content ? .already(present) : .setAside(.idTaken, nil)
        }
        switch content {
        case .sessionLog(let log):
            if let revision = log.planRevision, revision > picture.latestRevision {
                return .setAside(.unknownRevision, nil)
            }
        case .runLog(let run):
            if let shoe = run.shoe {
                guard case .shoe = picture.rows[shoe]?.content else { return .setAside(.unknownShoe, nil) }
            }
        case .planRevision(let revision):
            guard revision.base == picture.latestRevision else { return .setAside(.baseMoved, nil) }
            guard revision.number == revision.base + 1 else {
                return .setAside(
                    .invalid, FieldViolation(pointer: "/body/number", message: "must be the base's number plus 1"))
            }
        case .checkIn, .shoe, .setAside: break
        }
        let groups = ConflictRules.rules(for: kind).groups
        return .take(
            ChartRowState(
                id: mutation.row, version: version, content: content,
                groupVersions: groups.map { _ in version }),
            .insert, .applied)
    }

    private func update(_ mutation: Mutation, _ rules: ConflictRules, at version: Int64) throws(JSONProblem) -> Verdict
    {
        if picture.gone.contains(mutation.row) { return .setAside(.gone, nil) }
        guard var row = picture.rows[mutation.row], row.content.kind == rules.kind else {
            return .setAside(.unknownRow, nil)
        }
        guard let base = mutation.base else {
            return .setAside(.invalid, FieldViolation(pointer: "/base", message: "an update needs a base"))
        }
        guard base < version else { return .setAside(.baseFromFuture, nil) }
        guard let update = mutation.body?.objectValue, !update.members.isEmpty else {
            return .setAside(.invalid, FieldViolation(pointer: "/body", message: "must name the changed fields"))
        }
        guard let groups = rules.groups(touchedBy: update) else {
            return .setAside(.invalid, FieldViolation(pointer: "/body", message: "names a field that cannot change"))
        }
        let moved = groups.filter { row.groupVersions[$0] > base }
        if moved.contains(where: { rules.groups[$0].whenMoved == .firstWins }) { return .setAside(.baseMoved, nil) }
        do throws(JSONProblem) {
            let body = ConflictRules.overlay(update, on: try row.content.body())
            row.content = try RowContent(kind: rules.kind, body: body)
        } catch {
            return .setAside(.invalid, FieldViolation(pointer: "/body\(error.pointer)", message: error.message))
        }
        if let violation = row.content.violations.first {
            return .setAside(
                .invalid, FieldViolation(pointer: "/body\(violation.pointer)", message: violation.message))
        }
        let merged = row.version > base
        row.version = version
        for group in groups { row.groupVersions[group] = version }
        return .take(row, .update, merged ? .merged : .applied)
    }

    private func deletion(_ mutation: Mutation, _ kind: RowKind, at version: Int64) -> Verdict {
        if picture.gone.contains(mutation.row) { return .setAside(.gone, nil) }
        guard let row = picture.rows[mutation.row], row.content.kind == kind else {
            return .setAside(.unknownRow, nil)
        }
        if let base = mutation.base {
            guard base < version else { return .setAside(.baseFromFuture, nil) }
            if row.version > base { return .setAside(.baseMoved, nil) }
        }
        return isNamedByRun(row.id) ? .setAside(.inUse, nil) : .remove(row)
    }

    private func isNamedByRun(_ shoe: RowID) -> Bool {
        picture.shoesInUse.contains(shoe)
            || picture.rows.values.contains { row in
                if case .runLog(let run) = row.content { run.shoe == shoe } else { false }
            }
    }

    /// Makes the row part of the picture, so that what follows in the batch sees it.
    private mutating func place(_ row: ChartRowState) {
        picture.rows[row.id] = row
        touch(row.id)
        if case .planRevision(let revision) = row.content { picture.latestRevision = revision.number }
    }

    private mutating func touch(_ id: RowID) {
        if !touched.contains(id) { touched.append(id) }
    }

    private mutating func note(
        _ mutation: Mutation, _ kind: RowKind, _ op: RowOperation, _ row: RowID, _ status: Outcome.Status,
        _ reason: SetAsideReason? = nil, _ detail: FieldViolation? = nil
    ) {
        result.changes.append(LedgerEntry.Change(kind: kind, op: op, row: row, status: status))
        result.outcomes.append(
            Outcome(seq: mutation.seq, status: status, version: result.version, reason: reason, detail: detail))
    }

    /// Compares the picture with what it was: each touched row is written once, as it ended.
    private consuming func finish() throws(JSONProblem) -> Result {
        for id in touched {
            let before = original[id]
            let after = picture.rows[id]
            if let before { result.checksum.remove(try WireRow(before)) }
            if let after { result.checksum.add(try WireRow(after)) }
            switch (before, after) {
            case (nil, let after?): result.inserted.append(after)
            case (_?, let after?): result.updated.append(after)
            case (_, nil): if let tombstone = tombstones[id] { result.deleted.append(tombstone) }
            }
        }
        return result
    }
}
