package import Care
package import CareMessages
import CareStore
import ChartSync
package import Postgres

/// Tells who changed what in a chart, and reads its ledger again from the first entry.
package struct HistoryService: Sendable {
    private let database: Database

    package init(database: Database) { self.database = database }

    /// The whole history, newest first, with the verdict on the ledger.
    ///
    /// - Throws: `CareError.notFound` when the chart is not this actor's.
    package func history(of member: MemberID, actor: Actor) async throws -> History {
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: member))
        return try await database.transaction(options) { transaction in
            let (found, head, entries, devices) = try transaction.pipeline(
                AccessStatements.member.first(member), ChartStatements.head.first(member),
                LedgerStatements.all.all(member), AccessStatements.devices.all(member))
            guard let found, let head else { throw CareError.notFound }
            let authors = Set(
                entries.filter { $0.entry.actorRole == .practitioner }.map { PractitionerID($0.entry.actor) })
            let practitioners = Dictionary(
                try transaction.all(AccessStatements.practitionerNames, Array(authors)),
                uniquingKeysWith: { first, _ in first })
            let deviceNames = Dictionary(
                devices.map { ($0.0, $0.1.description) }, uniquingKeysWith: { first, _ in first })

            var reading = LedgerReading()
            for stored in entries { reading.read(stored.entry, storedHash: stored.hash) }
            let rows = try ChartRows.after(0, limit: Int(Int32.max), of: member, in: transaction)
            let (tombstones, floor, taken) = try transaction.pipeline(
                TombstoneStatements.after.all(member, 0, Int(Int32.max)), TombstoneStatements.floor.only(member),
                TombstoneStatements.taken.all(member))
            reading.compare(
                version: head.version, head: head.head, checksum: head.checksum,
                rows: ChartChecksum(of: try rows.map { try WireRow($0) }),
                tombstones: tombstones, floor: floor,
                taken: Set(taken.map(\.description)))

            return History(
                entries: entries.reversed().map { stored in
                    HistoryEntry(
                        stored,
                        actorName: Self.name(of: stored.entry, found, practitioners),
                        deviceName: stored.entry.device.flatMap { deviceNames[$0] })
                },
                verification: LedgerVerification(
                    holds: reading.faults.isEmpty, entries: reading.entryCount, version: reading.version,
                    head: reading.head.hexadecimal, faults: reading.faults))
        }
    }
}

extension HistoryService {
    private static func name(
        of entry: LedgerEntry, _ member: Member, _ practitioners: [PractitionerID: String]
    ) -> String {
        switch entry.actorRole {
        case .practitioner: practitioners[PractitionerID(entry.actor)] ?? ""
        case .service: "Soleus"
        default: "\(member.firstName) \(member.lastName)"
        }
    }
}

extension HistoryEntry {
    fileprivate init(_ stored: StoredLedgerEntry, actorName: String, deviceName: String?) {
        let entry = stored.entry
        self.init(
            firstVersion: entry.firstVersion, lastVersion: entry.lastVersion, at: entry.serverTime,
            clientTime: entry.clientTime, actorRole: entry.actorRole, actorName: actorName, deviceName: deviceName,
            changes: entry.changes.enumerated().map { position, change in
                Change(
                    version: entry.firstVersion + Int64(position), kind: change.kind.rawValue,
                    op: change.op.rawValue, row: change.row, status: change.status.rawValue)
            },
            hash: stored.hash.hexadecimal)
    }
}
