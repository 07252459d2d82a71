import Care
import CareClient
import CareMessages
import Foundation

/// What the commands about plans ask of the service, for one member.
struct PlanDesk {
    let session: Session
    let member: MemberID
    /// As the panel says it; nil when the member was given by id.
    let memberName: String?

    /// The desk of a member who is known already.
    init(session: Session, member: MemberID, memberName: String?) {
        self.session = session
        self.member = member
        self.memberName = memberName
    }

    /// Finds the member whom the text means.
    init(_ common: CommonOptions, member text: String) async throws(CommandFailure) {
        session = Session(common)
        (member, memberName) = try await session.member(text)
    }

    private var path: String { "/v1/members/\(member)/plan" }

    /// A revision, or the latest; nil when the member has no plan, or not that many revisions.
    func plan(_ revision: Int? = nil) async throws(CommandFailure) -> Session.Answer<PlanAnswer>? {
        let query = revision.map { [("revision", String($0))] } ?? []
        do throws(CommandFailure) {
            return try await session.ask(.get(path, query: query), as: PlanAnswer.self)
        } catch {
            if error.problemType == "/problems/no-plan" { return nil }
            throw error
        }
    }

    /// A revision, or the latest; a member without it is a refusal that says what to do.
    func existingPlan(_ revision: Int? = nil) async throws(CommandFailure) -> Session.Answer<PlanAnswer> {
        if let plan = try await plan(revision) { return plan }
        throw CommandFailure(
            .refused, revision.map { "the plan has no revision \($0)" } ?? "the member has no plan yet",
            advice: revision == nil
                ? "Begin with: soleus plan assign MEMBER TEMPLATE" : "See which there are: soleus plan history MEMBER")
    }

    /// What revision `number` holds; nil for 0, the state before the first plan.
    func content(ofRevision number: Int) async throws(CommandFailure) -> PlanContent? {
        number == 0 ? nil : try await existingPlan(number).value.revision.content
    }

    /// Every revision, newest first.
    func revisions() async throws(CommandFailure) -> Session.Answer<PlanRevisions> {
        try await session.ask(.get(path + "/revisions"))
    }

    /// The published exercises.
    func catalog() async throws(CommandFailure) -> CatalogView {
        CatalogView(try await session.ask(.get("/v1/catalog"), as: CatalogListing.self).value)
    }

    /// Proposes the next revision.
    ///
    /// A proposal has an id of its own, so one whose answer is lost is sent again and takes effect once.
    func propose(_ proposal: PlanProposal) async throws(CommandFailure) -> Session.Answer<PlanAnswer> {
        let request = try Session.Request.send("POST", path + "/revisions", proposal)
        for _ in 1..<Self.proposalAttempts {
            do throws(CommandFailure) {
                return try await session.ask(request)
            } catch {
                guard error.status == .unknownOutcome else { throw error }
            }
        }
        return try await session.ask(request)
    }

    private static let proposalAttempts = 3
}

/// The catalog as plans need it.
struct CatalogView {
    /// The published version of each exercise.
    let exercises: [Slug: ExerciseAnswer]

    init(_ listing: CatalogListing) {
        exercises = Dictionary(listing.exercises.map { ($0.exercise.slug, $0) }) { first, _ in first }
    }

    var versions: [Slug: Int] { exercises.mapValues(\.version) }

    /// One side at a time unless the catalog says otherwise, so that time is not underestimated.
    func laterality(_ exercise: Slug) -> Exercise.Laterality { exercises[exercise]?.exercise.laterality ?? .unilateral }

    /// The difference with the minutes that these exercises take.
    func diff(from old: PlanContent?, to new: PlanContent) -> PlanDiff {
        PlanDiff(from: old, to: new, laterality: laterality)
    }
}
