import Care
import Credentials
import X12

extension EnrolledMember {
    /// What the member is as rows of the canonical roster, one for each coverage.
    ///
    /// All that insure health: the others say nothing about physical therapy. The first stands where the member begins in
    /// the file. Where a file brings changes, ends of benefits touch those benefits alone; with one that begins or goes on
    /// they say together what holds.
    func rosterRows(_ meaning: EndDateMeaning, isWhole: Bool) -> [RosterFields.Coverage] {
        let health = coverages.filter(\.insuresHealth)
        guard !health.isEmpty else { return [row(of: nil, meaning, line: position)] }
        let isOfPlanOnly = !isWhole && health.allSatisfy { isTerminated($0) || $0.isDeleted }
        return health.enumerated().map { place, coverage in
            var row = row(of: coverage, meaning, line: place == 0 ? position : coverage.position)
            row.isOfPlanOnly = isOfPlanOnly
            return row
        }
    }

    /// Whether one of the benefits is one under which physical therapy is insured.
    var insuresHealth: Bool { coverages.contains(where: \.insuresHealth) }

    /// Whose the row is, as far as that can be said; also of a member who is at fault.
    var rosterNumber: RosterID? { RosterID(number(of: reference("0F") ?? "")) }

    private func isTerminated(_ coverage: Coverage?) -> Bool {
        maintenanceType == "024" || coverage?.maintenanceType == "024"
    }

    /// A coverage as a row; nil stands for all that a member has who is terminated without a benefit's being named.
    private func row(of coverage: Coverage?, _ meaning: EndDateMeaning, line: Int) -> RosterFields.Coverage {
        var fields = fields(of: coverage, meaning)
        guard isTerminated(coverage), coverage?.isDeleted != true else {
            return RosterFields.Coverage(fields, line: line)
        }
        let isOfUnknownBeginning = fields[.effectiveDate] == "" || coverage == nil
        if isOfUnknownBeginning, let end = fields[.endDate].flatMap({ LocalDay($0) }) {
            fields[.effectiveDate] = (meaning == .lastCoveredDay ? end.adding(days: 1) : end).description
            if coverage == nil { fields[.planCode] = Self.anyPlan }
            var row = RosterFields.Coverage(fields, line: line)
            row.ending = coverage == nil ? .cover : .plan
            return row
        }
        var row = RosterFields.Coverage(fields, line: line)
        row.isTerminated = true
        return row
    }

    /// What stands in the place of a plan where all of them end.
    private static let anyPlan = "any plan"

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
    /// A termination need not say it: then it ends what is in force.
    private func effectiveDate(of coverage: Coverage?) -> String {
        Self.day((coverage?.date("348") ?? date("356") ?? date("336"))?.first ?? "")
    }

    private func endDate(of coverage: Coverage?, _ meaning: EndDateMeaning) -> String {
        // A benefit that is deleted is as if it had never been: it ends as it begins.
        if coverage?.isDeleted == true {
            guard let from = LocalDay(effectiveDate(of: coverage)) else { return "" }
            return (meaning == .lastCoveredDay ? from.adding(days: -1) : from).description
        }
        if let date = coverage?.date("349") ?? date("357") { return Self.day(date.last) }
        if let begin = coverage?.date("348"), begin.format == "RD8" { return Self.day(begin.last) }
        // Who is terminated without an end date ends when the change takes effect.
        guard isTerminated(coverage) else { return "" }
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
    /// Lines under which physical therapy is insured.
    private static let healthLines: Set<String> = ["HLT", "HMO", "PPO", "POS", "EPO", "MM", "AG", "PRA"]

    fileprivate var insuresHealth: Bool { Self.healthLines.contains(insuranceLine) }

    fileprivate var isDeleted: Bool { maintenanceType == "002" }

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
