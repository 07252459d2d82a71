import Care
import ChartSync
public import Foundation
import GRDB

// What the device shows: what the service said, with the device's own work laid over it. `chart` is a member's id; on a
// member's device it may be left out. Each read is there once more as updates that go on.

extension CareDevice {
    /// The plan that holds today, by the calendar of `timeZone`; nil when there is none.
    public func plan(
        of chart: UUID? = nil, timeZone: TimeZone = .current
    ) throws(CareFailure) -> CareRecord<PrescribedPlan>? {
        let read = planReading(chart, timeZone)
        return try reading { store throws(StoreError) in try store.read(read) }
    }

    /// The plan that holds, as it changes.
    ///
    /// At midnight another one may hold without a change: observe anew.
    public func plans(
        of chart: UUID? = nil, timeZone: TimeZone = .current
    ) -> CareUpdates<CareRecord<PrescribedPlan>?> {
        CareUpdates(store.observing(planReading(chart, timeZone)))
    }

    private func planReading(
        _ chart: UUID?, _ timeZone: TimeZone
    ) -> @Sendable (Database) throws -> CareRecord<PrescribedPlan>? {
        let instant = Instant(now())
        let zone = TimeZoneName(timeZone.identifier) ?? .utc
        let chart = chart.map { MemberID($0) }
        return { database in
            try ShownChart.planInForce(chart, on: zone.day(of: instant), database).map { entry in
                let phase = try ShownChart.phase(of: entry.content, database)
                return CareRecord(entry) { PrescribedPlan($0, phase: phase) }
            }
        }
    }

    /// Pain reports, the latest first.
    public func painReports(of chart: UUID? = nil) throws(CareFailure) -> [CareRecord<PainReport>] {
        try reading { store throws(StoreError) in try store.checkIns(of: chart.map { MemberID($0) }) }
            .map { CareRecord($0, PainReport.init) }
    }

    /// Pain reports as they change, the latest first.
    public func painReportUpdates(of chart: UUID? = nil) -> CareUpdates<[CareRecord<PainReport>]> {
        let chart = chart.map { MemberID($0) }
        return CareUpdates(
            store.observing { try ShownChart.checkIns(chart, $0).map { CareRecord($0, PainReport.init) } })
    }

    /// Sessions, the latest first.
    public func sessions(of chart: UUID? = nil) throws(CareFailure) -> [CareRecord<LoggedSession>] {
        try reading { store throws(StoreError) in try store.sessions(of: chart.map { MemberID($0) }) }
            .map { CareRecord($0, LoggedSession.init) }
    }

    /// Sessions as they change, the latest first.
    public func sessionUpdates(of chart: UUID? = nil) -> CareUpdates<[CareRecord<LoggedSession>]> {
        let chart = chart.map { MemberID($0) }
        return CareUpdates(
            store.observing { try ShownChart.sessions(chart, $0).map { CareRecord($0, LoggedSession.init) } })
    }

    /// Runs, the latest first.
    public func runs(of chart: UUID? = nil) throws(CareFailure) -> [CareRecord<LoggedRun>] {
        try reading { store throws(StoreError) in try store.runs(of: chart.map { MemberID($0) }) }
            .map { CareRecord($0, LoggedRun.init) }
    }

    /// Runs as they change, the latest first.
    public func runUpdates(of chart: UUID? = nil) -> CareUpdates<[CareRecord<LoggedRun>]> {
        let chart = chart.map { MemberID($0) }
        return updates { try ShownChart.runs(chart, $0).map { CareRecord($0, LoggedRun.init) } }
    }

    /// Shoes, in the order in which they were recorded.
    public func shoes(of chart: UUID? = nil) throws(CareFailure) -> [CareRecord<RunningShoe>] {
        try reading { store throws(StoreError) in try store.shoes(of: chart.map { MemberID($0) }) }
            .map { CareRecord($0, RunningShoe.init) }
    }

    /// Shoes with how far they have been run in, in the order in which they were recorded.
    public func shoeMileage(of chart: UUID? = nil) throws(CareFailure) -> [ShoeMileage] {
        try show(mileageReading(chart))
    }

    /// The same, as runs and shoes change.
    public func shoeMileageUpdates(of chart: UUID? = nil) -> CareUpdates<[ShoeMileage]> {
        updates(mileageReading(chart))
    }

    private func mileageReading(_ chart: UUID?) -> @Sendable (Database) throws -> [ShoeMileage] {
        let chart = chart.map { MemberID($0) }
        return { try ShownChart.shoeWear(chart, $0).map(ShoeMileage.init) }
    }

    /// What the service has kept apart, with its reason and what can be done.
    public func setAside(of chart: UUID? = nil) throws(CareFailure) -> [SetAsideRecord] {
        let read = setAsideReading(chart)
        return try reading { store throws(StoreError) in try store.read(read) }
    }

    /// What the service has kept apart, as it changes.
    public func setAsideUpdates(of chart: UUID? = nil) -> CareUpdates<[SetAsideRecord]> {
        CareUpdates(store.observing(setAsideReading(chart)))
    }

    private func setAsideReading(_ chart: UUID?) -> @Sendable (Database) throws -> [SetAsideRecord] {
        let chart = chart.map { MemberID($0) }
        return { database in
            let role = try DeviceTable.owner(database).holder.role
            return try ShownChart.entries(.setAside, of: chart, database).map { SetAsideRecord($0, role: role) }
        }
    }

    /// The charts that the device's owner may see, by last name; for practitioners.
    public func panel() throws(CareFailure) -> [PanelMember] {
        try reading { store throws(StoreError) in try store.panel() }.map(PanelMember.init)
    }

    /// The panel as it changes.
    public func panelUpdates() -> CareUpdates<[PanelMember]> {
        CareUpdates(store.observing { try ShownChart.panel($0).map(PanelMember.init) })
    }

    /// Everything that was recorded here and is still known, oldest first.
    public func outbox() throws(CareFailure) -> [OutboxItem] {
        try reading { store throws(StoreError) in try store.outbox() }.map(OutboxItem.init)
    }

    /// The outbox as it changes.
    public func outboxUpdates() -> CareUpdates<[OutboxItem]> {
        CareUpdates(store.observing { try OutboxTable.all($0).map(OutboxItem.init) })
    }

    /// Where the device stands.
    public func status() throws(CareFailure) -> SyncStatus {
        try reading { store throws(StoreError) in
            try store.read { SyncStatus(try DeviceState.current($0), try ScopeTable.all($0)) }
        }
    }

    /// Where the device stands, as it changes.
    public func statusUpdates() -> CareUpdates<SyncStatus> {
        CareUpdates(store.observing { SyncStatus(try DeviceState.current($0), try ScopeTable.all($0)) })
    }
}
