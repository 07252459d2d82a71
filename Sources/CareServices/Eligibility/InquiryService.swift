package import Care
import CareStore
import Postgres
import X12

/// Questions and answers as X12: a file of 270s in, 271s out.
package struct InquiryService: Sendable {
    /// What a file of questions is answered with.
    package enum Reply: Hashable, Sendable {
        /// One 271 for each 270.
        case answers([UInt8])
        /// The 999 that says why none of the questions is answered.
        case acknowledgement([UInt8])
    }

    private let coverage: CoverageService

    package init(coverage: CoverageService) { self.coverage = coverage }

    /// As many questions as one request asks in any form.
    package static let maximumQuestions = 10_000

    /// Answers in the caller's order, with the caller's trace numbers, all from one snapshot.
    ///
    /// A sponsor's own programs get one code for everybody who is not found; partners get the reason.
    ///
    /// - Throws: `CareError.invalid` for what is no interchange, or asks too much; `.notFound` for another sponsor's
    ///   people, `.notAllowed` for roles that ask nothing.
    package func answer(_ file: [UInt8], sponsor: Slug, actor: Actor) async throws -> Reply {
        try actor.requireAskingRole()
        let now = coverage.now()
        guard let stamp = InterchangeWriter.Stamp(at: now) else { throw CareError.notFound }
        let inquiries: InquiryFile
        do throws(InquiryReader.Rejected) {
            inquiries = try InquiryReader.read(file)
        } catch {
            // A 999 has no words for a limit of ours.
            guard let outcome = error.outcome, error.problem.code != .tooManySets else {
                throw CareError.invalid([FieldViolation(pointer: "", message: error.problem.message)])
            }
            // Whoever may not ask is told so, whatever the file looks like.
            _ = try await findings([], sponsor, actor)
            return .acknowledgement(Acknowledgement(of: outcome, stamp: stamp).bytes)
        }
        let asked = inquiries.questions
        guard asked.count <= Self.maximumQuestions else {
            throw CareError.invalid([
                FieldViolation(pointer: "", message: "must ask at most \(Self.maximumQuestions) questions")
            ])
        }
        let questions = asked.map(\.eligibilityQuestion)
        let findings = try await findings(questions.map(\.readable), sponsor, actor)
        guard inquiries.outcome.verdict == .accepted else {
            return .acknowledgement(Acknowledgement(of: inquiries.outcome, stamp: stamp).bytes)
        }
        let today = coverage.today
        let answers = zip(asked, zip(questions, findings)).map { inquiry, found -> InquiryAnswer in
            let (question, finding) = found
            if case .failure(let refusal) = question { return .refused(refusal) }
            return InquiryAnswer(
                finding, in: inquiry.period ?? CoveragePeriod(day: today),
                isAboutDependent: inquiry.dependent != nil, isForPartner: actor.role == .partner)
        }
        return .answers(AnswerWriter.write(answers, to: inquiries, stamp: stamp))
    }

    private func findings(
        _ questions: [EligibilityQuestion?], _ sponsor: Slug, _ actor: Actor
    ) async throws -> [CoverageFinding] {
        try await coverage.database.transaction(.readOnly) { transaction in
            let sponsor = try actor.sponsorToAskAbout(sponsor, transaction)
            return try CoverageFinding.findings(of: questions, sponsor.id, transaction)
        }
    }
}

extension Inquiry {
    /// The days asked about, of which the first is, where the last lies before it; nil for today.
    fileprivate var period: CoveragePeriod? {
        guard let from = from.flatMap({ LocalDay(compact: $0) }) else { return nil }
        guard let through = through.flatMap({ LocalDay(compact: $0) }), through > from else {
            return CoveragePeriod(day: from)
        }
        return EndDateMeaning.lastCoveredDay.period(effective: from, end: through)
    }

    /// Whom it means on a roster, or what it leaves out: that gives nothing away, and everybody is told.
    fileprivate var eligibilityQuestion: Result<EligibilityQuestion, InquiryAnswer.Refusal> {
        let isAboutDependent = dependent != nil
        let number = person.id.isEmpty ? subscriber.id : person.id
        guard let identifier = RosterID(number) else {
            return .failure(isAboutDependent ? .patientIDUnknown : .subscriberIDUnknown)
        }
        let name = person.lastName.isEmpty ? subscriber.lastName : person.lastName
        guard let lastName = NameKey(name) else {
            return .failure(isAboutDependent ? .patientNameWrong : .subscriberNameWrong)
        }
        guard let birthDate = LocalDay(compact: person.birthDate) else { return .failure(.birthDateMissing) }
        return .success(
            EligibilityQuestion(
                identifier: identifier, lastName: lastName, firstName: NameKey(person.firstName),
                birthDate: birthDate))
    }
}

extension Result where Success == EligibilityQuestion, Failure == InquiryAnswer.Refusal {
    fileprivate var readable: EligibilityQuestion? {
        if case .success(let question) = self { question } else { nil }
    }
}

extension InquiryAnswer {
    fileprivate init(
        _ finding: CoverageFinding, in period: CoveragePeriod, isAboutDependent: Bool, isForPartner: Bool
    ) {
        switch finding {
        case .nobody(let misfit):
            let uniform: Refusal = isAboutDependent ? .patientNotFound : .subscriberNotFound
            self = .refused(isForPartner ? Refusal(misfit, isAboutDependent: isAboutDependent) : uniform)
        case .person(_, let group, let coverages):
            guard let coverage = CoverageAnswer(in: period, among: coverages).coverage else {
                self = .inactive
                return
            }
            self = .active(
                ActiveCoverage(
                    plan: coverage.planCode.description, group: group?.description ?? "",
                    from: coverage.period.from.compact,
                    through: coverage.period.until?.adding(days: -1).compact,
                    memberCostCents: coverage.memberCostCents))
        }
    }
}

extension InquiryAnswer.Refusal {
    fileprivate init(_ misfit: EligibilityQuestion.Misfit, isAboutDependent: Bool) {
        self =
            switch (misfit, isAboutDependent) {
            case (.numberUnknown, false): .subscriberIDUnknown
            case (.numberUnknown, true): .patientIDUnknown
            case (.lastNameDiffers, false): .subscriberNameWrong
            case (.lastNameDiffers, true): .patientNameWrong
            case (.birthDateDiffers, _): .birthDateWrong
            case (.personDiffers, false): .subscriberNotFound
            case (.personDiffers, true): .patientNotFound
            case (.severalFit, false): .subscriberIDTwice
            case (.severalFit, true): .patientIDTwice
            }
    }
}
