package import Care
package import CareMessages
import CareStore
import ChartSync
import Postgres

extension MonitoringService {
    /// Trend, ladders, runs and shoes over the days before today, with the disclaimers that stand under a report.
    ///
    /// - Throws: `CareError.invalid` unless `days` is 1 to 366, `notFound` when the chart is not this actor's.
    package func progress(of member: MemberID, days: Int, actor: Actor) async throws -> ProgressReport {
        try Self.refuse(days)
        let now = now()
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: member))
        return try await database.transaction(options) { transaction in
            guard let found = try transaction.first(AccessStatements.member, member),
                let window = DayWindow(days: days, endingBefore: found.timeZone.day(of: now))
            else { throw CareError.notFound }
            let reading = try TrendReading(of: member, over: window, in: transaction)
            // All of them: shoes add up from their first run on.
            let (runs, shoes, contents) = try transaction.pipeline(
                RunStatements.after.all(member, 0, Int.max), ShoeStatements.after.all(member, 0, Int.max),
                ContentStatements.latest.all([.exercise, .disclaimer]))
            let exercises: [Exercise] = try contents.filter { $0.kind == .exercise }.map { try $0.value() }
            let progress = CareProgress(
                trend: reading.trend, plan: reading.timeline,
                runs: runs.compactMap { if case .runLog(let run) = $0.content { run } else { nil } },
                shoes: shoes.compactMap { row in
                    if case .shoe(let shoe) = row.content { Charted(row.id, shoe) } else { nil }
                }, exercises: exercises)
            let plan = reading.timeline.inForce(on: window.last.adding(days: 1))
            return ProgressReport(
                memberName: "\(found.firstName) \(found.lastName)",
                plan: plan.map { .init(title: $0.content.title, revision: $0.number, until: $0.content.until) },
                progress: progress,
                disclaimers: try contents.filter { $0.kind == .disclaimer }.map {
                    ProgressReport.SmallPrint(version: $0.version, disclaimer: try $0.value())
                })
        }
    }
}
