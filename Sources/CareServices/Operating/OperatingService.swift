package import Care
import CareStore
package import Postgres

/// Counts for operators how the practice stands, across all charts and without opening one.
package struct OperatingService: Sendable {
    private let care: Database
    private let eligibility: Database
    private let secondPlace: SecondPlace

    package init(care: Database, eligibility: Database, secondPlace: SecondPlace) {
        self.care = care
        self.eligibility = eligibility
        self.secondPlace = secondPlace
    }

    /// How many there are of something, and how old the oldest of them is.
    package struct Standing: Hashable, Sendable {
        package let count: Int
        package let oldestSeconds: Double
    }

    /// What changes from one second to the next; every part of it is cheap at any size.
    package struct Pulse: Sendable {
        /// Charts that are due to be looked at for alerts.
        package let lateLooks: Standing
        /// By `waiting`, `acknowledged` or `escalated`.
        package let openAlerts: [String: Standing]
        /// By where they stand; settled loads are not counted.
        package let loads: [LoadState: Standing]
        package let deadlocks: Int
        /// Transactions since the oldest row that vacuum has yet to freeze; the server stops writing at 2,000 million.
        package let transactionAge: Int
        /// How far behind the second place is at most; nil where there is none.
        package let secondPlaceLag: Duration?
    }

    /// What devices last said of themselves, of those that were heard in the same span of time.
    package struct Devices: Hashable, Sendable {
        /// How long ago they were heard: within the last `hour`, `day`, `week`, `month` or `longer` ago.
        package let heard: String
        package let count: Int
        /// Those that have something which is not yet sent.
        package let behind: Int
        package let pendingMutations: Int
        package let oldestPendingSeconds: Double
        package let setAside: Int
    }

    /// How long a count may take before it is given up.
    private static let patience = Duration.seconds(5)

    package func pulse() async throws -> Pulse {
        let options = TransactionOptions(
            isReadOnly: true, settings: Actor.service.access(), timeout: Self.patience)
        let ((lateCount, lateSeconds), alerts, (deadlocks, age)) = try await care.perform(
            options, OperatingStatements.lateLooks.only(), OperatingStatements.openAlerts.all(),
            OperatingStatements.database.only())
        let loads = try await eligibility.perform(
            TransactionOptions(isReadOnly: true, timeout: Self.patience), OperatingStatements.unsettledLoads.all())
        return Pulse(
            lateLooks: Standing(count: Int(lateCount), oldestSeconds: lateSeconds),
            openAlerts: Dictionary(
                uniqueKeysWithValues: alerts.map { ($0, Standing(count: Int($1), oldestSeconds: $2)) }),
            loads: Dictionary(
                uniqueKeysWithValues: loads.compactMap { name, count, seconds in
                    LoadState(rawValue: name).map { ($0, Standing(count: Int(count), oldestSeconds: seconds)) }
                }),
            deadlocks: Int(deadlocks), transactionAge: Int(age), secondPlaceLag: await secondPlace.lag())
    }

    /// Reads a row for each device of the practice: for now and then.
    package func devices() async throws -> [Devices] {
        let options = TransactionOptions(
            isReadOnly: true, settings: ["soleus.actor_role": Role.operator.rawValue], timeout: Self.patience)
        return try await care.perform(options, OperatingStatements.devices.all()).map {
            heard, count, behind, pending, oldest, setAside in
            Devices(
                heard: heard, count: Int(count), behind: Int(behind), pendingMutations: Int(pending),
                oldestPendingSeconds: oldest, setAside: Int(setAside))
        }
    }
}
