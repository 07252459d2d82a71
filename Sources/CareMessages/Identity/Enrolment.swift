package import Care

/// How a person says who they are: with a number that their sponsor knows, their name and their birth date.
package struct IdentityClaim: Hashable, Sendable, Codable {
    /// The person's own number with the sponsor, or the subscriber's.
    package var number: String
    package var firstName: Label
    package var lastName: Label
    package var birthDate: LocalDay

    package init(number: String, firstName: Label, lastName: Label, birthDate: LocalDay) {
        self.number = number
        self.firstName = firstName
        self.lastName = lastName
        self.birthDate = birthDate
    }

    /// The number as rosters have numbers: without the spaces that people put into long ones.
    package var plainNumber: String { number.filter { $0 != " " } }
}

/// The answer of `POST /v1/eligibility/self-check`: the same for an unknown person and a wrong birth date.
package struct SelfCheckAnswer: Hashable, Sendable, Codable {
    package var eligible: Bool
    package var message: String

    package init(eligible: Bool, message: String) {
        self.eligible = eligible
        self.message = message
    }
}

/// `POST /v1/enrolments`: a person becomes a member, and this device theirs.
package struct Enrolment: Hashable, Sendable, Codable {
    package var identity: IdentityClaim
    /// Where the member is now.
    package var state: USState
    package var timeZone: TimeZoneName
    package var device: Device
    /// 256 random bits in base64url that only this device knows.
    ///
    /// A repeat with the same key gets a credential for the same member and device, so that a lost answer locks nobody out.
    package var enrolmentKey: String
    /// For another device of a person who is a member already: what shows that it is theirs.
    ///
    /// Without it a new record begins.
    package var proof: EnrolmentProof?

    package init(
        identity: IdentityClaim, state: USState, timeZone: TimeZoneName, device: Device, enrolmentKey: String,
        proof: EnrolmentProof? = nil
    ) {
        self.identity = identity
        self.state = state
        self.timeZone = timeZone
        self.device = device
        self.enrolmentKey = enrolmentKey
        self.proof = proof
    }
}

/// What shows that a new device belongs to a member: one of the two.
package enum EnrolmentProof: Hashable, Sendable, Codable {
    /// The key with which another device of theirs enrolled, as a phone has it that was restored from that one's backup.
    case previousDevice(DeviceID, enrolmentKey: String)
    /// A code that was made for them.
    case invitation(String)

    private enum CodingKeys: String, CodingKey {
        case previousDevice, enrolmentKey, invitation
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let invitation = try container.decodeIfPresent(String.self, forKey: .invitation)
        let device = try container.decodeIfPresent(DeviceID.self, forKey: .previousDevice)
        let key = try container.decodeIfPresent(String.self, forKey: .enrolmentKey)
        switch (invitation, device, key) {
        case (let invitation?, nil, nil): self = .invitation(invitation)
        case (nil, let device?, let key?): self = .previousDevice(device, enrolmentKey: key)
        default:
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath,
                    debugDescription: "must be an invitation, or a previousDevice with its enrolmentKey"))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .previousDevice(let device, let key):
            try container.encode(device, forKey: .previousDevice)
            try container.encode(key, forKey: .enrolmentKey)
        case .invitation(let code): try container.encode(code, forKey: .invitation)
        }
    }
}

/// What the new member's device keeps.
package struct EnrolmentAnswer: Hashable, Sendable, Codable {
    package var member: Member
    package var device: Device
    package var tokens: TokenPair

    package init(member: Member, device: Device, tokens: TokenPair) {
        self.member = member
        self.device = device
        self.tokens = tokens
    }
}
