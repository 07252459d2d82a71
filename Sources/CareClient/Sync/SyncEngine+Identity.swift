package import Care
import CareMessages
import ChartSync
import GRDB
import StrictJSON

extension SyncEngine {
    /// Makes this device a practitioner's, or signs them in on it again.
    ///
    /// The password is sent and not stored. What was recorded here before stays theirs. Where somebody has signed out without a
    /// network, the service is told of that first.
    ///
    /// - Throws: `.refused` when login and password do not fit; `.store(.alreadyEnrolled)` for somebody else's device.
    package func signIn(
        login: String, password: String, deviceName: Label, server: String
    ) async throws(SyncError) {
        try await alone { () async throws(SyncError) in
            try await finishLeaving()
            let instant = now()
            let device = try changed { database in
                let known = try DeviceTable.current(database)
                // Another process of this device has signed out meanwhile.
                if known?.state == .leaving { throw StoreError.leaving }
                if let known, known.role != .practitioner, known.holder != nil { throw StoreError.alreadyEnrolled }
                if let known, known.role == .practitioner, known.state == .active, known.server == server {
                    // A new identity that is under way may be the service's already.
                    return Device(id: known.nextDevice ?? known.device.id, name: known.device.name)
                }
                let device = Device(id: DeviceID.make(at: instant), name: deviceName)
                try DeviceTable.begin(practitionersDevice: device, server: server, database)
                return device
            }
            let signedIn = try await exchange(
                "POST", "/v1/sessions", try body(SignIn(login: login, password: password)), accessToken: nil)
            guard signedIn.isSuccess else { throw refusal(signedIn) }
            let tokens: TokenPair = try value(of: signedIn)
            guard tokens.role == .practitioner else {
                throw .refused(status: 403, problem: nil, detail: "only practitioners keep copies of charts")
            }
            let told = try await exchange("GET", "/v1/me", nil, accessToken: tokens.accessToken)
            guard told.isSuccess else { throw refusal(told) }
            let me: Me = try value(of: told)
            guard let practitioner = PractitionerID(me.subject), let name = Label(me.name) else {
                throw .misbehaved("it does not say who signed in")
            }
            let known = try stored { store throws(StoreError) in try store.owner()?.holder }
            if case .practitioner(let id, _) = known, id != practitioner { throw .store(.alreadyEnrolled) }
            try await bind(device.id, name: device.name, accessToken: tokens.accessToken)
            try changed { database in
                guard let known = try DeviceTable.current(database),
                    [known.device.id, known.nextDevice].contains(device.id)
                else { throw StoreError.notEnrolled }
                if case .practitioner(let id, _) = known.holder, id != practitioner { throw StoreError.alreadyEnrolled }
                if known.device.id != device.id { try DeviceTable.completeNext(device.id, database) }
                try DeviceTable.complete(practitioner: practitioner, name: name, tokens: tokens, database)
                if known.state == .revoked || known.device.id != device.id { try Self.beginAnew(database) }
                try ScopeTable.want(.panel, database)
                try ScopeTable.want(.catalog, database)
            }
        }
    }

    /// Registers a practitioner's device, and binds the credential to it.
    private func bind(_ device: DeviceID, name: Label, accessToken: String) async throws(SyncError) {
        let request = try body(["name": name.description])
        let answer = try await exchange(
            "PUT", "/v1/devices/\(PathSegment(device))", request, accessToken: accessToken)
        guard answer.isSuccess else { throw refusal(answer) }
    }

    /// Becomes a new device of the same person, with the waiting work as its own.
    ///
    /// Another device has used our numbers, as after a phone was restored from a backup. What it sent and what we send are both
    /// theirs; rows that the service has already are recognised by their ids. The old identity stays until the service has
    /// accepted the new one, so that nothing is lost if it does not.
    func takeNewIdentity(_ report: inout SyncReport) async throws(SyncError) {
        guard !report.tookNewIdentity else {
            throw .misbehaved("it says of a new device that its numbers were used")
        }
        let instant = now()
        let (old, record) = try changed { database in
            guard var record = try DeviceTable.current(database) else { throw StoreError.notEnrolled }
            if var next = record.enrolment, record.nextEnrolment == nil {
                next.proof = .previousDevice(next.device.id, enrolmentKey: next.enrolmentKey)
                next.device.id = DeviceID.make(at: instant)
                next.enrolmentKey = Self.freshKey()
                try DeviceTable.beginNext(next, database)
                record.nextEnrolment = next
            } else if record.enrolment == nil, record.nextDevice == nil {
                let next = DeviceID.make(at: instant)
                try DeviceTable.beginNext(next, database)
                record.nextDevice = next
            }
            return (record.device.id, record)
        }
        do throws(SyncError) {
            if let next = record.nextEnrolment {
                let enrolled = try await enrolAnswer(next)
                try become(enrolled.device.id, after: old) { try DeviceTable.complete(enrolled, $0) }
            } else if let next = record.nextDevice {
                try await bind(next, name: record.device.name, accessToken: try await credential())
                try become(next, after: old) { _ in }
            }
        } catch .refused(let status, _, _) {
            throw .refused(
                status: status, problem: SliceProblem.deviceForked.rawValue,
                detail: "another device has used this one's numbers, and a new identity was not confirmed; "
                    + "what waits stays on the device")
        }
        report.tookNewIdentity = true
    }

    /// Ends a change of identity that has begun: a practitioner's session may be the new device's already, and then the service
    /// takes nothing from the old one.
    ///
    /// - Returns: What the service has refused; the old identity stands then.
    func finishNewIdentity(_ report: inout SyncReport) async throws(SyncError) -> SyncError? {
        let next = try stored { store throws(StoreError) in try store.read { try DeviceTable.current($0)?.nextDevice } }
        guard next != nil else { return nil }
        do throws(SyncError) {
            try await takeNewIdentity(&report)
            return nil
        } catch .refused(let status, let problem, let detail) {
            return .refused(status: status, problem: problem, detail: detail)
        }
    }

    private func become(
        _ next: DeviceID, after old: DeviceID, _ also: (Database) throws -> Void
    ) throws(SyncError) {
        try changed { database in
            // Another process of this device may have come here first.
            guard try DeviceTable.current(database)?.device.id == old else { return }
            try DeviceTable.completeNext(next, database)
            try also(database)
            try Self.beginAnew(database)
        }
    }

    /// Counts from 1 on every chart, and asks for every copy from its beginning: a new device has sent and seen nothing.
    static func beginAnew(_ database: Database) throws {
        try BatchTable.deleteAll(database)
        for chart in try ChartTable.all(database) {
            try ChartTable.setNextSeq(try OutboxTable.renumber(chart, database), of: chart, database)
        }
        try ScopeTable.forgetCursors(database)
        // Who is signing out goes on doing so under whatever identity.
        if try DeviceTable.state(database) != .leaving { try DeviceTable.setState(.active, database) }
    }
}
