/// Where an exact version of a piece of content is on its way.
package enum ContentState: String, Hashable, Sendable, Codable, CaseIterable {
    case draft
    case clinicalReview = "clinical_review"
    /// Also when both reviews are there and nobody has published it yet.
    case medicalReview = "medical_review"
    /// Sent back by a reviewer; another text is another version.
    case returned
    case published
    /// Not for new plans any more; plans that pin it keep it.
    case retired

    /// Whether somebody is writing or reviewing it.
    package var isUnderWay: Bool { self == .draft || self == .clinicalReview || self == .medicalReview }
}

/// The two reviews that content needs, in this order.
package enum ReviewStep: String, Hashable, Sendable, Codable, CaseIterable {
    case clinical, medical

    /// Any of these makes somebody a reviewer of the step: a physical therapist for the clinical one, a physician for the
    /// medical one (choice; the article that this product embodies names one of each, domain guide §2.14).
    package var credentials: Set<String> {
        switch self {
        case .clinical: ["PT", "DPT"]
        case .medical: ["MD", "DO"]
        }
    }

    /// The state in which the step is due.
    package var state: ContentState {
        switch self {
        case .clinical: .clinicalReview
        case .medical: .medicalReview
        }
    }

    package func mayBeDone(by credentials: [Label]) -> Bool {
        credentials.contains { self.credentials.contains($0.description) }
    }
}

/// A review of one exact version.
package struct ContentReview: Hashable, Sendable, Codable {
    package enum Decision: String, Hashable, Sendable, Codable, CaseIterable {
        case approved, returned
    }

    package var step: ReviewStep
    /// Nil for a review that a release of Soleus came with.
    package var reviewerID: PractitionerID?
    /// The name on that day.
    package var reviewer: String
    /// The credentials on that day.
    package var credentials: [Label]
    package var decision: Decision
    /// Why it was sent back, or what to look at next time.
    package var note: Note?
    package var reviewedAt: Instant

    package init(
        step: ReviewStep, reviewerID: PractitionerID?, reviewer: String, credentials: [Label], decision: Decision,
        note: Note?, reviewedAt: Instant
    ) {
        self.step = step
        self.reviewerID = reviewerID
        self.reviewer = reviewer
        self.credentials = credentials
        self.decision = decision
        self.note = note
        self.reviewedAt = reviewedAt
    }
}

/// Who may do what next with a version of content: the whole of governance, as a decision on values.
package struct ContentStanding: Hashable, Sendable {
    package var state: ContentState
    /// Nil for what came with a release.
    package var authorID: PractitionerID?
    package var reviews: [ContentReview]

    package init(state: ContentState, authorID: PractitionerID?, reviews: [ContentReview]) {
        self.state = state
        self.authorID = authorID
        self.reviews = reviews
    }

    package enum Objection: String, Error, Hashable, Sendable, Codable, CaseIterable {
        /// It is not at this step.
        case notDue = "not_due"
        /// Nobody reviews what they wrote.
        case ownText = "own_text"
        /// The credentials are not those of the step.
        case notCredentialed = "not_credentialed"
        /// The other review is by the same person.
        case samePerson = "same_person"
        /// A review is missing.
        case notReviewed = "not_reviewed"

        /// What is wrong with a version at a step, and what to do.
        package func words(at step: ContentStep) -> String {
            switch self {
            case .notDue: "This version \(step.words)."
            case .ownText: "Nobody reviews what they wrote: ask somebody else."
            case .notCredentialed:
                "A clinical review is a PT's or DPT's, a medical review an MD's or DO's."
            case .samePerson: "The two reviews are by two people."
            case .notReviewed: "Both reviews come first, clinical and then medical: this version \(step.words)."
            }
        }
    }

    package var step: ContentStep { ContentStep(state, reviews: reviews) }

    /// Whether both reviews approve it.
    package var isReviewed: Bool {
        state == .medicalReview
            && ReviewStep.allCases.allSatisfy { step in reviews.contains { $0.step == step && $0.decision == .approved }
            }
    }

    /// What speaks against a review; nil when nothing does.
    package func objection(to step: ReviewStep, by reviewer: PractitionerID, with credentials: [Label]) -> Objection? {
        if state != step.state || reviews.contains(where: { $0.step == step }) { return .notDue }
        if authorID == reviewer { return .ownText }
        if reviews.contains(where: { $0.reviewerID == reviewer }) { return .samePerson }
        return step.mayBeDone(by: credentials) ? nil : .notCredentialed
    }

    /// What speaks against publishing it; nil when nothing does.
    package var objectionToPublishing: Objection? {
        guard state == .medicalReview else { return .notDue }
        return isReviewed ? nil : .notReviewed
    }

    /// The state after a review.
    package func state(after step: ReviewStep, _ decision: ContentReview.Decision) -> ContentState {
        switch (decision, step) {
        case (.returned, _): .returned
        // After the medical one too: publishing is a decision of its own.
        case (.approved, .clinical), (.approved, .medical): .medicalReview
        }
    }
}
