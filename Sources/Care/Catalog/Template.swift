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
