package import Care

/// `POST /v1/sponsors/{sponsor}/coverage-questions`: 1 to 10,000 questions, answered in the caller's order.
package struct CoverageQuestions: Hashable, Sendable, Codable {
    package var questions: [CoverageQuestion]

    package init(questions: [CoverageQuestion]) { self.questions = questions }

    package static let maximumCount = 10_000
}

/// One question: whether a person is covered on a date.
package struct CoverageQuestion: Hashable, Sendable, Codable {
    /// The caller's own name for the row, returned as it was sent.
    package var rowId: Label
    /// The person's own number with the sponsor, or their subscriber's.
    package var number: String
    package var lastName: Label
    /// Looked at only when number, last name and birth date fit several people.
    package var firstName: Label?
    package var birthDate: LocalDay
    /// Today when absent.
    package var on: LocalDay?

    package init(
        rowId: Label, number: String, lastName: Label, firstName: Label? = nil, birthDate: LocalDay, on: LocalDay? = nil
    ) {
        self.rowId = rowId
        self.number = number
        self.lastName = lastName
        self.firstName = firstName
        self.birthDate = birthDate
        self.on = on
    }
}

/// The answers, one for each question and in the same order.
package struct CoverageReplies: Hashable, Sendable, Codable {
    package var answers: [CoverageReply]

    package init(answers: [CoverageReply]) { self.answers = answers }
}

/// What the sponsor's own roster says; nothing about whether the person uses the service.
package struct CoverageReply: Hashable, Sendable, Codable {
    package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        case covered
        /// Known, and not covered on that date.
        case notCovered = "not_covered"
        /// No such number, or name and birth date do not fit it.
        case notFound = "not_found"
    }

    package var rowId: Label
    package var on: LocalDay
    package var status: Status
    package var planCode: Label?
    /// The first covered day.
    package var coveredFrom: LocalDay?
    /// The last covered day; absent while no end is known.
    package var coveredThrough: LocalDay?
    /// What the member pays, in cents: 0.
    package var memberCostCents: Int?
    /// Why nobody was found; said to partners alone.
    package var reason: EligibilityQuestion.Misfit?

    package init(
        rowId: Label, on: LocalDay, status: Status, planCode: Label? = nil, coveredFrom: LocalDay? = nil,
        coveredThrough: LocalDay? = nil, memberCostCents: Int? = nil, reason: EligibilityQuestion.Misfit? = nil
    ) {
        self.rowId = rowId
        self.on = on
        self.status = status
        self.planCode = planCode
        self.coveredFrom = coveredFrom
        self.coveredThrough = coveredThrough
        self.memberCostCents = memberCostCents
        self.reason = reason
    }
}
