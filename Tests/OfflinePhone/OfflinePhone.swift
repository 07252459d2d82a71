import Care
import CareMessages
import ChartSync
import Foundation
import GRDB

@testable import CareClient

/// A device as a process of its own, which ends as by a crash around its n-th transaction, and otherwise with status 0 when
/// it has done what its script says.
///
/// Arguments: the store's path, the service's address, the script, the number of the transaction, `before` or `after`.
@main
struct OfflinePhone {
    /// What is done; each is such that it can be begun again after a kill, and goes on where it was.
    enum Script: String {
        /// A member enrols, records three pain reports and a shoe, syncs, changes the shoe and syncs.
        case record
        /// A member that has enrolled records one pain report more, and sends nothing.
        case report
        /// The member signs out.
        case leave
        /// A practitioner signs in and syncs.
        case practise
    }

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 6, let server = URL(string: arguments[2]), let script = Script(rawValue: arguments[3]),
            let transaction = Int(arguments[4])
        else { throw CocoaError(.formatting) }
        let store = try OfflineStore.open(arguments[1])
        store.pool.add(
            transactionObserver: Crash(at: transaction, isAfter: arguments[5] == "after"), extent: .databaseLifetime)
        let engine = SyncEngine(
            store: store, transport: ServiceConnection(server: server, accessToken: nil), now: { now })
        let isDone =
            switch script {
            case .record: try await record(store, engine)
            case .report: try report(store)
            case .leave: try await leave(store, engine)
            case .practise: try await practise(store, engine)
            }
        exit(isDone ? 0 : 1)
    }

    private static let now = Instant(milliseconds: 1_800_000_000_000)

    private static func record(_ store: OfflineStore, _ engine: SyncEngine) async throws -> Bool {
        guard let name = Label("Ana"), let day = LocalDay("1990-04-01"), let state = USState("CO") else { return false }
        if try store.owner() == nil {
            _ = try await engine.enrol(
                IdentityClaim(number: "A-100", firstName: name, lastName: name, birthDate: day), state: state,
                timeZone: .utc, deviceName: name, server: "http://127.0.0.1:1")
        }
        while try store.checkIns().count < 3 {
            guard let pain = PainScore(try store.checkIns().count) else { return false }
            _ = try store.record(
                .checkIn(CheckIn(moment: LocalMoment(now, in: .utc), about: .now, pain: pain)), at: now)
        }
        if try store.shoes().isEmpty { _ = try store.record(.shoe(Shoe(label: name, inUseFrom: day)), at: now) }
        guard await engine.sync().isComplete, let shown = try store.shoes().first else { return false }
        var shoe = shown.content
        shoe.startMeters = 900
        _ = try store.change(shown.row, to: shoe, at: now)
        let report = await engine.sync()
        return report.isComplete && report.waiting == 0
    }

    private static func report(_ store: OfflineStore) throws -> Bool {
        guard let pain = PainScore(5) else { return false }
        _ = try store.record(.checkIn(CheckIn(moment: LocalMoment(now, in: .utc), about: .now, pain: pain)), at: now)
        return true
    }

    private static func leave(_ store: OfflineStore, _ engine: SyncEngine) async throws -> Bool {
        switch try store.owner()?.state {
        // The test's service keeps no second place.
        case .active?: return try await engine.signOut(trustingOnePlace: true)
        case .leaving?: return await engine.sync().isComplete
        case .revoked?: return false
        case nil: return true
        }
    }

    private static func practise(_ store: OfflineStore, _ engine: SyncEngine) async throws -> Bool {
        guard let name = Label("laptop") else { return false }
        if try store.owner() == nil {
            try await engine.signIn(
                login: "jordan", password: "right", deviceName: name, server: "http://127.0.0.1:1")
        }
        return await engine.sync().isComplete
    }
}

/// Ends the process as the operating system does when it needs the memory: at once, with nothing tidied up.
private final class Crash: TransactionObserver {
    private let transaction: Int
    private let isAfter: Bool
    private var count = 0

    init(at transaction: Int, isAfter: Bool) {
        self.transaction = transaction
        self.isAfter = isAfter
    }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }

    func databaseDidChange(with event: DatabaseEvent) {}

    func databaseWillCommit() {
        count += 1
        if count == transaction, !isAfter { kill(getpid(), SIGKILL) }
    }

    func databaseDidCommit(_ db: Database) {
        if count == transaction, isAfter { kill(getpid(), SIGKILL) }
    }

    func databaseDidRollback(_ db: Database) {}
}
