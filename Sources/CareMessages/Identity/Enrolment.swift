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
    /// Why somebody who has enrolled already may bring in this device; absent the first time.
    package var proof: Proof?

    /// What only a device of the member, or somebody whom they let in, can know: a device with its key, or an invitation.
    package struct Proof: Hashable, Sendable, Codable {
        /// The device that this one was, before a clone of it used its numbers.
        package var previousDevice: DeviceID?
        /// The key of that device's enrolment.
        package var enrolmentKey: String?
        /// The code of an invitation.
        package var invitation: String?

        package init(previousDevice: DeviceID, enrolmentKey: String) {
            self.previousDevice = previousDevice
            self.enrolmentKey = enrolmentKey
        }

        package init(invitation: String) { self.invitation = invitation }
    }

    package init(
        identity: IdentityClaim, state: USState, timeZone: TimeZoneName, device: Device, enrolmentKey: String,
        proof: Proof? = nil
    ) {
        self.identity = identity
        self.state = state
        self.timeZone = timeZone
        self.device = device
        self.enrolmentKey = enrolmentKey
        self.proof = proof
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
