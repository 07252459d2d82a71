import Care
import Credentials
import X12

extension EnrolledMember {
    /// What the member is as rows of the canonical roster, one for each coverage.
    ///
    /// All that insure health or, where none does, all there are. The first stands where the member begins in the file.
    func rosterRows(_ meaning: EndDateMeaning) -> [RosterFields.Coverage] {
        let health = coverages.filter { Self.healthLines.contains($0.insuranceLine) }
        let taken = health.isEmpty ? coverages : health
        guard let first = taken.first else { return [RosterFields.Coverage(fields(of: nil, meaning), line: position)] }
        return [RosterFields.Coverage(fields(of: first, meaning), line: position)]
            + taken.dropFirst().map { RosterFields.Coverage(fields(of: $0, meaning), line: $0.position) }
    }

    /// Whose the row is, as far as that can be said; also of a member who is at fault.
    var rosterNumber: RosterID? { RosterID(number(of: reference("0F") ?? "")) }

    private func fields(of coverage: Coverage?, _ meaning: EndDateMeaning) -> [RosterColumn: String] {
        let subscriber = reference("0F") ?? ""
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
            .effectiveDate: effectiveDate(of: coverage), .endDate: endDate(of: coverage, meaning),
            .endReason: maintenanceType == "024" ? maintenanceReason : "", .language: language,
        ]
    }

    /// Lines under which physical therapy is insured.
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

    private func endDate(of coverage: Coverage?, _ meaning: EndDateMeaning) -> String {
        // A benefit that is deleted is as if it had never been: it ends as it begins.
        if coverage?.maintenanceType == "002" {
            guard let from = LocalDay(effectiveDate(of: coverage)) else { return "" }
            return (meaning == .lastCoveredDay ? from.adding(days: -1) : from).description
        }
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
