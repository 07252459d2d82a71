import Care
import ChartSync

/// PostgreSQL, as far as the protocol depends on it: transactions that begin and commit in different orders, a lock for each
/// chart, snapshots that see what was committed before them, and a clock that somebody sets.
final class Database {
    /// A read-write transaction.
    ///
    /// It changes nothing until it commits.
    final class Transaction {
        let number: UInt64
        /// `now()` in all of its statements.
        let startedAt: Instant
        let process: Int
        fileprivate(set) var isOver = false
        fileprivate var locks: [MemberID] = []

        fileprivate init(number: UInt64, startedAt: Instant, process: Int) {
            self.number = number
            self.startedAt = startedAt
            self.process = process
        }
    }

    /// What a REPEATABLE READ transaction sees.
    struct Snapshot {
        var state: ServiceState
        /// The transactions that are under way (`pg_snapshot_xip`).
        var underWay: [UInt64]
        /// The first number that is not given yet (`pg_snapshot_xmax`).
        var next: UInt64
        var now: Instant
    }

    /// What a restore brings back.
    struct Backup {
        var state: ServiceState
        var nextNumber: UInt64
    }

    private(set) var committed: ServiceState
    private var nextNumber: UInt64 = 1
    private var underWay: [Transaction] = []
    private var holders: [MemberID: UInt64] = [:]
    private var waiting: [MemberID: [(transaction: Transaction, go: () -> Void)]] = [:]
    private let schedule: Schedule
    /// What the database's clock shows at the beginning of a run: 2026-11-23, at noon.
    static let dawn: Int64 = 1_795_435_200_000
    /// By how much somebody has set the clock.
    var clockOffset: Int64 = 0
    /// The archive: a copy of what was committed, with the oldest transaction that was under way before the copy was made.
    private(set) var archive: Backup?
    /// Whether the archive counts as a second place; otherwise it is a backup of which devices hear nothing.
    let hasSecondPlace: Bool
    private(set) var archiveHorizon: UInt64 = 0
    /// What the clock showed when the archive was made, by which only a broken service goes.
    private(set) var archivedAt = Instant(milliseconds: 0)

    init(state: ServiceState, schedule: Schedule, hasSecondPlace: Bool) {
        self.hasSecondPlace = hasSecondPlace
        committed = state
        self.schedule = schedule
    }

    var now: Instant { Instant(milliseconds: Self.dawn + schedule.now + clockOffset) }

    func begin(on process: Int) -> Transaction {
        let transaction = Transaction(number: nextNumber, startedAt: now, process: process)
        nextNumber += 1
        underWay.append(transaction)
        return transaction
    }

    /// Goes on once the transaction alone may write to the chart.
    func lock(_ member: MemberID, in transaction: Transaction, then go: @escaping () -> Void) {
        guard !transaction.isOver else { return }
        if holders[member] == nil {
            holders[member] = transaction.number
            transaction.locks.append(member)
            go()
        } else {
            waiting[member, default: []].append((transaction, go))
        }
    }

    func commit(_ transaction: Transaction, _ write: (inout ServiceState) -> Void) {
        guard !transaction.isOver else { return }
        write(&committed)
        end(transaction)
    }

    func abort(_ transaction: Transaction) {
        guard !transaction.isOver else { return }
        end(transaction)
    }

    private func end(_ transaction: Transaction) {
        transaction.isOver = true
        underWay.removeAll { $0 === transaction }
        for member in transaction.locks {
            holders[member] = nil
            while var queue = waiting[member], !queue.isEmpty, holders[member] == nil {
                let next = queue.removeFirst()
                waiting[member] = queue
                if !next.transaction.isOver { lock(member, in: next.transaction, then: next.go) }
            }
        }
    }

    var horizon: UInt64 { underWay.map(\.number).min() ?? nextNumber }

    func snapshot() -> Snapshot {
        Snapshot(state: committed, underWay: underWay.map(\.number), next: nextNumber, now: now)
    }

    /// A process died: what it had under way is rolled back.
    func abortAll(of process: Int) {
        end(underWay.filter { $0.process == process })
    }

    func abortAll() { end(underWay) }

    private func end(_ transactions: [Transaction]) {
        // All of them first: none may get a lock from another that ends with it.
        for transaction in transactions { transaction.isOver = true }
        for transaction in transactions { end(transaction) }
    }

    /// Copies everything that is committed to a second place.
    func archiveNow() {
        archive = Backup(state: committed, nextNumber: nextNumber)
        archiveHorizon = horizon
        archivedAt = now
    }

    /// Goes on from the archive; what was committed since is gone, and its transaction numbers are given again.
    func restore(_ change: (inout ServiceState) -> Void) {
        guard let archive else { return }
        abortAll()
        committed = archive.state
        nextNumber = archive.nextNumber
        change(&committed)
        self.archive = Backup(state: committed, nextNumber: nextNumber)
        archiveHorizon = nextNumber
        archivedAt = now
    }
}
