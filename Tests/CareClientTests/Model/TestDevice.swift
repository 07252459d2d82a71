import Care
import CareMessages
import ChartSync
import Foundation
import StrictJSON
import Testing

@testable import CareClient

/// A device with a store in a folder of its own, which goes away with it.
final class TestDevice {
    let folder: URL
    let service: ModelService
    private(set) var store: OfflineStore
    private(set) var engine: SyncEngine

    /// Shoes are shown in the order of their ids, which is that of milliseconds: no two are made in one.
    private var shoeCount: Int64 = 0

    static let start = Instant(milliseconds: 1_800_000_000_000)

    var path: String { folder.appendingPathComponent("device.sqlite").path }

    init(of service: ModelService) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("soleus-client-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.service = service
        store = try OfflineStore.open(folder.appendingPathComponent("device.sqlite").path)
        engine = SyncEngine(store: store, transport: ModelTransport(service: service), now: { Self.start })
    }

    deinit {
        // Nothing depends on the folder being gone; a file of the system's that stays behind harms nobody.
        try? store.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// What is left after the process was killed and started again: the file.
    func restart() throws {
        try store.close()
        store = try OfflineStore.open(path)
        engine = SyncEngine(store: store, transport: ModelTransport(service: service), now: { Self.start })
    }

    /// A copy of the device as it is now, such as a backup that is restored to another phone.
    func clone() throws -> TestDevice {
        let clone = try TestDevice(of: service)
        try clone.store.close()
        try store.close()
        // With the write-ahead log, which outlives the last connection.
        try FileManager.default.removeItem(at: clone.folder)
        try FileManager.default.copyItem(at: folder, to: clone.folder)
        try clone.reopen()
        try reopen()
        return clone
    }

    func reopen() throws {
        store = try OfflineStore.open(path)
        engine = SyncEngine(store: store, transport: ModelTransport(service: service), now: { Self.start })
    }

    @discardableResult
    func enrol(number: String = "A-100") async throws -> EnrolledDevice {
        try await engine.enrol(
            IdentityClaim(
                number: number, firstName: try #require(Label("Ana")), lastName: try #require(Label("Ruiz")),
                birthDate: try #require(LocalDay("1990-04-01"))),
            state: try #require(USState("CO")), timeZone: .utc, deviceName: try #require(Label("phone")),
            server: "http://127.0.0.1:1")
    }

    /// Makes it the device of a practitioner of the model.
    func signIn(_ login: String = "jordan") async throws {
        try await engine.signIn(
            login: login, password: "right", deviceName: try #require(Label("laptop")), server: "http://127.0.0.1:1")
    }

    func enrolled() throws -> EnrolledDevice { try #require(try store.enrolledDevice()) }

    @discardableResult
    func checkIn(pain: Int, daysAgo: Int64 = 0) throws -> Recorded {
        let moment = LocalMoment(Self.start.adding(seconds: -86_400 * daysAgo), in: .utc)
        return try store.record(
            .checkIn(CheckIn(moment: moment, about: .now, pain: try #require(PainScore(pain)))), at: Self.start)
    }

    @discardableResult
    func addShoe(_ label: String, startMeters: Int = 0) throws -> Recorded {
        let day = try #require(LocalDay("2027-01-01"))
        shoeCount += 1
        return try store.record(
            .shoe(Shoe(label: try #require(Label(label)), inUseFrom: day, startMeters: startMeters)),
            at: Self.start.adding(seconds: shoeCount))
    }

    /// Changes the first shoe that this device shows.
    @discardableResult
    func changeShoe(_ change: (inout Shoe) throws -> Void) throws -> Recorded? {
        let shown = try #require(try store.shoes().first)
        var shoe = shown.content
        try change(&shoe)
        return try store.change(shown.row, to: shoe, at: Self.start)
    }

    func painScores() throws -> [Int] { try store.checkIns().map(\.content.pain.rawValue).sorted() }
}

/// A plan revision as a PT records it on a device.
func planContent(number: Int) throws -> RowContent {
    try RowContent(kind: .planRevision, body: try #require(try planInsertion(number: number).body))
}

/// A plan revision as a PT inserts it.
func planInsertion(number: Int, from: String = "2027-01-01") throws -> Mutation {
    let day = try #require(LocalDay(from))
    let item = PlanItem(
        block: .main, exercise: try #require(Slug("calf-raises")), exerciseVersion: 1, dose: Dose(sets: 3, reps: 12),
        side: .both, frequency: Frequency(perWeek: 3))
    let revision = PlanRevision(
        number: number, base: number - 1, author: PractitionerID(UUID()), authoredAt: TestDevice.start,
        effectiveFrom: day, reason: try #require(Note("a test")),
        content: PlanContent(
            program: try #require(Slug("ankle-pain-after-running")), title: try #require(Label("Ankle")), items: [item])
    )
    return Mutation(
        seq: 1, kind: RowKind.planRevision.rawValue, op: "insert", row: RowID.make(at: TestDevice.start),
        body: try JSONValue.encoding(revision))
}
