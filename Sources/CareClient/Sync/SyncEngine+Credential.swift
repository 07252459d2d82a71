package import Care
package import CareMessages
import ChartSync
import GRDB
import StrictJSON

extension SyncEngine {
    /// Makes this device the member's.
    ///
    /// A person who is a member already needs a proof. What is sent is stored first: a repeat after a lost answer is the same enrolment, and gets the same member and device.
    ///
    /// - Throws: `.refused` with problem `/problems/not-confirmed` when the service does not know such a person;
    ///   `.store(.alreadyEnrolled)`.
    package func enrol(
        _ identity: IdentityClaim, state: USState, timeZone: TimeZoneName, deviceName: Label, server: String,
        proof: EnrolmentProof? = nil
    ) async throws(SyncError) -> EnrolledDevice {
        let instant = now()
        let enrolment = try changed { database in
            let known = try DeviceTable.current(database)
            if known?.member != nil { throw StoreError.alreadyEnrolled }
            var wanted = Enrolment(
                identity: identity, state: state, timeZone: timeZone,
                device: Device(id: DeviceID.make(at: instant), name: deviceName), enrolmentKey: Self.freshKey(),
                proof: proof)
            if let known, known.server == server {
                var same = wanted
                same.device.id = known.enrolment.device.id
                same.enrolmentKey = known.enrolment.enrolmentKey
                if same == known.enrolment { wanted = same }
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

    /// Sends a request with the device's credential, which is renewed as needed.
    ///
    /// - Throws: `.noAnswer`, `.busy` or `.signedOut`; answers of any other status are returned.
    func authorised(_ path: String, _ body: [UInt8]) async throws(SyncError) -> ServiceAnswer {
        var token = try await credential()
        // The second renewal is for an answer that another process of this device made stale.
        for _ in 0..<2 {
            let answer = try await exchange(path, body, accessToken: token)
            guard answer.status == 401 else { return answer }
            token = try await renewed(after: token)
        }
        let answer = try await exchange(path, body, accessToken: token)
        if answer.status == 401 { throw .signedOut(detail: problem(of: answer).detail) }
        return answer
    }

    /// Sends a request and sorts out the answers that say nothing about it.
    private func exchange(
        _ path: String, _ body: [UInt8], accessToken: String?
    ) async throws(SyncError) -> ServiceAnswer {
        let answer: ServiceAnswer
        do throws(ServiceError) {
            answer = try await transport.send(
                "POST", path, query: [], body: body, contentType: "application/json",
                headers: [:], accessToken: accessToken)
        } catch {
            throw .noAnswer(error)
        }
        if answer.status >= 500 || answer.status == 429 || answer.status == 408 {
            throw .busy(status: answer.status, retryAfterSeconds: answer.headers["retry-after"].flatMap { Int($0) })
        }
        return answer
    }

    private func record() throws(SyncError) -> DeviceRecord {
        let record = try stored { store throws(StoreError) in try store.read(DeviceTable.current) }
        guard let record else { throw .store(.notEnrolled) }
        return record
    }

    private func credential() async throws(SyncError) -> String {
        let record = try record()
        if let token = record.accessToken { return token }
        return try await complete(record.enrolment)
    }

    /// A credential other than `used`, which the service has refused.
    private func renewed(after used: String) async throws(SyncError) -> String {
        let record = try record()
        // Another process of this device may have renewed it in the meantime.
        if let token = record.accessToken, token != used { return token }
        if let refreshToken = record.refreshToken {
            let request = try body(SessionRefresh(refreshToken: refreshToken))
            let answer = try await exchange("/v1/sessions/refresh", request, accessToken: nil)
            if answer.isSuccess {
                let tokens: TokenPair = try value(of: answer)
                // Stored before its first use: the one it replaces is used up.
                try changed { try DeviceTable.replaceTokens(tokens, used: used, $0) }
                return tokens.accessToken
            }
            guard answer.status == 401 else { throw refusal(answer) }
            let latest = try self.record()
            if let token = latest.accessToken, token != used { return token }
        }
        // The refresh token is used up although we have nothing newer: its answer was lost. The enrolment, which only this
        // device can repeat, gets a credential for the same member and device.
        return try await complete(record.enrolment)
    }

    /// Sends the enrolment and stores what it brings; returns the access token.
    private func complete(_ enrolment: Enrolment) async throws(SyncError) -> String {
        let wasEnrolled = try record().member != nil
        let enrolled: EnrolmentAnswer
        do throws(SyncError) {
            enrolled = try await enrolAnswer(enrolment)
        } catch .refused(let status, _, let detail) where wasEnrolled && (status == 401 || status == 403) {
            throw .signedOut(detail: detail)
        }
        try changed { database in
            guard let known = try DeviceTable.current(database), known.enrolment.device.id == enrolled.device.id else {
                throw StoreError.notEnrolled
            }
            if let member = known.member, member.id != enrolled.member.id { throw StoreError.alreadyEnrolled }
            try DeviceTable.complete(enrolled, database)
        }
        return enrolled.tokens.accessToken
    }

    /// Sends an enrolment, which may be repeated without harm.
    func enrolAnswer(_ enrolment: Enrolment) async throws(SyncError) -> EnrolmentAnswer {
        let answer = try await exchange("/v1/enrolments", try body(enrolment), accessToken: nil)
        guard answer.isSuccess else { throw refusal(answer) }
        let enrolled: EnrolmentAnswer = try value(of: answer)
        guard enrolled.device.id == enrolment.device.id else {
            throw .misbehaved("the enrolment was answered for another device")
        }
        return enrolled
    }

    func refusal(_ answer: ServiceAnswer) -> SyncError {
        let problem = problem(of: answer)
        return .refused(status: answer.status, problem: problem.type, detail: problem.detail)
    }

    private func problem(of answer: ServiceAnswer) -> Problem {
        do throws(SyncError) {
            return try value(of: answer)
        } catch {
            // A proxy in between answers without a problem document; the status alone has to do.
            return Problem()
        }
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

/// The members of `application/problem+json` that a person is told.
private struct Problem: Decodable {
    var type: String?
    var detail: String?
}
