package import Care
import GRDB

/// The phase that a plan is for, with its place in the program.
package struct ShownPhase: Hashable, Sendable {
    package var program: Label
    package var phase: Phase
    /// 1 for the first.
    package var number: Int
    /// How many phases the program has.
    package var count: Int
    /// What comes after it; nil for the last.
    package var next: Label?
}

extension ShownChart {
    /// Nil for a plan that belongs to no phase, or while the catalog has not arrived.
    static func phase(of revision: PlanRevision, _ database: Database) throws -> ShownPhase? {
        guard let reference = revision.template, let slug = reference.phase else { return nil }
        let template: PublishedContent<Template>? = try CatalogCopy.version(
            reference.version, of: reference.slug, .template, database)
        guard let template = template?.content, let phases = template.phases,
            let index = phases.firstIndex(where: { $0.slug == slug })
        else { return nil }
        return ShownPhase(
            program: template.title, phase: phases[index], number: index + 1, count: phases.count,
            next: index + 1 < phases.count ? phases[index + 1].title : nil)
    }
}

extension OfflineStore {
    /// The phase that a revision is for; nil for a plan that belongs to none.
    package func phase(of revision: PlanRevision) throws(StoreError) -> ShownPhase? {
        try read { try ShownChart.phase(of: revision, $0) }
    }
}
