import Care
import Credentials
import X12

extension EnrolledMember {
    /// What the member is as a row of the canonical roster.
    func rosterFields() -> [RosterColumn: String] {
        let subscriber = reference("0F") ?? ""
        let coverage = coverages.first { Self.healthLines.contains($0.insuranceLine) } ?? coverages.first
        let plan = coverage.map { $0.plan.isEmpty ? $0.insuranceLine : $0.plan } ?? ""
        return [
            .recordType: isSubscriber ? "subscriber" : "dependent",
            .sponsorMemberID: number(of: subscriber), .subscriberID: subscriber,
            .relationship: Self.relationships[relationship] ?? "other",
            .firstName: firstName, .lastName: lastName, .birthDate: Self.day(birthDate),
            .sex: gender, .email: contact("EM"),
            .phone: ["CP", "TE", "HP", "WP"].lazy.map(contact).first { !$0.isEmpty } ?? "",
            .zip: postalCode, .state: USState(state) == nil ? "" : state,
            .groupID: reference("1L") ?? "", .planCode: plan,
            .effectiveDate: effectiveDate(of: coverage), .endDate: endDate(of: coverage),
            .endReason: maintenanceType == "024" ? maintenanceReason : "", .language: language,
        ]
    }

    /// Lines under which physical therapy is insured; a member with none of them is covered by the first there is.
    private static let healthLines: Set<String> = ["HLT", "HMO", "PPO", "POS", "EPO", "MM", "AG", "PRA"]

    /// What INS02 says: a ward, a stepchild or a foster child is a child as the plan sees it.
    private static let relationships = [
        "18": "self", "01": "spouse", "53": "spouse", "19": "child", "05": "child", "07": "child", "09": "child",
        "10": "child", "15": "child", "17": "child",
    ]

    /// The subscriber's own number is the family's; a dependant's is the one that the sponsor gives (REF*23, or a number
    /// of the plan's with the name), and otherwise made of who they are within the family.
    ///
    /// A social security number is never taken.
    private func number(of subscriber: String) -> String {
        if let own = reference("23"), !own.isEmpty { return own }
        if isSubscriber { return subscriber }
        if idQualifier == "ZZ", !id.isEmpty { return id }
        guard !subscriber.isEmpty, let name = NameKey(firstName) else { return "" }
        let digest = SHA256Digest(of: Array("\(subscriber)\n\(name)\n\(birthDate)".utf8)).bytes
        let digits = digest.prefix(5).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "\(subscriber)-\(digits.joined())"
    }

    private func contact(_ qualifier: String) -> String {
        contacts.first { $0.qualifier == qualifier }?.value ?? ""
    }

    /// When the benefit begins, or else the member's eligibility for it, or the employment.
    ///
    /// A termination says it too: a cover that ends without a beginning could be any of the member's.
    private func effectiveDate(of coverage: Coverage?) -> String {
        Self.day((coverage?.date("348") ?? date("356") ?? date("336"))?.first ?? "")
    }

    private func endDate(of coverage: Coverage?) -> String {
        if let date = coverage?.date("349") ?? date("357") { return Self.day(date.last) }
        if let begin = coverage?.date("348"), begin.format == "RD8" { return Self.day(begin.last) }
        // Who is terminated without an end date ends when the change takes effect.
        guard maintenanceType == "024" || coverage?.maintenanceType == "024" else { return "" }
        return Self.day((coverage?.date("303") ?? date("303") ?? date("337"))?.last ?? "")
    }

    private func date(_ qualifier: String) -> Date? { dates.first { $0.qualifier == qualifier } }

    /// YYYY-MM-DD of CCYYMMDD; what is none stays as it is, and is refused as such.
    private static func day(_ text: String) -> String {
        guard text.utf8.count == 8 else { return text }
        return "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
    }
}

extension EnrolledMember.Coverage {
    fileprivate func date(_ qualifier: String) -> EnrolledMember.Date? { dates.first { $0.qualifier == qualifier } }
}

extension LocalDay {
    /// Nil unless the text is CCYYMMDD and names a real day.
    init?(compact text: String) {
        guard text.utf8.count == 8 else { return nil }
        self.init("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))")
    }

    /// CCYYMMDD.
    var compact: String { description.filter { $0 != "-" } }
}
