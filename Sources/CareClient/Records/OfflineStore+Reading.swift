package import Care
import CareMessages
package import ChartSync
import GRDB
import StrictJSON

extension OfflineStore {
    /// Whose device this is; nil until an enrolment has been answered.
    package func enrolledDevice() throws(StoreError) -> EnrolledDevice? {
        try read { database in
            guard let record = try DeviceTable.current(database), let member = record.member else { return nil }
            return EnrolledDevice(device: record.enrolment.device, member: member, server: record.server)
        }
    }

    /// The plan revision in hand: the one with the highest number that this device has received.
    package func plan() throws(StoreError) -> ChartEntry<PlanRevision>? {
        try entries(.planRevision).max { $0.content.number < $1.content.number }
    }

    /// Every plan revision received, oldest first.
    package func planRevisions() throws(StoreError) -> [ChartEntry<PlanRevision>] {
        try entries(.planRevision).sorted { $0.content.number < $1.content.number }
    }

    /// Sessions, the latest first.
    package func sessions() throws(StoreError) -> [ChartEntry<SessionLog>] {
        try entries(.sessionLog).sorted { $0.content.moment.at > $1.content.moment.at }
    }

    /// Pain reports, the latest first.
    package func checkIns() throws(StoreError) -> [ChartEntry<CheckIn>] {
        try entries(.checkIn).sorted { $0.content.moment.at > $1.content.moment.at }
    }

    /// Runs, the latest first.
    package func runs() throws(StoreError) -> [ChartEntry<RunLog>] {
        try entries(.runLog).sorted { $0.content.moment.at > $1.content.moment.at }
    }

    /// Shoes, in the order in which they were recorded, to the millisecond.
    package func shoes() throws(StoreError) -> [ChartEntry<Shoe>] { try entries(.shoe) }

    /// What the service has kept apart with a reason, from this and the member's other devices.
    package func setAside() throws(StoreError) -> [ChartEntry<SetAside>] { try entries(.setAside) }

    /// Everything that was recorded here and is still known, oldest first, with its state and outcome.
    package func outbox() throws(StoreError) -> [OutboxEntry] { try read(OutboxTable.all) }

    /// How many records have no outcome yet.
    package func waitingCount() throws(StoreError) -> Int { try read(OutboxTable.waitingCount) }

    /// How far the copy of each scope has come.
    package func scopes() throws(StoreError) -> [ScopeState] { try read(ScopeTable.all) }

    /// The service's rows of a scope, of every kind, as they were sent.
    package func rows(of scope: Scope) throws(StoreError) -> [WireRow] {
        try read { try RowTable.all(scope, $0) }
    }

    /// How many rows of a scope are stored.
    package func rowCount(of scope: Scope) throws(StoreError) -> Int {
        try read { try RowTable.count(scope, $0) }
    }

    /// Rows of a kind that this version can read, with the device's own work laid over them.
    ///
    /// A row that only a newer version can read is left out here and stays in `rows(of:)`.
    private func entries<Content: Decodable & Hashable & Sendable>(
        _ kind: RowKind
    ) throws(StoreError) -> [ChartEntry<Content>] {
        try read { database in
            try ShownRow.all(kind, database).compactMap { row in
                guard let id = RowID(row.id), let content = Self.content(of: row, as: Content.self) else { return nil }
                return ChartEntry(row: id, content: content, version: row.version, isWaiting: row.isWaiting)
            }
        }
    }

    private static func content<Content: Decodable>(of row: ShownRow, as type: Content.Type) -> Content? {
        do throws(JSONProblem) {
            return try row.body.decode(type, unknownFields: .ignore)
        } catch {
            // Not damage: a kind may gain values that this version has no name for.
            return nil
        }
    }
}
