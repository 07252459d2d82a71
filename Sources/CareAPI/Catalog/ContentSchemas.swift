import Care

extension Schema {
    private static let contentReview = object(
        .required("step", choice(ReviewStep.self)), .optional("reviewerID", uuid), .required("reviewer", string),
        .required("credentials", array(label)), .required("decision", choice(ContentReview.Decision.self)),
        .optional("note", note), .required("reviewedAt", instant)
    ).named("ContentReview")
    static let contentEntry = object(
        .required("kind", choice(ContentKind.self)), .required("slug", slug), .required("version", integer(from: 1)),
        .required("state", choice(ContentState.self)), .required("author", string), .required("reason", note),
        .required("createdAt", instant), .optional("publishedBy", string), .optional("reviewDueOn", day),
        .optional("retiredBy", string), .optional("retiredReason", note), .required("reviews", array(contentReview))
    ).named("ContentEntry")
    static let contentEntries = object(.required("contents", array(contentEntry))).named("ContentEntries")
    static let contentDifference = object(
        .required("from", integer(from: 0)), .required("to", integer(from: 1)),
        .required(
            "changes",
            array(
                object(
                    .required("pointer", string.explained("A JSON Pointer.")),
                    .optional("from", string.explained("As JSON.")), .optional("to", string.explained("As JSON.")))))
    ).named("ContentDifference")
    private static let article = object(
        .required("slug", slug), .required("title", label), .required("publishedOn", day),
        .required("reviewDueOn", day), .required("expert", label), .required("clinicalReviewer", label),
        .required("medicalReviewer", label),
        .required("sections", array(object(.required("heading", label), .required("paragraphs", array(note))))),
        .required(
            "references",
            array(
                object(
                    .required("authors", label), .optional("year", integer), .required("title", note),
                    .required("source", note), .optional("doi", label))))
    ).named("Article")
    static let contentProposal = object(
        .required("reason", note), .optional("exercise", exercise), .optional("template", template),
        .optional("article", article), .optional("disclaimer", disclaimer)
    ).named("ContentProposal")
    static let reviewDecision = object(
        .required("step", choice(ReviewStep.self)), .required("decision", choice(ContentReview.Decision.self)),
        .optional("note", note)
    ).named("ReviewDecision")
    static let publicationRequest = object(.required("reviewDueOn", day)).named("PublicationRequest")
    static let retirementRequest = object(.required("reason", note)).named("RetirementRequest")
}
