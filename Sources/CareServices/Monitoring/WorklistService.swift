package import Care
package import CareMessages
import CareStore
import ChartSync
package import Postgres

/// What a PT does first: who needs them today, and what to know of one member before they speak.
package struct WorklistService: Sendable {
    let database: Database
    private let monitoring: MonitoringService
    private let now: @Sendable () -> Instant

    package init(
        database: Database, monitoring: MonitoringService, now: @escaping @Sendable () -> Instant
    ) {
        self.database = database
        self.monitoring = monitoring
        self.now = now
    }

    /// A revision that no device of the member has after so many days is spoken of (choice).
    static let unseenDays: Int64 = 3

    /// The members who need a human, the most urgent first.
    package func worklist(actor: Actor) async throws -> Worklist {
        guard let practitioner = actor.practitioner else { throw CareError.notAllowed }
        let now = now()
        let options = TransactionOptions(isolation: .repeatableRead, isReadOnly: true, settings: actor.access())
        return try await database.transaction(options) { transaction in
            let members = try transaction.all(PanelStatements.members, practitioner).map(\.member)
            guard !members.isEmpty else { return Worklist(entries: []) }
            let ids = members.map(\.id)
            let (asides, undecided, plans) = try transaction.pipeline(
                WorklistStatements.asides.all(ids), WorklistStatements.undecided.all(ids),
                WorklistStatements.plans.all(ids))
            let care = try CareReasons(of: members, for: practitioner, at: now, in: transaction)
            let suggestionsOf = try Self.suggestions(of: members, undecided, now, in: transaction)
            let alerts = try AlertService.list(of: members, includingSnoozed: false, in: transaction).alerts
            let pauses = try PauseReading(of: ids, in: transaction)
            let asidesOf = Dictionary(asides.map { ($0.0, $0.1) }, uniquingKeysWith: +)
            let planOf = Dictionary(plans.map { ($0.0, $0) }, uniquingKeysWith: { first, _ in first })
            let alertsOf = Dictionary(grouping: alerts, by: \.member)
            let entries = members.compactMap { member -> (WorklistEntry, Int)? in
                let alerts = alertsOf[member.id] ?? []
                var reasons = alerts.compactMap(WorklistEntry.Reason.init)
                if let since = pauses.pausedSince(member.id), !alerts.contains(where: \.asksForClearance) {
                    reasons.append(
                        .init(.paused, "The plan is paused since \(since), until you clear it with a note."))
                }
                reasons += care[member.id]
                if let count = asidesOf[member.id], count > 0 {
                    reasons.append(.init(.aside, "\(count) of what was recorded could not be applied."))
                }
                for suggestion in suggestionsOf[member.id] ?? [] {
                    reasons.append(.init(.suggestion, "\(suggestion.value.rule.rawValue): \(suggestion.value.words)"))
                }
                reasons += Self.planReasons(planOf[member.id], member, now)
                reasons.sort { $0.rank < $1.rank }
                guard let first = reasons.first else { return nil }
                let entry = WorklistEntry(
                    member: member.id, name: "\(member.firstName) \(member.lastName)", reasons: reasons)
                return (entry, first.rank)
            }
            // Members come by name, and stay so among those who are equally urgent.
            return Worklist(
                entries: entries.enumerated().sorted {
                    ($0.element.1, $0.offset) < ($1.element.1, $1.offset)
                }.map(\.element.0))
        }
    }

    /// What was suggested and waits for a decision, without what the charts give no reason for any more.
    private static func suggestions(
        of members: [Member], _ undecided: [(MemberID, Instant)], _ now: Instant, in transaction: borrowing Transaction
    ) throws -> [MemberID: [Charted<SuggestionRecord>]] {
        guard !undecided.isEmpty else { return [:] }
        let exercises = try CatalogRows.exercises(in: transaction)
        let enrolledAt = Dictionary(undecided, uniquingKeysWith: { first, _ in first })
        var current: [MemberID: [Charted<SuggestionRecord>]] = [:]
        for member in members {
            guard let enrolledAt = enrolledAt[member.id] else { continue }
            current[member.id] = try SuggestionReading(
                of: member, enrolledAt: enrolledAt, exercises: exercises, at: now, in: transaction
            ).current
        }
        return current
    }

    private typealias Plan = (MemberID, Int32, LocalDay?, Instant, Bool)

    private static func planReasons(_ plan: Plan?, _ member: Member, _ now: Instant) -> [WorklistEntry.Reason] {
        guard let plan else { return [.init(.plan, "There is no plan yet.")] }
        let today = member.timeZone.day(of: now)
        var reasons: [WorklistEntry.Reason] = []
        if let until = plan.2, let ending = PlanEnding(until: until, on: today) {
            reasons.append(.init(.plan, "The plan \(ending.words) (\(until))."))
        }
        if !plan.4, plan.3.adding(seconds: unseenDays * 86_400) <= now {
            reasons.append(.init(.unseen, "Revision \(plan.1) has not reached the member's device."))
        }
        return reasons
    }

    /// One member on one screen.
    ///
    /// - Throws: `CareError.notFound` without a place on the care team.
    package func overview(of member: MemberID, actor: Actor) async throws -> MemberOverview {
        let summary = try await monitoring.member(member, actor: actor)
        let now = now()
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: member))
        return try await database.transaction(options) { transaction in
            let (rows, picture) = try Self.chart(of: summary.member, now, in: transaction)
            let waiting = try Self.suggestions(
                of: [summary.member], try transaction.all(WorklistStatements.undecided, [member]), now, in: transaction)
            let alerts = try AlertService.list(of: [summary.member], includingSnoozed: true, in: transaction).alerts
            let emergencies = try Self.emergencies(in: rows, since: now, in: transaction)
            let disclaimers = try CatalogRows.currentDisclaimers(in: transaction)
            let acknowledged = rows.compactMap { row -> DisclaimerAcknowledgement? in
                if case .disclaimerAcknowledgement(let word) = row.content { word } else { nil }
            }
            let plan = picture.revisions.max { $0.value.number < $1.value.number }?.value
            return MemberOverview(
                summary: summary,
                pause: picture.pauses.first { $0.clearedOn == nil }.map {
                    MemberOverview.Pause(since: $0.day, words: $0.words)
                },
                emergencies: emergencies, alerts: alerts, suggestions: waiting[member]?.count ?? 0,
                outcomes: picture.outcomeLines,
                run: picture.runLine,
                shoes: picture.shoeLines, planUntil: plan?.content.until,
                rtm: picture.windows.last,
                unacknowledged: disclaimers.filter { slug, version in
                    !acknowledged.contains { $0.disclaimer == slug && $0.disclaimerVersion >= version }
                }.map { "\($0.key)@\($0.value)" }.sorted())
        }
    }

    /// A look from outside of the care team stands on a member's screen for so many days (choice); in the record for ever.
    static let emergencyDays: Int64 = 30

    private static func emergencies(
        in rows: [ChartRowState], since now: Instant, in transaction: borrowing Transaction
    ) throws -> [EmergencyLook] {
        let since = now.adding(seconds: -emergencyDays * 86_400)
        return try EmergencyLook.named(
            rows.compactMap { row in
                guard case .emergencyAccess(let access) = row.content, access.from > since else { return nil }
                return access
            }, in: transaction)
    }

    /// The two clocks of remote therapeutic monitoring.
    ///
    /// - Throws: `CareError.notFound` without a place on the care team.
    package func rtm(of member: MemberID, actor: Actor) async throws -> RTMClocks {
        guard actor.role == .practitioner else { throw CareError.notAllowed }
        let now = now()
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: member))
        return try await database.transaction(options) { transaction in
            guard let found = try transaction.first(AccessStatements.member, member) else { throw CareError.notFound }
            let (rows, picture) = try Self.chart(of: found, now, in: transaction)
            let spent = rows.compactMap { row -> RTMMinutes.Spent? in
                guard case .visit(let visit) = row.content, let minutes = visit.minutes else { return nil }
                return RTMMinutes.Spent(day: visit.moment.day, seconds: minutes * 60)
            }
            return RTMClocks(windows: picture.windows.reversed(), months: RTMMinutes.months(of: spent).reversed())
        }
    }

    private static func chart(
        of member: Member, _ now: Instant, in transaction: borrowing Transaction
    ) throws -> (rows: [ChartRowState], picture: ChartPicture) {
        guard let (enrolledAt, _) = try transaction.first(AlertLookStatements.contact, member.id) else {
            throw CareError.notFound
        }
        let rows = try ChartRows.after(0, limit: Int(Int32.max), of: member.id, in: transaction)
        var picture = ChartPicture(
            today: member.timeZone.day(of: now), careBegan: member.timeZone.day(of: enrolledAt))
        picture.add(rows)
        return (rows, picture)
    }
}

extension AlertEntry {
    /// Whether it says by itself that the plan is paused, and has not been looked at.
    fileprivate var asksForClearance: Bool {
        alert.acknowledgedAt == nil && (alert.finding == .redFlag || alert.finding == .fall)
    }
}

extension WorklistEntry.Reason {
    /// Nil for what somebody has looked at: it stays in `soleus alerts`, and asks for nobody.
    fileprivate init?(_ entry: AlertEntry) {
        guard entry.alert.acknowledgedAt == nil else { return nil }
        let kind: Kind =
            switch entry.level {
            case _ where entry.alert.escalatedAt != nil: .escalated
            case .critical: .critical
            case .high: .high
            case .low: .low
            }
        self.init(kind, entry.alert.words)
    }

    fileprivate var rank: Int { Kind.allCases.firstIndex(of: kind) ?? 0 }
}

extension PlanPause {
    fileprivate var words: String {
        switch cause {
        case .redFlags(let flags): "red flag: \(flags.map(\.text).joined(separator: ", "))"
        case .fall: "a fall"
        }
    }
}

extension ChartPicture {
    fileprivate var windows: [RTMDataDays] {
        RTMDataDays.windows(of: dataDays, pausedDays: pausedDays, from: careBegan, today: today)
    }

    fileprivate var outcomeLines: [MemberOverview.OutcomeLine] {
        OutcomeInstrument.allCases.compactMap { instrument in
            let responses = outcomes.map(\.value).filter { $0.instrument == instrument }
                .sorted { $0.moment.at < $1.moment.at }
            guard let last = responses.last else { return nil }
            let change = responses.dropLast().last.flatMap { OutcomeChange(from: $0, to: last) }
            return MemberOverview.OutcomeLine(
                instrument: instrument, day: last.moment.day, score: last.score?.text,
                change: change.map { MemberOverview.OutcomeLine.Change($0) })
        }
    }

    fileprivate var runLine: MemberOverview.RunLine? {
        guard let last = runs.map(\.value).max(by: { $0.moment.at < $1.moment.at }) else { return nil }
        return MemberOverview.RunLine(
            last.moment.day,
            RunGuard(distanceMeters: last.distanceMeters, on: last.moment.day, among: runs.map(\.value)))
    }

    fileprivate var shoeLines: [MemberOverview.ShoeLine] {
        shoes.filter { $0.value.retiredOn == nil }.map { shoe in
            let wear = ShoeWear(shoe.value, id: shoe.id, runs: runs.map(\.value))
            return MemberOverview.ShoeLine(
                id: shoe.id, label: shoe.value.label, miles: wear.miles, state: wear.state)
        }.sorted { $0.id < $1.id }
    }
}
