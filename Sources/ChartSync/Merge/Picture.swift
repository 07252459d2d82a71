package import Care

extension ChartMerge {
    /// What a batch can see of a chart, and of what surrounds it.
    package struct Picture: Sendable {
        package var version: Int64
        package var checksum: ChartChecksum
        /// The rows that the batch names and that are there.
        package var rows: [RowID: ChartRowState]
        /// The ids that it names and that were deleted.
        package var gone: Set<RowID>
        /// How many insertions of a row that it names sit aside and were not settled.
        package var waiting: [RowID: Int]
        /// The number of the latest plan revision; 0 for none.
        package var latestRevision: Int
        /// The shoes, among those that the batch deletes, that some run outside `rows` names; runs in `rows` are counted as
        /// they come and go.
        package var shoesInUse: Set<RowID>
        package var standing: Standing
        package var cover: Cover
        /// What only the service can know against an insertion or change, by the mutation's number: a licence that is
        /// missing, an exercise that was never published.
        package var objections: [Int64: Objection]

        package init(
            version: Int64, checksum: ChartChecksum, rows: [RowID: ChartRowState] = [:], gone: Set<RowID> = [],
            waiting: [RowID: Int] = [:], latestRevision: Int = 0, shoesInUse: Set<RowID> = [],
            standing: Standing = .present, cover: Cover = .present, objections: [Int64: Objection] = [:]
        ) {
            self.version = version
            self.checksum = checksum
            self.rows = rows
            self.gone = gone
            self.waiting = waiting
            self.latestRevision = latestRevision
            self.shoesInUse = shoesInUse
            self.standing = standing
            self.cover = cover
            self.objections = objections
        }

        /// Counts an insertion that is set aside (+1), or no longer waits there (-1).
        mutating func wait(for aside: SetAside, _ change: Int) {
            guard aside.op == RowOperation.insert.rawValue else { return }
            waiting[aside.row, default: 0] += change
        }
    }

    /// Whether the author may write to the chart now.
    package enum Standing: Hashable, Sendable {
        case present
        /// They could when they recorded it, and can no longer: it is kept, and a person decides.
        case formerly
    }

    /// On which days a member is entitled to the service.
    ///
    /// Cover is asked of facts alone. What a member changes on their own shelf, and what a PT prescribes, does not depend on it.
    package enum Cover: Hashable, Sendable {
        /// Today is covered, and with it whatever the member records.
        case present
        /// Today is not; these periods were.
        case past([CoveragePeriod])

        package init(_ periods: [CoveragePeriod], today: LocalDay) {
            self = periods.contains { $0.contains(today) } ? .present : .past(periods)
        }

        /// Why a fact of a day is not applied; nil when it is.
        func objection(to day: LocalDay) -> SetAsideReason? {
            guard case .past(let periods) = self else { return nil }
            return periods.contains { $0.contains(day) } ? .coverageEnded : .notCovered
        }
    }

    /// Why an insertion or change that is sound in itself cannot be applied.
    package struct Objection: Hashable, Sendable {
        package var reason: SetAsideReason
        package var detail: FieldViolation?

        package init(_ reason: SetAsideReason, _ detail: FieldViolation? = nil) {
            self.reason = reason
            self.detail = detail
        }
    }
}
