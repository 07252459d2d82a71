/// The questions of an interchange of 270s, in the order in which they were asked.
package struct InquiryFile: Hashable, Sendable {
    /// Somebody who asks or is asked (NM1 of loops 2100A and 2100B), as they were named.
    package struct Party: Hashable, Sendable {
        package let entity: String
        package let type: String
        package let name: String
        package let firstName: String
        package let idQualifier: String
        package let id: String
    }

    /// One transaction set.
    package struct Set: Hashable, Sendable {
        /// The asker's number for the whole set (BHT03).
        package internal(set) var reference = ""
        /// CCYYMMDD.
        package internal(set) var day = ""
        package internal(set) var questions: [Inquiry] = []
    }

    package let outcome: InterchangeOutcome
    /// The sets that are not rejected.
    package let sets: [Set]

    /// All questions, in the caller's order.
    package var questions: [Inquiry] { sets.flatMap(\.questions) }
}

/// One question of a 270: whether a person is covered.
package struct Inquiry: Hashable, Sendable {
    package struct Trace: Hashable, Sendable {
        package let number: String
        package let originator: String
        package let suffix: String
    }

    package struct Person: Hashable, Sendable {
        package internal(set) var lastName = ""
        package internal(set) var firstName = ""
        package internal(set) var middleName = ""
        package internal(set) var suffix = ""
        package internal(set) var idQualifier = ""
        package internal(set) var id = ""
        /// CCYYMMDD; empty where it was not given.
        package internal(set) var birthDate = ""
        package internal(set) var gender = ""
        package internal(set) var traces: [Trace] = []
    }

    package internal(set) var source: InquiryFile.Party
    package internal(set) var receiver: InquiryFile.Party
    /// Counts the subscriber levels of the set, so that dependants of one subscriber are answered under one.
    package internal(set) var subscriberLevel: Int
    package internal(set) var subscriber: Person
    /// Whom the question is about, where that is not the subscriber.
    package internal(set) var dependent: Person?
    /// What is asked for (EQ01), each once.
    package internal(set) var serviceTypes: [String] = []
    /// The first and last day asked about, CCYYMMDD; nil for today.
    package internal(set) var from: String?
    package internal(set) var through: String?

    /// Whom the question is about.
    package var person: Person { dependent ?? subscriber }
}
