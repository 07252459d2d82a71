/// A reusable plan, from which a PT starts a member's own.
///
/// It is never edited through a member.
package struct Template: Hashable, Sendable, Codable {
    package var slug: Slug
    package var title: Label
    package var summary: Note
    package var items: [Item]
    package var modifications: [ActivityModification]
    package var note: Note?
    /// From calming down to getting back; nil for a template that is one plan.
    ///
    /// What stands above is the plan where no phase is named.
    package var phases: [Phase]?

    package func phase(_ slug: Slug) -> Phase? { phases?.first { $0.slug == slug } }

    /// Every exercise that it names, in its phases too, each once.
    package var exercises: [Slug] {
        var seen: Set<Slug> = []
        return (items + (phases ?? []).flatMap(\.items)).map(\.exercise).filter { seen.insert($0).inserted }
    }

    /// A prescribed exercise; what is left out is the exercise's own default.
    package struct Item: Hashable, Sendable, Codable {
        package var block: PlanItem.Block
        package var exercise: Slug
        package var dose: Dose?
        package var side: Side
        package var frequency: Frequency?
        package var note: Note?
    }
}
