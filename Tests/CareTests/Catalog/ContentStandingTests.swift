import Foundation
import Testing

@testable import Care

@Suite struct `The standing of content` {
    private let author = PractitionerID(UUID())
    private let pt = PractitionerID(UUID())
    private let physician = PractitionerID(UUID())

    private func review(_ step: ReviewStep, by reviewer: PractitionerID) -> ContentReview {
        ContentReview(
            step: step, reviewerID: reviewer, reviewer: "R", credentials: [], decision: .approved, note: nil,
            reviewedAt: Instant(milliseconds: 0))
    }

    private func standing(_ state: ContentState, _ reviews: [ContentReview] = []) -> ContentStanding {
        ContentStanding(state: state, authorID: author, reviews: reviews)
    }

    @Test func `asks a therapist first, and a physician after`() throws {
        let (dpt, md) = ([try label("OCS"), try label("DPT")], [try label("MD")])
        #expect(standing(.clinicalReview).objection(to: .clinical, by: pt, with: dpt) == nil)
        #expect(standing(.clinicalReview).objection(to: .medical, by: physician, with: md) == .notDue)
        #expect(standing(.clinicalReview).objection(to: .clinical, by: pt, with: md) == .notCredentialed)
        let first = [review(.clinical, by: pt)]
        #expect(standing(.medicalReview, first).objection(to: .medical, by: physician, with: md) == nil)
        #expect(standing(.medicalReview, first).objection(to: .medical, by: physician, with: dpt) == .notCredentialed)
    }

    @Test func `never lets anybody review what they wrote, or review twice`() throws {
        let everything = [try label("DPT"), try label("MD")]
        #expect(standing(.clinicalReview).objection(to: .clinical, by: author, with: everything) == .ownText)
        let first = standing(.medicalReview, [review(.clinical, by: pt)])
        #expect(first.objection(to: .medical, by: pt, with: everything) == .samePerson)
        #expect(first.objection(to: .medical, by: author, with: everything) == .ownText)
    }

    @Test(arguments: ContentState.allCases) func `is publishable only with both reviews`(state: ContentState) {
        let both = [review(.clinical, by: pt), review(.medical, by: physician)]
        #expect(standing(state, both).isReviewed == (state == .medicalReview))
        #expect(standing(state, [both[0]]).objectionToPublishing != nil)
        #expect((standing(state, both).objectionToPublishing == nil) == (state == .medicalReview))
    }

    @Test func `says at which step a version is, when another was meant`() {
        let first = [review(.clinical, by: pt)]
        let words = [
            standing(.draft), standing(.clinicalReview), standing(.medicalReview, first),
            standing(.medicalReview, first + [review(.medical, by: physician)]), standing(.returned, first),
        ].map { ContentStanding.Objection.notDue.words(at: $0.step) }
        #expect(
            words == [
                "This version is a draft, and waits to be submitted.", "This version waits for a clinical review.",
                "This version waits for a medical review.",
                "This version is reviewed twice, and waits to be published.", "This version was sent back.",
            ])
        #expect(
            ContentStanding.Objection.notReviewed.words(at: .medicalReview).hasSuffix(
                "this version waits for a medical review."))
    }

    @Test func `goes back from either review`() {
        #expect(standing(.clinicalReview).state(after: .clinical, .returned) == .returned)
        #expect(standing(.medicalReview).state(after: .medical, .returned) == .returned)
        #expect(standing(.clinicalReview).state(after: .clinical, .approved) == .medicalReview)
    }
}
