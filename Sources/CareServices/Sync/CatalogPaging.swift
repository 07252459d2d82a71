import Care
import CareStore
import ChartSync
import Foundation
import Postgres

/// The next page of the catalog, whose rows are added and never changed.
struct CatalogPaging {
    private let catalog: CatalogHead
    private let epoch: UUID
    /// Where the device's copy stands; nil when it is to be replaced.
    private let known: Int64?

    init(_ catalog: CatalogHead, asked: AskedScopes.Asked, incarnation: UUID) {
        self.catalog = catalog
        epoch = WireEpoch.of(catalog.epoch, in: incarnation)
        if case .catalog(let place) = asked.place, place.epoch == epoch, (0...catalog.version).contains(place.version) {
            known = place.version
        } else {
            known = nil
        }
    }

    var hasNews: Bool { known.map { $0 < catalog.version } ?? true }

    /// Nil when nothing is new, or nothing more fits into the answer.
    func page(within budget: inout PageBudget, in transaction: borrowing Transaction) throws -> PlacedPage? {
        guard hasNews, !budget.isSpent else { return nil }
        let from = known ?? 0
        var version = from
        var rows: [WireRow] = []
        while version < catalog.version, !budget.isSpent {
            let chunk = budget.chunk
            let found = try transaction.all(CatalogRows.after, version, chunk)
            let taken = budget.take(found)
            rows += taken
            let isCut = taken.count < found.count || found.count == chunk
            version = isCut ? taken.last?.version ?? version : catalog.version
        }
        let isAtHead = version == catalog.version
        let page = ScopePage(
            scope: .catalog, epoch: epoch.text, from: from, to: version, rebase: known == nil,
            consistent: isAtHead, rows: rows, checksum: isAtHead ? catalog.checksum.description : nil, cursor: "")
        return PlacedPage(page: page, place: .catalog(Cursor.CatalogPlace(epoch: epoch, version: version)))
    }
}
