import Care
import CareMessages

extension Session {
    /// The published template that the text means, by its short name or a part of it, with its exercises; one that is not
    /// published is a refusal that says where it is on its way.
    func template(_ text: String) async throws(CommandFailure) -> Answer<TemplateAnswer> {
        let published = try await ask(.get("/v1/catalog"), as: CatalogListing.self).value.templates.map(\.slug)
        // The whole name of one that is on its way is not taken for a part of another's.
        if let slug = Slug(text), !published.contains(slug), let version = try await latestVersion(ofTemplate: slug) {
            throw CommandFailure(
                .refused,
                "template \(slug) cannot be assigned: version \(version.version) is \(version.state.words)",
                advice: "There are: soleus template list")
        }
        let found = try NameMatching.resolve(
            text, among: published.map { NamedCandidate($0) }, kind: "template", ask: asking)
        return try await ask(.get("/v1/catalog/templates/\(found.id)"), as: TemplateAnswer.self)
    }

    private func latestVersion(ofTemplate slug: Slug) async throws(CommandFailure) -> ContentEntry? {
        do throws(CommandFailure) {
            return try await ask(.get("/v1/content/template/\(slug)"), as: ContentEntries.self).value.contents.first
        } catch {
            guard error.problemType == "/problems/not-found" else { throw error }
            return nil
        }
    }
}

extension ContentState {
    /// Such as `in clinical review`.
    var words: String {
        switch self {
        case .draft: "a draft"
        case .clinicalReview: "in clinical review"
        case .medicalReview: "in medical review"
        case .returned: "sent back by its reviewer"
        case .published: "published"
        case .retired: "retired"
        }
    }
}
