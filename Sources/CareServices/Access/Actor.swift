package import Care
package import Foundation

/// Whoever a request is made for, as their credential says.
package struct Actor: Hashable, Sendable {
    package let role: Role
    /// The member's, practitioner's, sponsor's or account's id.
    package let subject: UUID
    /// The device that the credential is bound to; members act through one always.
    package let device: DeviceID?
    /// The family of tokens that the request came with.
    package let credential: UUID

    package init(role: Role, subject: UUID, device: DeviceID?, credential: UUID) {
        self.role = role
        self.subject = subject
        self.device = device
        self.credential = credential
    }

    /// The service itself, for what it keeps in a chart of what it found there.
    static let service = Actor(
        role: .service, subject: UUID(bytes: Array("the Soleus care ".utf8)), device: nil,
        credential: UUID(bytes: [UInt8](repeating: 0, count: 16)))

    /// The member, when it is one who acts.
    package var member: MemberID? { role == .member ? MemberID(subject) : nil }

    /// The practitioner, when it is one who acts.
    package var practitioner: PractitionerID? { role == .practitioner ? PractitionerID(subject) : nil }

    /// What the database is told for row-level security, in a transaction on one member's chart or on none.
    package func access(to chart: MemberID? = nil) -> [String: String] {
        var settings = ["soleus.actor_role": role.rawValue, "soleus.actor": subject.text]
        if let chart { settings["soleus.chart"] = chart.description }
        return settings
    }

    /// The same, for a practitioner who hands over what they recorded while they looked after the member.
    ///
    /// Whoever writes with it keeps everything aside, and answers no row.
    func handingOver(to chart: MemberID) -> [String: String] {
        access(to: chart).merging(["soleus.handing_over": "on"]) { _, new in new }
    }
}
