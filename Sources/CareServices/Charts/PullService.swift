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

    /// The next page of each scope that has news, in the order of the request.
    ///
    /// - Throws: `CareError.cursorInvalid` for a cursor that was altered or belongs to another device or scope,
    ///   `schemaUnknown`, `invalid` for a limit out of range or scopes that this device does not have, `notFound` for a
    ///   device that the credential is not bound to, `notAllowed` for actors other than a member's device.
    package func pull(_ request: PullRequest, actor: Actor) async throws -> PullAnswer {
        guard let member = actor.member else { throw CareError.notAllowed }
        guard request.schema == ProtocolVersion.current else { throw CareError.schemaUnknown }
        guard actor.device == request.device else { throw CareError.notFound }
        try Self.check(request)
        let scopes = try request.scopes.compactMap { asked -> (Scope, Cursor.Place?)? in
            let place = try asked.cursor.map { try open($0, device: request.device, scope: asked.scope) }
            return asked.scope == .catalog || asked.scope == .chart(member) ? (asked.scope, place) : nil
        }
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: member))
        let limit = request.limit ?? PullRequest.defaultLimit
        let (readings, seen) = try await database.transaction(options) { transaction in
            try Self.read(member, device: request.device, scopes: scopes, limit: limit, in: transaction)
        }
        if let version = seen.versionToNote {
            _ = try await database.perform(
                TransactionOptions(settings: actor.access(to: member)),
                DeviceProgressStatements.pulled.run(member, request.device, version))
        }
        let pages = readings.map { reading in
            var page = reading.page
            page.cursor = seal.seal(Cursor(device: request.device, place: reading.place).bytes)
            return page
        }
        return PullAnswer(
            pages: pages, drops: [], more: pages.contains { !$0.consistent }, nextPollSeconds: Self.nextPollSeconds,
            serverTime: seen.head.now)
    }

    private static func check(_ request: PullRequest) throws {
        var violations: [FieldViolation] = []
        if !PullRequest.limits.contains(request.limit ?? PullRequest.defaultLimit) {
            let limits = PullRequest.limits
            violations.append(
                FieldViolation(pointer: "/limit", message: "must be \(limits.lowerBound) to \(limits.upperBound)"))
        }
        if !(1...PullRequest.maximumScopes).contains(request.scopes.count) {
            violations.append(
                FieldViolation(pointer: "/scopes", message: "must hold 1 to \(PullRequest.maximumScopes) scopes"))
        }
        if Set(request.scopes.map(\.scope)).count != request.scopes.count {
            violations.append(FieldViolation(pointer: "/scopes", message: "names a scope twice"))
        }
        if !violations.isEmpty { throw CareError.invalid(violations) }
    }

    private func open(_ text: String, device: DeviceID, scope: Scope) throws -> Cursor.Place {
        guard let cursor = seal.open(text).flatMap(Cursor.init(bytes:)), cursor.device == device,
            cursor.place.scope == scope
        else { throw CareError.cursorInvalid }
        return cursor.place
    }

    private struct Reading: Sendable {
        var page: ScopePage
        var place: Cursor.Place
    }

    /// What was known of the device before this pull.
    private struct Seen: Sendable {
        var head: ChartHead
        var progress: DeviceProgress?
        /// The version that the device's cursor proves it to have.
        var proven: Int64

        /// How long a device may poll for nothing before it is noted that it was seen: an idle poll is to write nothing.
        private static let seenAgainSeconds: Int64 = 300

        /// The version that the device is now known to hold, when there is something new to note about it.
        ///
        /// A device proves what it holds by the cursor that it sends, not by the answer that may never reach it.
        var versionToNote: Int64? {
            guard let progress, progress.pulledVersion == proven else { return proven }
            return progress.seenAt.adding(seconds: Self.seenAgainSeconds) < head.now ? proven : nil
        }
    }

    private static func read(
        _ member: MemberID, device: DeviceID, scopes: [(Scope, Cursor.Place?)], limit: Int,
        in transaction: borrowing Transaction
    ) throws -> ([Reading], Seen) {
        let (head, progress, catalog) = try transaction.pipeline(
            ChartStatements.head.first(member), DeviceProgressStatements.find.first(member, device),
            CatalogRows.head.only())
        guard let head else { throw CareError.notFound }
        var readings: [Reading] = []
        var proven: Int64 = progress?.pulledVersion ?? 0
        for (scope, place) in scopes {
            switch scope {
            case .chart:
                // A version that the chart has not reached is of another time, whatever the epoch says.
                let start = Start(place, epoch: head.epoch, version: head.version)
                proven = start.version
                guard start.version < head.version || start.isRebase else { continue }
                let rows = try ChartRows.after(start.version, limit: limit, of: member, in: transaction)
                    .map { try WireRow($0) }
                var page = Self.page(
                    scope, rows: rows, from: start, epoch: head.epoch, version: head.version, checksum: head.checksum,
                    limit: limit)
                page.ackedSeq = progress?.lastSeq ?? 0
                page.deleted = try transaction.all(TombstoneStatements.after, member, page.from, page.to)
                let next = Cursor.ChartPlace(member: member, epoch: head.epoch, version: page.to)
                readings.append(Reading(page: page, place: .chart(next)))
            case .catalog:
                let start = Start(place, epoch: catalog.epoch, version: catalog.version)
                guard start.version < catalog.version || start.isRebase else { continue }
                let page = Self.page(
                    scope, rows: try transaction.all(CatalogRows.after, start.version, limit), from: start,
                    epoch: catalog.epoch, version: catalog.version, checksum: catalog.checksum, limit: limit)
                let next = Cursor.CatalogPlace(epoch: catalog.epoch, version: page.to)
                readings.append(Reading(page: page, place: .catalog(next)))
            case .panel: continue
            }
        }
        return (readings, Seen(head: head, progress: progress, proven: proven))
    }

    /// Where a scope's page begins: after what the cursor proves, or at nothing, with the copy replaced.
    private struct Start {
        var version: Int64
        var isRebase: Bool

        init(_ place: Cursor.Place?, epoch: UUID, version head: Int64) {
            var known: (epoch: UUID, version: Int64)?
            switch place {
            case .chart(let place): known = (place.epoch, place.version)
            case .catalog(let place): known = (place.epoch, place.version)
            case .panel, nil: break
            }
            let fits = known.map { $0.epoch == epoch && (0...head).contains($0.version) } ?? false
            version = fits ? known?.version ?? 0 : 0
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
            checksum: to == version ? checksum.description : nil, cursor: "")
    }
}

extension Cursor.Place {
    /// The scope of which this is a place.
    var scope: Scope {
        switch self {
        case .chart(let place): .chart(place.member)
        case .catalog: .catalog
        case .panel: .panel
        }
    }
}
