import Care
import CareStore
package import ChartSync
package import Credentials
import Foundation
package import Postgres
import StrictJSON

/// Gives devices what changed since their cursor, each page out of one snapshot.
package struct PullService: Sendable {
    private let database: Database
    private let seal: Seal

    /// `seal` makes cursors that a device can keep and not forge.
    package init(database: Database, seal: Seal) {
        self.database = database
        self.seal = seal
    }

    /// How long a device may wait before it asks again, unless something else prompts it.
    package static let nextPollSeconds = 60
    /// A page ends after the row that reaches this many bytes of JSON, so that neither side holds much in memory.
    package static let pageBytes = 512 * 1_024

    /// The next page of the member's chart and of the catalog.
    ///
    /// - Throws: `CareError.cursorInvalid` for a cursor that was altered or belongs to another device, `schemaUnknown`,
    ///   `invalid` for a limit out of range, `notFound` for a device that the credential is not bound to, `notAllowed` for
    ///   actors other than a member's device.
    package func pull(_ request: PullRequest, actor: Actor) async throws -> PullAnswer {
        guard let member = actor.member else { throw CareError.notAllowed }
        guard request.schema == ProtocolVersion.current else { throw CareError.schemaUnknown }
        guard actor.device == request.device else { throw CareError.notFound }
        let limit = request.limit ?? PullRequest.defaultLimit
        guard PullRequest.limits.contains(limit) else {
            throw CareError.invalid([
                FieldViolation(
                    pointer: "/limit",
                    message: "must be \(PullRequest.limits.lowerBound) to \(PullRequest.limits.upperBound)")
            ])
        }
        let cursor = try request.cursor.map { try open($0, device: request.device, member: member) }
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: member))
        let (reading, seen) = try await database.transaction(options) { transaction in
            try Self.read(member, device: request.device, cursor: cursor, limit: limit, in: transaction)
        }
        if let version = seen.versionToNote(cursor) {
            _ = try await database.perform(
                TransactionOptions(settings: actor.access(to: member)),
                DeviceProgressStatements.pulled.run(member, request.device, version))
        }
        return PullAnswer(
            pages: reading.pages, cursor: seal.seal(reading.cursor.bytes),
            more: reading.pages.contains { !$0.consistent },
            nextPollSeconds: Self.nextPollSeconds)
    }

    private func open(_ text: String, device: DeviceID, member: MemberID) throws -> Cursor {
        guard let cursor = seal.open(text).flatMap(Cursor.init(bytes:)), cursor.device == device,
            cursor.member == member
        else { throw CareError.cursorInvalid }
        return cursor
    }

    private struct Reading: Sendable {
        var pages: [ScopePage]
        var cursor: Cursor
    }

    /// What was known of the device before this pull.
    private struct Seen: Sendable {
        var head: ChartHead
        var progress: DeviceProgress?

        /// How long a device may poll for nothing before it is noted that it was seen: an idle poll is to write nothing.
        private static let seenAgainSeconds: Int64 = 300

        /// The version that the device is now known to hold, when there is something new to note about it.
        ///
        /// A device proves what it holds by the cursor that it sends, not by the answer that may never reach it.
        func versionToNote(_ cursor: Cursor?) -> Int64? {
            let proven = cursor.flatMap { $0.chart.epoch == head.epoch ? $0.chart.version : nil } ?? 0
            guard let progress, progress.pulledVersion == proven else { return proven }
            return progress.seenAt.adding(seconds: Self.seenAgainSeconds) < head.now ? proven : nil
        }
    }

    private static func read(
        _ member: MemberID, device: DeviceID, cursor: Cursor?, limit: Int, in transaction: borrowing Transaction
    ) throws -> (Reading, Seen) {
        let (head, progress, catalog) = try transaction.pipeline(
            ChartStatements.head.first(member), DeviceProgressStatements.find.first(member, device),
            CatalogRows.head.only())
        guard let head else { throw CareError.notFound }
        var pages: [ScopePage] = []
        // A version that the chart has not reached is of another time, whatever the epoch says.
        let chartFrom = Start(cursor?.chart, epoch: head.epoch, version: head.version)
        if chartFrom.version < head.version || chartFrom.isRebase {
            let rows = try ChartRows.after(chartFrom.version, limit: limit, of: member, in: transaction)
                .map { try WireRow($0) }
            var page = Self.page(
                .chart(member), rows: rows, from: chartFrom, epoch: head.epoch, version: head.version,
                checksum: head.checksum, limit: limit)
            page.ackedSeq = progress?.lastSeq ?? 0
            page.deleted = try transaction.all(TombstoneStatements.after, member, page.from, page.to)
            pages.append(page)
        }
        let catalogFrom = Start(cursor?.catalog, epoch: catalog.epoch, version: catalog.version)
        if catalogFrom.version < catalog.version || catalogFrom.isRebase {
            pages.append(
                Self.page(
                    .catalog, rows: try transaction.all(CatalogRows.after, catalogFrom.version, limit),
                    from: catalogFrom, epoch: catalog.epoch, version: catalog.version, checksum: catalog.checksum,
                    limit: limit))
        }
        func place(_ scope: Scope, _ epoch: UUID, _ start: Start) -> Cursor.Place {
            Cursor.Place(epoch: epoch, version: pages.first { $0.scope == scope }?.to ?? start.version)
        }
        let next = Cursor(
            device: device, member: member, chart: place(.chart(member), head.epoch, chartFrom),
            catalog: place(.catalog, catalog.epoch, catalogFrom))
        return (Reading(pages: pages, cursor: next), Seen(head: head, progress: progress))
    }

    /// Where a scope's page begins: after what the cursor proves, or at nothing, with the copy replaced.
    private struct Start {
        var version: Int64
        var isRebase: Bool

        init(_ place: Cursor.Place?, epoch: UUID, version head: Int64) {
            let fits = place.map { $0.epoch == epoch && (0...head).contains($0.version) } ?? false
            version = fits ? place?.version ?? 0 : 0
            isRebase = !fits
        }
    }

    private static func page(
        _ scope: Scope, rows: [WireRow], from start: Start, epoch: UUID, version: Int64, checksum: ChartChecksum,
        limit: Int
    ) -> ScopePage {
        var size = 0
        var kept = 0
        while kept < rows.count, size < pageBytes {
            size += JSONWriter.write(rows[kept].body).count
            kept += 1
        }
        let isWhole = kept == rows.count && rows.count < limit
        let to = isWhole ? version : rows[..<kept].last?.version ?? version
        return ScopePage(
            scope: scope, epoch: epoch.uuidString.lowercased(), from: start.version, to: to, rebase: start.isRebase,
            consistent: to == version, ackedSeq: nil, rows: Array(rows[..<kept]), deleted: [],
            checksum: to == version ? checksum.description : nil)
    }
}
