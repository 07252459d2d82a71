package import Care
import CareMessages
package import ChartSync
import GRDB
import StrictJSON

extension OfflineStore {
    /// Whose device this is; nil until the service has said so.
    package func owner() throws(StoreError) -> DeviceOwner? {
        try read { database in
            guard try DeviceTable.current(database)?.holder != nil else { return nil }
            return try DeviceTable.owner(database)
        }
    }

    /// Whose device this is, for a member's; nil until an enrolment has been answered.
    package func enrolledDevice() throws(StoreError) -> EnrolledDevice? {
        guard let owner = try owner(), case .member(let member) = owner.holder else { return nil }
        return EnrolledDevice(device: owner.device, member: member, server: owner.server)
    }

    // In each of these, `chart` is the member's own where none is named.

    /// The plan revision in hand: the one with the highest number that this device has received.
    package func plan(of chart: MemberID? = nil) throws(StoreError) -> ChartEntry<PlanRevision>? {
        try planRevisions(of: chart).last
    }

    /// Every plan revision received, oldest first.
    package func planRevisions(of chart: MemberID? = nil) throws(StoreError) -> [ChartEntry<PlanRevision>] {
        try read { try ShownChart.planRevisions(chart, $0) }
    }

    /// Sessions, the latest first.
    package func sessions(of chart: MemberID? = nil) throws(StoreError) -> [ChartEntry<SessionLog>] {
        try read { try ShownChart.sessions(chart, $0) }
    }

    /// Pain reports, the latest first.
    package func checkIns(of chart: MemberID? = nil) throws(StoreError) -> [ChartEntry<CheckIn>] {
        try read { try ShownChart.checkIns(chart, $0) }
    }

    /// Runs, the latest first.
    package func runs(of chart: MemberID? = nil) throws(StoreError) -> [ChartEntry<RunLog>] {
        try read { try ShownChart.runs(chart, $0) }
    }

    /// Shoes, in the order in which they were recorded, to the millisecond.
    package func shoes(of chart: MemberID? = nil) throws(StoreError) -> [ChartEntry<Shoe>] {
        try read { try ShownChart.entries(.shoe, of: chart, $0) }
    }

    /// What the service has kept apart with a reason, from all devices that write to the chart.
    package func setAside(of chart: MemberID? = nil) throws(StoreError) -> [ChartEntry<SetAside>] {
        try read { try ShownChart.entries(.setAside, of: chart, $0) }
    }

    /// The charts that the device's holder may see, by name; for practitioners.
    package func panel() throws(StoreError) -> [PanelEntry] { try read(ShownChart.panel) }

    /// Everything that was recorded here and is still known, oldest first, with its state and outcome.
    package func outbox() throws(StoreError) -> [OutboxEntry] { try read(OutboxTable.all) }

    /// How many records have no outcome yet.
    package func waitingCount() throws(StoreError) -> Int { try read(OutboxTable.waitingCount) }

    /// How far the copy of each scope has come.
    package func scopes() throws(StoreError) -> [ScopeState] { try read(ScopeTable.all) }

    /// The copies that were given up, and of which the service has not heard yet.
    package func unconfirmedPurges() throws(StoreError) -> [Scope] { try read(ScopeTable.purged) }

    /// Where the device stands as a whole.
    package func status() throws(StoreError) -> DeviceState { try read(DeviceState.current) }

    /// The service's rows of a scope, of every kind, as they were sent.
    package func rows(of scope: Scope) throws(StoreError) -> [WireRow] {
        try read { try RowTable.all(scope, $0) }
    }

    /// How many rows of a scope are stored.
    package func rowCount(of scope: Scope) throws(StoreError) -> Int {
        try read { try RowTable.count(scope, $0) }
    }
}
