package import Care
package import CareMessages
import CareStore
package import Postgres

/// Whether people are covered, asked by the sponsor whose roster they are on.
package struct CoverageService: Sendable {
    private let database: Database
    private let now: @Sendable () -> Instant

    /// Takes the database of eligibility, and a clock, which says which day it is in UTC.
    package init(database: Database, now: @escaping @Sendable () -> Instant) {
        self.database = database
        self.now = now
    }

    /// Answers in the caller's order, under the caller's own names for the rows, all from one snapshot.
    ///
    /// A question that fits nobody, or several people, is answered with `notFound`, as is a number that no roster can
    /// hold.
    ///
    /// - Throws: `CareError.invalid` unless there are 1 to 10,000 questions; `.notFound` for another sponsor's roster,
    ///   `.notAllowed` for roles that have none.
    package func ask(
        _ questions: CoverageQuestions, sponsor: Slug, actor: Actor
    ) async throws -> CoverageReplies {
        try actor.requireSponsorRole()
        let questions = questions.questions
        guard (1...CoverageQuestions.maximumCount).contains(questions.count) else {
            throw CareError.invalid([
                FieldViolation(
                    pointer: "/questions", message: "must be 1 to \(CoverageQuestions.maximumCount) questions")
            ])
        }
        let today = TimeZoneName.utc.day(of: now())
        // What cannot be on a roster is not asked for.
        let readable = questions.map(\.eligibilityQuestion)
        let asked = readable.indices.filter { readable[$0] != nil }
        let candidates = try await database.transaction(.readOnly) { transaction in
            let sponsor = try actor.sponsor(sponsor, transaction)
            return try transaction.all(
                CoverageQuestionStatements.candidates, sponsor.id, asked.map { Int32($0) },
                asked.compactMap { readable[$0]?.identifier })
        }
        let families = Dictionary(grouping: candidates, by: \.place)
        let replies = questions.indices.map { place in
            let on = questions[place].on ?? today
            let coverages = readable[place].flatMap { $0.coverages(among: families[place] ?? []) }
            return CoverageReply(to: questions[place].rowId, on: on, coverages: coverages)
        }
        return CoverageReplies(answers: replies)
    }
}

extension CoverageQuestion {
    /// Nil when nobody on a roster could be meant: a number with spaces, or a name without a letter.
    fileprivate var eligibilityQuestion: EligibilityQuestion? {
        guard let identifier = RosterID(number), let lastName = NameKey(lastName.description) else { return nil }
        return EligibilityQuestion(identifier: identifier, lastName: lastName, birthDate: birthDate)
    }
}

extension EligibilityQuestion {
    /// All coverages of the one person who is meant; nil when that is nobody, or not one person.
    fileprivate func coverages(among rows: [CoverageCandidate]) -> [Coverage]? {
        let people = Dictionary(grouping: rows, by: \.number)
        let candidates = people.values.compactMap { rows in
            rows.first.map { row in
                Candidate(
                    person: rows.compactMap(\.coverage), sponsorMemberID: row.number,
                    subscriberID: row.subscriberNumber, firstName: row.firstNameKey, lastName: row.lastNameKey,
                    birthDate: row.birthDate)
            }
        }
        guard case .one(let coverages) = match(among: candidates) else { return nil }
        return coverages
    }
}

extension CoverageReply {
    fileprivate init(to rowId: Label, on day: LocalDay, coverages: [Coverage]?) {
        guard let coverages else {
            self.init(rowId: rowId, on: day, status: .notFound)
            return
        }
        guard let coverage = CoverageAnswer(on: day, among: coverages).coverage else {
            self.init(rowId: rowId, on: day, status: .notCovered)
            return
        }
        self.init(
            rowId: rowId, on: day, status: .covered, planCode: coverage.planCode, coveredFrom: coverage.period.from,
            coveredThrough: coverage.period.until?.adding(days: -1), memberCostCents: coverage.memberCostCents)
    }
}
