import Care
import CareMessages

extension Session {
    /// A published template with its exercises; one that is not published is a refusal that says where it is on its way.
    func template(_ slug: Slug) async throws(CommandFailure) -> Answer<TemplateAnswer> {
        do throws(CommandFailure) {
            return try await ask(.get("/v1/catalog/templates/\(slug)"), as: TemplateAnswer.self)
        } catch {
            guard error.problemType == "/problems/not-found" else { throw error }
            throw CommandFailure(
                .refused, try await reason(whyNoTemplate: slug), advice: "There are: soleus template list",
                problemJSON: error.problemJSON, problemType: error.problemType)
        }
    }

    private func reason(whyNoTemplate slug: Slug) async throws(CommandFailure) -> String {
        do throws(CommandFailure) {
            let versions = try await ask(.get("/v1/content/template/\(slug)"), as: ContentEntries.self).value.contents
            guard let latest = versions.first else { return "there is no template \(slug)" }
            return "template \(slug) cannot be assigned: version \(latest.version) is \(latest.state.words)"
        } catch {
            guard error.problemType == "/problems/not-found" else { throw error }
            return "there is no template \(slug)"
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
