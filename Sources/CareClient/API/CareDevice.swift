import Care
import CareMessages
public import Foundation
import GRDB

/// A device that takes part in somebody's care: it keeps copies, records without a network, and syncs.
///
/// Everything recorded is on the disk when the call returns. Reads and records never wait for the network.
///
/// The module's public interface follows semantic versioning: within a major version nothing public is removed or changes
/// its meaning, and a store written by any earlier version opens.
public struct CareDevice: Sendable {
    let store: OfflineStore
    let engine: SyncEngine
    let loop: SyncLoop
    let service: String
    let now: @Sendable () -> Date

    /// Opens the store in a file, or makes an empty one that only the file's owner can read.
    ///
    /// - Parameters:
    ///   - path: Of an SQLite file; SQLite keeps two more beside it.
    ///   - service: Scheme, host and port of the service.
    ///   - transport: The way there; a `ServiceConnection` when none is given.
    public static func open(
        at path: String, service: URL, transport: (any ServiceTransport)? = nil
    ) throws(CareFailure) -> CareDevice {
        try open(at: path, service: service, transport: transport, pace: .system, now: { Date() })
    }

    package static func open(
        at path: String, service: URL, transport: (any ServiceTransport)?, pace: Pace,
        now: @escaping @Sendable () -> Date
    ) throws(CareFailure) -> CareDevice {
        do throws(StoreError) {
            let store = try OfflineStore.open(path)
            let engine = SyncEngine(
                store: store, transport: transport ?? ServiceConnection(server: service, accessToken: nil),
                now: { Instant(now()) })
            return CareDevice(
                store: store, engine: engine, loop: SyncLoop(engine: engine, store: store, pace: pace),
                service: service.absoluteString, now: now)
        } catch {
            throw CareFailure(error)
        }
    }

    /// Closes the file; using the device afterwards fails.
    public func close() throws(CareFailure) {
        try reading { store throws(StoreError) in try store.close() }
    }

    /// Whose device it is; nil until somebody has enrolled or signed in.
    public var owner: CareOwner? {
        get throws(CareFailure) {
            try reading { store throws(StoreError) in try store.owner() }.map(CareOwner.init)
        }
    }

    /// Makes the device a member's.
    ///
    /// If the answer is lost, the same call again gets the same member and device.
    ///
    /// - Throws: `CareFailure.refused` with problem `/problems/not-confirmed` when the service does not know such a person.
    @discardableResult
    public func enrol(_ form: EnrolmentForm, deviceName: String) async throws(CareFailure) -> CareOwner {
        var fields = FieldReading()
        let message = "must be 1 to 200 bytes on one line"
        let firstName = fields.required("firstName", Label(form.firstName), message)
        let lastName = fields.required("lastName", Label(form.lastName), message)
        let name = fields.required("deviceName", Label(deviceName), message)
        let state = fields.required("state", USState(form.state), "must be a state such as CO")
        let timeZone = fields.required(
            "timeZone", TimeZoneName(form.timeZone), "must be an IANA name such as America/Denver")
        guard let firstName, let lastName, let name, let state, let timeZone else {
            return try fields.finished(nil)
        }
        let claim = IdentityClaim(
            number: form.number, firstName: firstName, lastName: lastName, birthDate: form.birthDate.day)
        try await syncing { engine throws(SyncError) in
            _ = try await engine.enrol(
                claim, state: state, timeZone: timeZone, deviceName: name, server: service,
                proof: form.invitation.map { .invitation($0) })
        }
        guard let owner = try owner else { throw .notSignedIn }
        return owner
    }

    /// Makes the device a practitioner's, or signs them in on it again; the password is not stored.
    @discardableResult
    public func signIn(
        login: String, password: String, deviceName: String
    ) async throws(CareFailure) -> CareOwner {
        var fields = FieldReading()
        let name = fields.required("deviceName", Label(deviceName), "must be 1 to 200 bytes on one line")
        let label = try fields.finished(name)
        try await syncing { engine throws(SyncError) in
            try await engine.signIn(login: login, password: password, deviceName: label, server: service)
        }
        guard let owner = try owner else { throw .notSignedIn }
        return owner
    }

    /// What a read finds now.
    func show<Value>(_ read: @Sendable (Database) throws -> Value) throws(CareFailure) -> Value {
        try reading { store throws(StoreError) in try store.read(read) }
    }

    /// What a read finds, now and whenever it changes.
    func updates<Value: Equatable & Sendable>(
        _ read: @escaping @Sendable (Database) throws -> Value
    ) -> CareUpdates<Value> { CareUpdates(store.observing(read)) }

    func reading<Value>(_ step: (OfflineStore) throws(StoreError) -> Value) throws(CareFailure) -> Value {
        do throws(StoreError) { return try step(store) } catch { throw CareFailure(error) }
    }

    func syncing<Value>(
        _ step: (SyncEngine) async throws(SyncError) -> Value
    ) async throws(CareFailure) -> Value {
        do throws(SyncError) { return try await step(engine) } catch { throw CareFailure(error) }
    }
}
