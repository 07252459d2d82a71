import Care
import CareClient
import CareMessages
import Foundation

extension ModelService {
    /// Whoever has enrolled already needs a proof for another device, as at the real service, unless the test's service is
    /// one that lets several of a member's devices in without asking.
    func enrol(_ enrolment: Enrolment) throws -> ServiceAnswer {
        let refused = ServiceAnswer(
            status: 403, body: Array(#"{"type":"/problems/not-confirmed","detail":"not confirmed"}"#.utf8))
        guard enrolment.identity.number != "unknown" else { return refused }
        let id = enrolment.device.id
        if revoked.contains(id) { return Self.deviceRevoked }
        if let key = enrolmentKeys[id], key != enrolment.enrolmentKey { return ServiceAnswer(status: 403) }
        switch enrolment.proof {
        case .previousDevice(let device, let key):
            guard enrolmentKeys[device] == key else { return refused }
        case .invitation, nil: break
        }
        enrolmentKeys[id] = enrolment.enrolmentKey
        let identity = enrolment.identity
        let member =
            members[identity.number]
            ?? Member(
                id: MemberID(UUID()), firstName: identity.firstName, lastName: identity.lastName,
                birthDate: identity.birthDate, state: enrolment.state, timeZone: enrolment.timeZone)
        members[identity.number] = member
        if charts[member.id] == nil { charts[member.id] = Chart() }
        return try json(
            201,
            EnrolmentAnswer(
                member: member, device: enrolment.device, tokens: tokens(id, .member(member.id), role: .member)))
    }

    func signIn(_ request: SignIn) throws -> ServiceAnswer {
        guard let practitioner = practitioners[request.login], request.password == "right" else {
            return ServiceAnswer(status: 401, body: Array(#"{"type":"/problems/sign-in-failed"}"#.utf8))
        }
        return try json(201, tokens(nil, .practitioner(practitioner), role: .practitioner))
    }

    /// Registers a practitioner's device and binds the session to it.
    ///
    /// As at the real service, a session that is bound stays so, except that it moves from one of their devices to an id that is
    /// nobody's yet.
    func put(_ device: DeviceID, _ token: String, _ credential: Credential) throws -> ServiceAnswer {
        guard case .practitioner(let practitioner) = credential.holder else { return ServiceAnswer(status: 403) }
        let taken = ServiceAnswer(status: 409, body: Array(#"{"type":"/problems/taken"}"#.utf8))
        let owner = practitionersDevices[device]
        guard enrolmentKeys[device] == nil, !revoked.contains(device), owner == nil || owner == practitioner else {
            return taken
        }
        if let bound = credential.device, bound != device {
            guard owner == nil, practitionersDevices[bound] == practitioner else { return taken }
        }
        practitionersDevices[device] = practitioner
        credentials[token]?.device = device
        return try json(200, ["name": "device"])
    }

    func me(_ credential: Credential) throws -> ServiceAnswer {
        switch credential.holder {
        case .member(let id): try json(200, Me(role: .member, subject: id.description, name: "Ana Ruiz"))
        case .practitioner(let id):
            try json(200, Me(role: .practitioner, subject: id.description, name: "Jordan Lee"))
        }
    }

    func refresh(_ request: SessionRefresh) throws -> ServiceAnswer {
        guard let (token, credential) = credentials.first(where: { $0.value.refreshToken == request.refreshToken })
        else { return ServiceAnswer(status: 401) }
        if let device = credential.device, revoked.contains(device) { return Self.deviceRevoked }
        credentials[token] = nil
        let role: Role = if case .member = credential.holder { .member } else { .practitioner }
        return try json(200, tokens(credential.device, credential.holder, role: role))
    }

    private func tokens(_ device: DeviceID?, _ holder: Holder, role: Role) -> TokenPair {
        tokenCount += 1
        let refreshToken = "refresh \(tokenCount)"
        credentials["access \(tokenCount)"] = Credential(device: device, holder: holder, refreshToken: refreshToken)
        return TokenPair(
            accessToken: "access \(tokenCount)", accessExpiresAt: Instant(milliseconds: 0),
            refreshToken: refreshToken, role: role)
    }
}
