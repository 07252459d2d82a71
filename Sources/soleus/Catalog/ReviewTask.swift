import Care
import CareMessages

/// A version of content that waits for a reviewer.
struct ReviewTask: Hashable, Codable {
    var kind: ContentKind
    var slug: Slug
    var version: Int
    var createdAt: Instant
    /// Until the next review of what is published, negative once it is late; absent for what is on its way.
    var daysLeft: Int?
    var words: String

    /// Nil for what waits for nobody.
    init?(_ entry: ContentEntry, on today: LocalDay) {
        let step = ContentStep(entry.state, reviews: entry.reviews)
        switch step {
        case .clinicalReview, .medicalReview: words = "\(step.words); by \(entry.author)"
        case .publication: words = step.words
        case .published:
            guard let due = ReviewDue(on: entry.reviewDueOn, today: today) else { return nil }
            words = due.words
            daysLeft = due.daysLeft
        case .draft, .returned, .retired: return nil
        }
        kind = entry.kind
        slug = entry.slug
        version = entry.version
        createdAt = entry.createdAt
    }

    /// What is on its way first, as it came; then by when the next review is due.
    func comesBefore(_ other: ReviewTask) -> Bool {
        let (mine, theirs) = (daysLeft ?? .min, other.daysLeft ?? .min)
        return (mine, createdAt, slug) < (theirs, other.createdAt, other.slug)
    }
}
