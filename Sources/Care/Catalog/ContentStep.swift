/// Where a version of content is on its way and what it waits for: its state, with the reviews that it has.
package enum ContentStep: String, Hashable, Sendable, Codable, CaseIterable {
    case draft
    case clinicalReview = "clinical_review"
    case medicalReview = "medical_review"
    /// Both reviews approve it.
    case publication
    case returned, published, retired

    package init(_ state: ContentState, reviews: [ContentReview]) {
        switch state {
        case .draft: self = .draft
        case .clinicalReview: self = .clinicalReview
        case .medicalReview:
            self = reviews.contains { $0.step == .medical } ? .publication : .medicalReview
        case .returned: self = .returned
        case .published: self = .published
        case .retired: self = .retired
        }
    }

    /// What a version at the step does, such as "waits for a medical review".
    package var words: String {
        switch self {
        case .draft: "is a draft, and waits to be submitted"
        case .clinicalReview: "waits for a clinical review"
        case .medicalReview: "waits for a medical review"
        case .publication: "is reviewed twice, and waits to be published"
        case .returned: "was sent back"
        case .published: "is published"
        case .retired: "is retired"
        }
    }
}
