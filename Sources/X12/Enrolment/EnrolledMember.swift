/// One turn of loop 2000 of an 834: a member, and what the sponsor says about their enrolment.
package struct EnrolledMember: Hashable, Sendable {
    /// A number and what it is (REF).
    package struct Reference: Hashable, Sendable {
        package let qualifier: String
        package let value: String
    }

    /// A day or period and what it is (DTP), in the format it was sent in.
    package struct Date: Hashable, Sendable {
        package let qualifier: String
        package let format: String
        package let value: String

        /// The first day, CCYYMMDD.
        package var first: String { String(value.prefix(8)) }

        /// The last day: of a period its end, of a day itself.
        package var last: String { String(value.suffix(8)) }
    }

    /// One benefit (loop 2300).
    package struct Coverage: Hashable, Sendable {
        /// Where its HD segment stands in the file, ISA being 1.
        package let position: Int
        package internal(set) var maintenanceType = ""
        package internal(set) var insuranceLine = ""
        package internal(set) var plan = ""
        package internal(set) var level = ""
        package internal(set) var dates: [Date] = []
        package internal(set) var references: [Reference] = []
    }

    /// Where its INS segment stands in the file, ISA being 1.
    package let position: Int
    package internal(set) var isSubscriber = false
    package internal(set) var relationship = ""
    package internal(set) var maintenanceType = ""
    package internal(set) var maintenanceReason = ""
    package internal(set) var employmentStatus = ""
    package internal(set) var references: [Reference] = []
    package internal(set) var dates: [Date] = []
    package internal(set) var lastName = ""
    package internal(set) var firstName = ""
    package internal(set) var idQualifier = ""
    package internal(set) var id = ""
    /// Ways to reach the member, by qualifier (PER).
    package internal(set) var contacts: [Reference] = []
    package internal(set) var state = ""
    package internal(set) var postalCode = ""
    /// CCYYMMDD.
    package internal(set) var birthDate = ""
    package internal(set) var gender = ""
    package internal(set) var language = ""
    package internal(set) var coverages: [Coverage] = []
    /// What is wrong with it, as far as the wrong segment says something that a roster needs.
    package internal(set) var faults: [SegmentFault] = []

    init(position: Int) { self.position = position }

    package func reference(_ qualifier: String) -> String? {
        references.first { $0.qualifier == qualifier }?.value
    }
}
