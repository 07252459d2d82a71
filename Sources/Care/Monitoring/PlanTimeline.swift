/// Which revision of a member's plan was in force on which day.
package struct PlanTimeline: Hashable, Sendable {
    /// A revision, as far as its days matter.
    package struct Entry: Hashable, Sendable {
        package var number: Int
        package var effectiveFrom: LocalDay
        package var content: PlanContent

        package init(number: Int, effectiveFrom: LocalDay, content: PlanContent) {
            self.number = number
            self.effectiveFrom = effectiveFrom
            self.content = content
        }
    }

    /// The latest revision first.
    private let entries: [Entry]

    /// Takes the revisions in any order.
    package init(_ entries: [Entry]) { self.entries = entries.sorted { $0.number > $1.number } }

    package init(_ revisions: [PlanRevision]) {
        self.init(
            revisions.map { Entry(number: $0.number, effectiveFrom: $0.effectiveFrom, content: $0.content) })
    }

    /// The revision in force: the latest of those that begin on that day or before (domain guide §4.9); nil before the first.
    ///
    /// A later revision replaces an earlier one that was to begin after it.
    package func inForce(on day: LocalDay) -> Entry? { entries.first { $0.effectiveFrom <= day } }

    /// The exercises prescribed on a day: none before the first revision and after the end of the one in force.
    package func items(on day: LocalDay) -> [PlanItem] {
        guard let content = inForce(on: day)?.content else { return [] }
        if let until = content.until, until < day { return [] }
        return content.items
    }
}
