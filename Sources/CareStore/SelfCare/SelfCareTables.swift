import Care
import ChartSync
import Postgres

/// What members did for themselves.
enum SelfCareTables {
    static let logs = RecordTable(
        .selfCare,
        LocalMoment.columns { (log: SelfCareLog) in log.moment } + [
            RecordColumn("measure") { $0.measure }, RecordColumn("site") { $0.site },
            RecordColumn("duration_seconds") { $0.durationSeconds.map { Int16(clamping: $0) } },
            RecordColumn("note") { $0.note },
        ],
        unwrap: { if case .selfCare(let log) = $0 { log } else { nil } },
        read: { row in
            let moment = try LocalMoment(&row)
            let (measure, site): (SelfCareLog.Measure, Slug?) = (try row.next(), try row.next())
            let seconds: Int16? = try row.next()
            return .selfCare(
                SelfCareLog(
                    moment: moment, measure: measure, site: site, durationSeconds: seconds.map(Int.init),
                    note: try row.next()))
        })
}
