package import Care
package import CareMessages
import CareStore
import ChartSync
package import Postgres

/// What a care team sees of its members: panel, summary and trend.
package struct MonitoringService: Sendable {
    let database: Database
    let now: @Sendable () -> Instant

    package init(database: Database, now: @escaping @Sendable () -> Instant) {
        self.database = database
        self.now = now
    }

    /// The window over which a panel shows adherence, in days.
    package static let panelDays = 7
    /// How many days a trend may span.
    package static let trendDays = 1...366

    /// The members whom the practitioner looks after at this moment, by name.
    package func panel(actor: Actor) async throws -> Panel {
        guard let practitioner = actor.practitioner else { throw CareError.notAllowed }
        let now = now()
        let options = TransactionOptions(isolation: .repeatableRead, isReadOnly: true, settings: actor.access())
        return try await database.transaction(options) { transaction in
            let members = try transaction.all(PanelStatements.members, practitioner)
            return Panel(members: try PanelReading.rows(of: members.map { ($0.member, $0.role) }, now, in: transaction))
        }
    }

    /// One member, with devices and what the chart holds.
    ///
    /// - Throws: `CareError.notFound` without a place on the care team.
    package func member(_ member: MemberID, actor: Actor) async throws -> MemberSummary {
        guard let practitioner = actor.practitioner else { throw CareError.notAllowed }
        let now = now()
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: member))
        return try await database.transaction(options) { transaction in
            let (found, roles, head, counts, devices) = try transaction.pipeline(
                AccessStatements.member.first(member), AccessStatements.roles.all(member, practitioner),
                ChartStatements.head.first(member), ChartStatements.rowCounts.all(member),
                AccessStatements.devices.all(member))
            guard let found, let head, let role = roles.first else { throw CareError.notFound }
            guard let row = try PanelReading.rows(of: [(found, role)], now, in: transaction).first else {
                throw CareError.notFound
            }
            let rowCounts = Dictionary(counts.map { ($0.0, Int($0.1)) }, uniquingKeysWith: +)
            return MemberSummary(
                member: found, panel: row,
                devices: devices.map { id, name, seenAt, version in
                    DeviceSeen(device: Device(id: id, name: name), lastSeenAt: seenAt, pulledVersion: version)
                },
                rowCounts: rowCounts, chartVersion: head.version,
                setAside: rowCounts[RowKind.setAside.rawValue] ?? 0,
                cover: CoverSummary(try CoverReading.cover(of: found.id, at: now, in: transaction)))
        }
    }

    /// Pain by moment and adherence, over the days before today.
    ///
    /// - Throws: `CareError.invalid` unless `days` is 1 to 366, `notFound` when the chart is not this actor's.
    package func trend(of member: MemberID, days: Int, actor: Actor) async throws -> Trend {
        try Self.refuse(days)
        let now = now()
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: member))
        return try await database.transaction(options) { transaction in
            guard let found = try transaction.first(AccessStatements.member, member),
                let window = DayWindow(days: days, endingBefore: found.timeZone.day(of: now))
            else { throw CareError.notFound }
            return try TrendReading(of: member, over: window, in: transaction).trend
        }
    }

    static func refuse(_ days: Int) throws(CareError) {
        guard !trendDays.contains(days) else { return }
        throw CareError.invalid([
            FieldViolation(
                pointer: "/days", message: "must be \(trendDays.lowerBound) to \(trendDays.upperBound)")
        ])
    }
}
