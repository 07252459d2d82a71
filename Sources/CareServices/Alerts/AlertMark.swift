import Care
import ChartSync

/// What of a commit gives reason to look for alerts; nil for nothing.
struct AlertMark: Hashable {
    let isUrgent: Bool

    init?(of result: ChartMerge.Result) {
        let kinds = result.changes.filter { $0.status == .applied || $0.status == .merged }.map(\.kind)
        guard kinds.contains(where: Self.kinds.contains) else { return nil }
        isUrgent = result.inserted.contains { row in
            switch row.content {
            case .checkIn(let checkIn): !checkIn.redFlags.isEmpty
            case .fallReport(let fall): fall.kind == .fall
            default: false
            }
        }
    }

    private static let kinds: Set<RowKind> = [
        .checkIn, .sessionLog, .runLog, .outcomeResponse, .fallReport, .clearance, .alertAcknowledgement,
    ]
}
