package import Care
package import CareMessages
import CareStore
package import Postgres

/// Whether people are covered, asked by the sponsor whose roster they are on, or by a partner whom it trusts.
package struct CoverageService: Sendable {
    let database: Database
    let now: @Sendable () -> Instant

    /// Takes the database of eligibility, and a clock, which says which day it is in UTC.
    package init(database: Database, now: @escaping @Sendable () -> Instant) {
        self.database = database
        self.now = now
    }

    var today: LocalDay { TimeZoneName.utc.day(of: now()) }

    /// Answers in the caller's order, under the caller's own names for the rows, all from one snapshot.
    ///
    /// A question that fits nobody, or several people, is answered with `notFound`, as is a number that no roster can
    /// hold; partners are told the reason.
    ///
    /// - Throws: `CareError.invalid` unless there are 1 to 10,000 questions; `.notFound` for another sponsor's roster,
    ///   `.notAllowed` for roles that have none.
    package func ask(
        _ questions: CoverageQuestions, sponsor: Slug, actor: Actor
    ) async throws -> CoverageReplies {
        try actor.requireAskingRole()
        let questions = questions.questions
        guard (1...CoverageQuestions.maximumCount).contains(questions.count) else {
            throw CareError.invalid([
                FieldViolation(
                    pointer: "/questions", message: "must be 1 to \(CoverageQuestions.maximumCount) questions")
            ])
        }
        let today = today
        let findings = try await database.transaction(.readOnly) { transaction in
            let sponsor = try actor.sponsorToAskAbout(sponsor, transaction)
            return try CoverageFinding.findings(
                of: questions.map(\.eligibilityQuestion), sponsor.id, transaction)
        }
        return CoverageReplies(
            answers: zip(questions, findings).map { question, finding in
                CoverageReply(
                    to: question.rowId, on: question.on ?? today, finding, isForPartner: actor.role == .partner)
            })
    }
}

/// What the roster says to one question.
enum CoverageFinding: Sendable {
    /// One person, who may have no coverage at all.
    case person(number: RosterID, group: Label?, coverages: [Coverage])
    /// Nobody, or not one person.
    case nobody(EligibilityQuestion.Misfit)

    /// A finding for each question, in order; nil stands for a question that can mean nobody on a roster.
    static func findings(
        of questions: [EligibilityQuestion?], _ sponsor: SponsorID, _ transaction: borrowing Transaction
    ) throws -> [CoverageFinding] {
        // What cannot be on a roster is not asked for.
        let asked = questions.indices.filter { questions[$0] != nil }
        let candidates = try transaction.all(
            CoverageQuestionStatements.candidates, sponsor, asked.map { Int32($0) },
            asked.compactMap { questions[$0]?.identifier })
        let families = Dictionary(grouping: candidates, by: \.place)
        return questions.indices.map { place in
            questions[place]?.finding(among: families[place] ?? []) ?? .nobody(.numberUnknown)
        }
    }
}

extension EligibilityQuestion {
    fileprivate func finding(among rows: [CoverageCandidate]) -> CoverageFinding {
        let candidates = Dictionary(grouping: rows, by: \.number).values.compactMap { rows in
            rows.first.map { row in
                Candidate(
                    person: rows, sponsorMemberID: row.number, subscriberID: row.subscriberNumber,
                    firstName: row.firstNameKey, lastName: row.lastNameKey, birthDate: row.birthDate)
            }
        }
        guard case .one(let rows) = match(among: candidates), let person = rows.first else {
            return .nobody(misfit(among: candidates) ?? .numberUnknown)
        }
        return .person(number: person.number, group: person.groupID, coverages: rows.compactMap(\.coverage))
    }
}

extension CoverageQuestion {
    /// Nil when nobody on a roster could be meant: a number with spaces, or a name without a letter.
    fileprivate var eligibilityQuestion: EligibilityQuestion? {
        guard let identifier = RosterID(number), let lastName = NameKey(lastName.description) else { return nil }
        let first = firstName.flatMap { NameKey($0.description) }
        guard (first == nil) == (firstName == nil) else { return nil }
        return EligibilityQuestion(
            identifier: identifier, lastName: lastName, firstName: first, birthDate: birthDate)
    }
}

extension CoverageReply {
    fileprivate init(to rowId: Label, on day: LocalDay, _ finding: CoverageFinding, isForPartner: Bool) {
        switch finding {
        case .nobody(let misfit):
            self.init(rowId: rowId, on: day, status: .notFound, reason: isForPartner ? misfit : nil)
        case .person(_, _, let coverages):
            guard let coverage = CoverageAnswer(on: day, among: coverages).coverage else {
                self.init(rowId: rowId, on: day, status: .notCovered)
                return
            }
            self.init(
                rowId: rowId, on: day, status: .covered, planCode: coverage.planCode,
                coveredFrom: coverage.period.from, coveredThrough: coverage.period.until?.adding(days: -1),
                memberCostCents: coverage.memberCostCents)
        }
    }
}
