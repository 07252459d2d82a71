package import Care
package import StrictJSON

/// Decides what a batch of mutations does to a chart: pure, and the same on the service, in a device's preview and in tests.
///
/// It works on a ``Picture`` of the rows that the batch can touch. Every mutation takes exactly one version, whatever becomes
/// of it, so that a number of the device and a version of the chart belong together for ever.
package struct ChartMerge: Sendable {
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

    var picture: Picture
    var role: Role
    /// Whether a person who may decide has the first mutation applied, of which only the rules that bind them too remain.
    let isAccepting: Bool
    private let original: [RowID: ChartRowState]
    private let device: DeviceID?
    private let schema: Int
    private var touched: [RowID] = []
    private var isTouched: Set<RowID> = []
    private var tombstones: [RowID: Tombstone] = [:]
    private var result: Result

    /// Applies `mutations` in their order, as an actor of `role` made them with an app that speaks version `schema`.
    ///
    /// Without a device the author waits for the answer, as a PT does at the command line: what cannot be applied is then
    /// answered and not kept, and the caller commits nothing.
    ///
    /// - Throws: `JSONProblem` only if a row of the picture cannot be written as JSON, which its own types rule out.
    package static func apply(
        _ mutations: [Mutation], to picture: Picture, role: Role, device: DeviceID?,
        schema: Int = ProtocolVersion.current
    ) throws(JSONProblem) -> Result {
        var merge = ChartMerge(picture: picture, role: role, device: device, schema: schema)
        for mutation in mutations { try merge.apply(mutation) }
        return try merge.finish()
    }

    init(picture: Picture, role: Role, device: DeviceID?, schema: Int, isAccepting: Bool = false) {
        self.picture = picture
        self.original = picture.rows
        self.role = role
        self.device = device
        self.schema = schema
        self.isAccepting = isAccepting
        self.result = Result(version: picture.version, checksum: picture.checksum)
    }

    enum Verdict {
        case take(ChartRowState, RowOperation, Outcome.Status)
        case remove(ChartRowState)
        /// It is so already, by another device or another person: nothing to do.
        case already(ChartRowState, RowOperation, Outcome.Status)
        case setAside(SetAsideReason, FieldViolation?)
    }

    mutating func apply(_ mutation: Mutation) throws(JSONProblem) {
        result.version += 1
        let version = result.version
        switch try verdict(on: Translations.current(mutation, from: schema), at: version) {
        case .take(let row, let op, let status):
            if let before = picture.rows[row.id] { result.before.append(try WireRow(before)) }
            place(row)
            note(mutation, row.content.kind, op, mutation.row, status)
        case .already(let row, let op, let status):
            note(mutation, row.content.kind, op, mutation.row, status)
        case .remove(let row):
            result.before.append(try WireRow(row))
            picture.rows[row.id] = nil
            picture.gone.insert(row.id)
            touch(row.id)
            tombstones[row.id] = Tombstone(
                kind: row.content.kind.rawValue, id: row.id.description, version: version)
            note(mutation, row.content.kind, .delete, row.id, .applied)
        case .setAside(let reason, let fault):
            let detail = fault.map { Translations.asSent($0, by: mutation, from: schema) }
            var id = mutation.row
            if let device {
                id = SetAside.rowID(device: device, seq: mutation.seq)
                // As it was sent, so that nothing is lost in a translation.
                let content = SetAside(
                    status: reason.status, reason: reason, detail: detail, device: device, seq: mutation.seq,
                    kind: String(mutation.kind.prefix(80)), op: String(mutation.op.prefix(80)), row: mutation.row,
                    body: mutation.body)
                place(ChartRowState(id: id, version: version, content: .setAside(content)))
                picture.wait(for: content, +1)
            }
            let status: Outcome.Status = reason.status == .rejected ? .rejected : .quarantined
            note(mutation, .setAside, .insert, id, status, reason, detail)
        }
    }

    /// Makes the row part of the picture, so that what follows in the batch sees it.
    private mutating func place(_ row: ChartRowState) {
        picture.rows[row.id] = row
        touch(row.id)
        switch row.content {
        case .planRevision(let revision): picture.latestRevision = revision.number
        // Placed with a decision only when it was waiting before.
        case .setAside(let aside) where aside.resolution != nil: picture.wait(for: aside, -1)
        default: break
        }
    }

    private mutating func touch(_ id: RowID) {
        if isTouched.insert(id).inserted { touched.append(id) }
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
    consuming func finish() throws(JSONProblem) -> Result {
        for id in touched {
            let before = original[id]
            let after = picture.rows[id]
            if let before { try result.checksum.remove(before) }
            if let after { try result.checksum.add(after) }
            switch (before, after) {
            case (nil, let after?): result.inserted.append(after)
            case (_?, let after?): result.updated.append(after)
            case (_, nil): if let tombstone = tombstones[id] { result.deleted.append(tombstone) }
            }
        }
        return result
    }
}
