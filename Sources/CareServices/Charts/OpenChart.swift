import Care
import CareStore
import ChartSync
import Postgres
import StrictJSON

/// A chart that this transaction has locked, with what a batch of mutations needs to know of it.
///
/// The one write path: whoever changes a chart opens it, lets `ChartMerge` decide, and commits the result.
struct OpenChart {
    let member: MemberID
    /// Who changes it.
    let author: Actor
    let head: ChartHead
    /// What the device sent before; nil for an author without one.
    let progress: DeviceProgress?
    /// Whether the author may write now, or could only once.
    let standing: ChartMerge.Standing
    private let cover: ChartMerge.Cover
    private let present: [(id: RowID, kind: RowKind)]
    private let gone: Set<RowID>
    private let waiting: [RowID: Int]
    private let latestRevision: Int

    /// Locks the chart and looks around, in one round trip; nil when there is no such chart for this actor.
    ///
    /// Looking comes after locking, in statements of their own, so that two sends of one batch cannot both find nothing.
    init?(
        _ member: MemberID, for mutations: [Mutation], by caller: Caller, device: DeviceID?,
        in transaction: borrowing Transaction
    ) throws {
        let named = mutations.flatMap { [$0.row] + $0.references }
        let changed = mutations.filter { $0.op != RowOperation.insert.rawValue }.map(\.row)
        // Each question costs the server a little, so that only those are asked which the batch may depend on.
        let (admission, head, known, present, cover, waiting) = try transaction.pipeline { pipeline in
            (
                caller.admission(chart: member, into: &pipeline),
                pipeline.add(ChartStatements.lock.first(member)),
                pipeline.add(CommitStatements.standing.only(member, device)),
                named.isEmpty ? nil : pipeline.add(PresentStatements.find(named, of: member)),
                mutations.contains(where: \.recordsFact) ? pipeline.add(AccessStatements.cover.all(member)) : nil,
                changed.isEmpty ? nil : pipeline.add(SetAsideStatements.waiting.all(member, changed))
            )
        }
        author = try admission.actor
        guard let head = try head.value else { return nil }
        self.member = member
        self.head = head
        let begun = try known.value
        progress = begun.progress
        standing = author.role == .practitioner && begun.roles.isEmpty ? .formerly : .present
        latestRevision = Int(begun.latestRevision)
        let found = try present?.value ?? []
        self.present = found.compactMap { id, kind in RowKind(rawValue: kind).map { (id, $0) } }
        gone = Set(found.filter { $0.1 == "tombstone" }.map(\.0))
        self.waiting = try (waiting?.value ?? []).reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let periods = try cover?.value ?? []
        self.cover =
            periods.first.map { ChartMerge.Cover(periods.compactMap(\.period), today: $0.timeZone.day(of: head.now)) }
            ?? .present
    }

    /// What `ChartMerge` sees of the chart; a second round trip only where a batch names rows that are there.
    func picture(for mutations: [Mutation], in transaction: borrowing Transaction) throws -> ChartMerge.Picture {
        var picture = ChartMerge.Picture(
            version: head.version, checksum: head.checksum, gone: gone, waiting: waiting,
            latestRevision: latestRevision, standing: standing, cover: cover)
        guard !present.isEmpty else { return picture }
        for row in try ChartRows.named(present.map { ($0.id, $0.kind) }, of: member, in: transaction) {
            picture.rows[row.id] = row
        }
        let deletedShoes = mutations.filter {
            $0.kind == RowKind.shoe.rawValue && $0.op == RowOperation.delete.rawValue
        }
        if !deletedShoes.isEmpty {
            picture.shoesInUse = Set(
                try transaction.all(
                    ShoeStatements.inUse, member, deletedShoes.map(\.row), Array(picture.rows.keys)))
        }
        return picture
    }

    /// The same, of a batch that names these rows and no others, which the caller has read under the lock.
    func picture(holding rows: [ChartRowState]) -> ChartMerge.Picture {
        ChartMerge.Picture(
            version: head.version, checksum: head.checksum,
            rows: Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }),
            latestRevision: latestRevision)
    }

    /// When the chart is to be looked at for alerts.
    enum AlertLook: Hashable {
        /// Soon, if what is committed gives reason to.
        case soonIfNeeded
        /// It was just looked at; nil where time alone changes nothing.
        case at(Instant?)
    }

    /// A device that sends what its author did.
    struct Sender {
        var device: DeviceID
        var firstSeq: Int64
        var clientTime: Instant
        var monotonicMilliseconds: Int64?
        var schema: Int
        /// Every transaction below it is on a second place; nil where there is none.
        var durable: UInt64?
    }

    /// Writes what the merge decided, its ledger entry and the chart's new head, and commits, all in one round trip.
    ///
    /// The places that open the chart are marked in the same commit, whoever the writer is. An author who waits for the answer
    /// has no sender.
    func commit(
        _ result: ChartMerge.Result, mutationHashes: [[UInt8]], from sender: Sender? = nil,
        look: AlertLook = .soonIfNeeded,
        in transaction: borrowing Transaction
    ) throws -> ChartCommit {
        let before =
            try result.before.isEmpty
            ? nil : String(decoding: JSONWriter.write(result.before.json), as: UTF8.self)
        let entry = LedgerEntry(
            member: member, firstVersion: head.version + 1, actorRole: author.role, actor: author.subject,
            device: sender?.device, firstSeq: sender?.firstSeq, clientTime: sender?.clientTime,
            monotonicMilliseconds: sender?.monotonicMilliseconds, serverTime: head.now, changes: result.changes,
            mutationHashes: mutationHashes, before: before, checksum: result.checksum)
        let hash = entry.hash(after: head.head)
        let practitioners = try transaction.commit { pipeline in
            ChartRows.write(result, of: member, into: &pipeline)
            // In this very commit, so that no crash can come between what gives reason for an alert and somebody's looking.
            var isUrgent: Bool?
            switch look {
            case .soonIfNeeded: isUrgent = AlertMark(of: result)?.isUrgent
            case .at(let instant): pipeline.add(AlertLookStatements.next.run(member, instant))
            }
            return pipeline.add(
                CommitStatements.commit(
                    entry, hash: hash, look: isUrgent,
                    from: sender.map { sender in
                        CommitStatements.Sender(
                            durableSeq: durableSeq(sender.durable), schema: sender.schema,
                            clockOffsetMilliseconds: sender.clientTime.milliseconds - head.now.milliseconds)
                    }))
        }
        return ChartCommit(chart: member, version: result.version, practitioners: try practitioners.value)
    }

    /// The last of the numbers sent before that is on a second place.
    func durableSeq(_ horizon: UInt64?) -> Int64 {
        guard let progress else { return 0 }
        return progress.durableThrough(horizon) ?? progress.durableSeq
    }
}

extension Mutation {
    /// Whether it may record something that happened on a day, which needs cover.
    fileprivate var recordsFact: Bool {
        switch RowKind(rawValue: kind) {
        case .sessionLog, .checkIn, .runLog, .outcomeResponse, .fallReport, .selfCare: true
        case .planRevision, .shoe, .clearance, .disclaimerAcknowledgement, .runPhase, .alert, .alertAcknowledgement,
            .suggestion, .message, .messageReading, .visit, .careNote, .goal, .emergencyAccess, .setAside, nil:
            false
        }
    }
}
