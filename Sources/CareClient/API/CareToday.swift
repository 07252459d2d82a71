import Care
public import Foundation
import GRDB

/// One day of a member on one screen: what is due and done, what stands before it, and who has written.
public struct CareToday: Hashable, Sendable {
    /// Where an exercise stands on the day.
    public enum Standing: String, Hashable, Sendable, CaseIterable {
        /// Nothing of it was logged on the day.
        case due
        /// It was logged, and is prescribed more often for the day.
        case begun
        case done
        /// The week, from Monday on, has had as many days of it as are prescribed.
        case enough
        /// A red flag or a fall has paused the plan.
        case paused
    }

    /// One prescribed exercise on the day.
    public struct Exercise: Hashable, Sendable {
        /// What is prescribed.
        public var prescribed: PrescribedPlan.Exercise
        /// Such as `Calf Raises`; nil until the catalog has arrived.
        public var name: String?
        /// Where it stands.
        public var standing: Standing
        /// How often it was logged on the day, at most as often as prescribed.
        public var timesToday: Int
        /// The days of the week so far on which it was logged.
        public var daysThisWeek: Int
    }

    /// A look into the record by somebody from outside of the care team.
    public struct EmergencyLook: Hashable, Sendable {
        /// Why, in their words.
        public var reason: String
        /// When the record was opened to them.
        public var from: Date
        /// When it was closed again.
        public var until: Date
    }

    /// By the calendar of the time zone that was given.
    public var day: CareDay
    /// The plan that holds; nil when there is none.
    public var plan: PrescribedPlan?
    /// The first day of a plan that has arrived and does not hold yet; nil when there is none.
    public var nextPlanFrom: CareDay?
    /// In the order of the plan.
    public var exercises: [Exercise]
    /// Why the plan is paused, to be shown before everything else; nil while it is not.
    public var pause: PlanPauseNotice?
    /// What is to be acknowledged before the first session.
    public var disclaimers: [DisclaimerToAcknowledge]
    /// Messages of the care team that the member has not read.
    public var unreadMessages: Int
    /// The next visit that is planned, for an hour after its time, too.
    public var nextVisit: CareRecord<CareVisit>?
    /// Looks into the record in an emergency, of the last 30 days, to be shown to the member; the latest first.
    public var emergencies: [EmergencyLook]
    /// Records that the service has kept apart, and about which nobody has decided.
    public var setAside: Int
    /// Records that the service has not answered.
    public var waiting: Int

    init(_ today: ShownToday) {
        day = CareDay(today.day)
        plan = today.plan.map { PrescribedPlan($0, phase: today.phase) }
        nextPlanFrom = today.nextPlanFrom.map { CareDay($0) }
        exercises = today.exercises.map { exercise in
            Exercise(
                prescribed: PrescribedPlan.Exercise(exercise.entry.item), name: exercise.name?.description,
                standing: Standing(rawValue: exercise.entry.standing.rawValue) ?? .due,
                timesToday: exercise.entry.timesToday, daysThisWeek: exercise.entry.daysThisWeek)
        }
        pause = today.pause
        disclaimers = today.disclaimers.map(DisclaimerToAcknowledge.init)
        unreadMessages = today.unread
        nextVisit = today.nextVisit.map { CareRecord($0, CareVisit.init) }
        emergencies = today.emergencies.map {
            EmergencyLook(reason: $0.reason.description, from: $0.from.date, until: $0.until.date)
        }
        setAside = today.setAside
        waiting = today.waiting
    }
}

extension CareDevice {
    /// What this day asks of the member, by the calendar of `timeZone`.
    public func today(of chart: UUID? = nil, timeZone: TimeZone = .current) throws(CareFailure) -> CareToday {
        CareToday(try show(todayReading(chart, timeZone)))
    }

    /// The same, as it changes.
    ///
    /// At midnight another day begins without a change: observe anew.
    public func todayUpdates(of chart: UUID? = nil, timeZone: TimeZone = .current) -> CareUpdates<CareToday> {
        let read = todayReading(chart, timeZone)
        return updates { CareToday(try read($0)) }
    }

    private func todayReading(_ chart: UUID?, _ timeZone: TimeZone) -> @Sendable (Database) throws -> ShownToday {
        OfflineStore.todayReading(
            chart.map { MemberID($0) }, TimeZoneName(timeZone.identifier) ?? .utc, Instant(now()))
    }
}
