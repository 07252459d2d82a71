package import Care
import ChartSync
import GRDB

/// One day of a member on one screen: what is due and done, what stands before it, and who has written.
package struct ShownToday: Hashable, Sendable {
    package var day: LocalDay
    /// The revision that holds on the day; nil when there is none.
    package var plan: PlanRevision?
    /// The first day of a revision that has arrived and does not hold yet; nil when there is none.
    package var nextPlanFrom: LocalDay?
    /// The phase that the revision is for; nil when it is for none.
    package var phase: ShownPhase?
    package var exercises: [Exercise]
    /// Why the plan is paused; nil while it is not.
    package var pause: PlanPauseNotice?
    /// What is to be acknowledged before the first session.
    package var disclaimers: [PublishedContent<Disclaimer>]
    /// Messages of the care team that the member has not read.
    package var unread: Int
    /// The next visit that is planned, the one that may be going on among them.
    package var nextVisit: ChartEntry<Visit>?
    /// Looks into the record from outside of the care team, in an emergency, of the last 30 days; the latest first.
    package var emergencies: [EmergencyAccess]
    /// Records that the service has kept apart, and about which nobody has decided.
    package var setAside: Int
    /// Records that the service has not answered.
    package var waiting: Int

    /// An exercise of the plan with its name as it is published in the version that the plan pins.
    package struct Exercise: Hashable, Sendable {
        /// Nil where the catalog has not arrived yet.
        package var name: Label?
        package var entry: DayPlan.Entry
    }

    /// A visit is shown for so long after its time: somebody who is late still has to find the way to it (choice).
    static let visitSeconds: Int64 = 3_600
    /// For so many days (choice); in the record it stands for ever.
    static let emergencyDays: Int64 = 30
}

extension OfflineStore {
    /// The day of a member by the calendar of `timeZone`.
    package func today(
        of chart: MemberID? = nil, in timeZone: TimeZoneName, at now: Instant
    ) throws(StoreError) -> ShownToday {
        try read(Self.todayReading(chart, timeZone, now))
    }

    static func todayReading(
        _ chart: MemberID?, _ timeZone: TimeZoneName, _ now: Instant
    ) -> @Sendable (Database) throws -> ShownToday {
        let day = timeZone.day(of: now)
        return { database in
            let plan = try ShownChart.planInForce(chart, on: day, database)?.content
            let revisions = try ShownChart.planRevisions(chart, database).map(\.content)
            let pause = try pauseReading(chart, today: day)(database)
            let entries = DayPlan(
                PlanTimeline(plan.map { [$0] } ?? []),
                sessions: try ShownChart.sessions(chart, database).map(\.content),
                on: day, isPaused: pause != nil
            ).entries
            let exercises = try entries.map { entry in
                let published: PublishedContent<Care.Exercise>? = try CatalogCopy.version(
                    entry.item.exerciseVersion, of: entry.item.exercise, .exercise, database)
                return ShownToday.Exercise(name: published?.content.name, entry: entry)
            }
            let accesses: [ChartEntry<EmergencyAccess>] = try ShownChart.entries(.emergencyAccess, of: chart, database)
            let setAside: [ChartEntry<SetAside>] = try ShownChart.entries(.setAside, of: chart, database)
            return ShownToday(
                day: day, plan: plan, nextPlanFrom: revisions.map(\.effectiveFrom).filter { $0 > day }.min(),
                phase: try plan.flatMap { try ShownChart.phase(of: $0, database) },
                exercises: exercises, pause: pause,
                disclaimers: try ShownChart.disclaimersToAcknowledge(chart, database),
                unread: try ShownChart.conversation(chart, database).conversation.unread(byMember: true).count,
                nextVisit: try ShownChart.visits(chart, database).last {
                    $0.content.status == .planned
                        && $0.content.moment.at.adding(seconds: ShownToday.visitSeconds) > now
                },
                emergencies: accesses.map(\.content)
                    .filter { $0.from > now.adding(seconds: -ShownToday.emergencyDays * 86_400) }
                    .sorted { $1.from < $0.from },
                setAside: setAside.count { $0.content.resolution == nil },
                waiting: try OutboxTable.waitingCount(database))
        }
    }
}
