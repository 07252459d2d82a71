package import Care

/// `POST /v1/members/{member}/plan/revisions`: the next revision, on a stated base.
package struct PlanProposal: Hashable, Sendable, Codable {
    /// Made by the caller; a repeat with the same id and content gets the same answer and adds nothing.
    package var id: RowID
    /// The number of the revision that the PT started from; 0 when there was none.
    package var base: Int
    /// The first local day on which the member follows it; tomorrow when absent (domain guide §4.9), today for a first plan.
    package var effectiveFrom: LocalDay?
    package var reason: Note
    package var template: TemplateReference?
    /// The suggestion that it takes up, which is decided by the same commit.
    package var fromSuggestion: RowID?
    package var content: PlanContent
    /// Answer as if, and change nothing.
    package var dryRun: Bool?

    package init(
        id: RowID, base: Int, effectiveFrom: LocalDay?, reason: Note, template: TemplateReference?,
        fromSuggestion: RowID? = nil, content: PlanContent, dryRun: Bool?
    ) {
        self.id = id
        self.base = base
        self.effectiveFrom = effectiveFrom
        self.reason = reason
        self.template = template
        self.fromSuggestion = fromSuggestion
        self.content = content
        self.dryRun = dryRun
    }
}

/// A revision with its row in the chart.
package struct PlanAnswer: Hashable, Sendable, Codable {
    package var id: RowID
    /// The chart version that holds it; absent in a dry run.
    package var version: Int64?
    package var authorName: String
    package var revision: PlanRevision

    package init(id: RowID, version: Int64?, authorName: String, revision: PlanRevision) {
        self.id = id
        self.version = version
        self.authorName = authorName
        self.revision = revision
    }
}

/// Every revision of a plan, newest first.
package struct PlanRevisions: Hashable, Sendable, Codable {
    package var revisions: [PlanAnswer]

    package init(revisions: [PlanAnswer]) { self.revisions = revisions }
}

/// `GET /v1/catalog/templates/{template}`.
package struct TemplateAnswer: Hashable, Sendable, Codable {
    package var version: Int
    package var template: Template
    /// The exercises that it names, as published now.
    package var exercises: [ExerciseAnswer]

    package init(version: Int, template: Template, exercises: [ExerciseAnswer]) {
        self.version = version
        self.template = template
        self.exercises = exercises
    }
}

/// `GET /v1/catalog/exercises` and `…/{exercise}`.
package struct ExerciseAnswer: Hashable, Sendable, Codable {
    package var version: Int
    package var exercise: Exercise

    package init(version: Int, exercise: Exercise) {
        self.version = version
        self.exercise = exercise
    }
}

/// A page of the catalog.
package struct CatalogListing: Hashable, Sendable, Codable {
    package var exercises: [ExerciseAnswer]
    package var templates: [TemplateReference]

    package init(exercises: [ExerciseAnswer], templates: [TemplateReference]) {
        self.exercises = exercises
        self.templates = templates
    }
}
