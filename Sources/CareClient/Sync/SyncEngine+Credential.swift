package import Care
package import CareMessages
import ChartSync
import GRDB
import StrictJSON

extension SyncEngine {
    /// Makes this device the member's.
    ///
    /// What is sent is stored first: a repeat after a lost answer is the same enrolment, and gets the same member and device.
    /// A person who is a member already needs a proof. A device that was revoked may be enrolled again by the same member,
    /// who finds there what was not sent. Where somebody has signed out without a network, the service is told of that first.
    ///
    /// - Throws: `.refused` with problem `/problems/not-confirmed` when the service does not know such a person;
    ///   `.store(.alreadyEnrolled)`.
    package func enrol(
        _ identity: IdentityClaim, state: USState, timeZone: TimeZoneName, deviceName: Label, server: String,
        proof: EnrolmentProof? = nil
    ) async throws(SyncError) -> EnrolledDevice {
        try await alone { () async throws(SyncError) in
            try await finishLeaving()
            let instant = now()
            let enrolment = try changed { database in
                let known = try DeviceTable.current(database)
                // Another process of this device has signed out meanwhile.
                if known?.state == .leaving { throw StoreError.leaving }
                if let known, known.holder != nil, known.state != .revoked { throw StoreError.alreadyEnrolled }
                var wanted = Enrolment(
                    identity: identity, state: state, timeZone: timeZone,
                    device: Device(id: DeviceID.make(at: instant), name: deviceName), enrolmentKey: Self.freshKey(),
                    proof: proof)
                if let known, let earlier = known.enrolment, known.server == server, known.holder == nil {
                    var same = wanted
                    same.device.id = earlier.device.id
                    same.enrolmentKey = earlier.enrolmentKey
                    if same == earlier { wanted = same }
                }
                try DeviceTable.begin(wanted, server: server, database)
                return wanted
            }
            _ = try await complete(enrolment)
            guard let device = try stored({ store throws(StoreError) in try store.enrolledDevice() }) else {
                throw .store(.notEnrolled)
            }
            return device
        }
    }

    private func record() throws(SyncError) -> DeviceRecord {
        let record = try stored { store throws(StoreError) in try store.read(DeviceTable.current) }
        guard let record else { throw .store(.notEnrolled) }
        return record
    }

    func credential() async throws(SyncError) -> String {
        let record = try record()
        if let token = record.accessToken { return token }
        guard let enrolment = record.enrolment else { throw .signedOut(detail: nil) }
        return try await complete(enrolment)
    }

    /// A credential other than `used`, which the service has refused.
    func renewed(after used: String) async throws(SyncError) -> String {
        let record = try record()
        // Another process of this device may have renewed it in the meantime.
        if let token = record.accessToken, token != used { return token }
        if let refreshToken = record.refreshToken {
            let request = try body(SessionRefresh(refreshToken: refreshToken))
            let answer = try await exchange("POST", "/v1/sessions/refresh", request, accessToken: nil)
            if answer.isSuccess {
                let tokens: TokenPair = try value(of: answer)
                // Stored before its first use: the one it replaces is used up.
                try changed { try DeviceTable.replaceTokens(tokens, used: used, $0) }
                return tokens.accessToken
            }
            guard answer.status == 401 else { throw refusal(answer) }
            try checkRevocation(answer)
            let latest = try self.record()
            if let token = latest.accessToken, token != used { return token }
        }
        // The refresh token is used up although we have nothing newer: its answer was lost. The enrolment, which only this
        // device can repeat, gets a credential for the same member and device; a practitioner signs in again.
        guard let enrolment = record.enrolment else { throw .signedOut(detail: nil) }
        return try await complete(enrolment)
    }

    /// Sends the enrolment and stores what it brings; returns the access token.
    private func complete(_ enrolment: Enrolment) async throws(SyncError) -> String {
        let record = try record()
        let wasEnrolled = record.holder != nil && record.state != .revoked
        let enrolled: EnrolmentAnswer
        do throws(SyncError) {
            enrolled = try await enrolAnswer(enrolment)
        } catch .refused(let status, _, let detail) where wasEnrolled && (status == 401 || status == 403) {
            throw .signedOut(detail: detail)
        }
        try changed { database in
            guard let known = try DeviceTable.current(database), known.device.id == enrolled.device.id else {
                throw StoreError.notEnrolled
            }
            if let holder = known.holder {
                guard case .member(let member) = holder, member.id == enrolled.member.id else {
                    throw StoreError.alreadyEnrolled
                }
            }
            try DeviceTable.complete(enrolled, database)
            if known.state == .revoked { try Self.beginAnew(database) }
            if known.state != .leaving {
                try ScopeTable.want(.chart(enrolled.member.id), database)
                try ScopeTable.want(.catalog, database)
            }
        }
        return enrolled.tokens.accessToken
    }

    /// Sends an enrolment, which may be repeated without harm.
    func enrolAnswer(_ enrolment: Enrolment) async throws(SyncError) -> EnrolmentAnswer {
        let answer = try await exchange("POST", "/v1/enrolments", try body(enrolment), accessToken: nil)
        guard answer.isSuccess else {
            try checkRevocation(answer)
            throw refusal(answer)
        }
        let enrolled: EnrolmentAnswer = try value(of: answer)
        guard enrolled.device.id == enrolment.device.id else {
            throw .misbehaved("the enrolment was answered for another device")
        }
        return enrolled
    }

    /// 256 random bits in base64url.
    static func freshKey() -> String {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        var text = ""
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(buffer >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(6 - bits) & 63)]) }
        return text
    }
}
