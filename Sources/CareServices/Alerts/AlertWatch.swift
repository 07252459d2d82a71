package import Care
import CareStore
import ChartSync
package import Logging
package import Postgres
import StrictJSON

/// Finds alerts: soon after a commit that gives reason for one, and when time alone does.
///
/// The commit itself says that the chart is to be looked at (`alert_look`), and the commit that keeps what was found says
/// when it is to be looked at next. So a process that dies in between leaves the chart due, and whichever process looks next
/// finds it. Each process looks for charts that are due; one that is taken twice is found as it should be the second time.
package struct AlertWatch: Sendable {
    private let database: Database
    private let committed: ChartCommit.Listener

    /// How long a process waits between two looks for charts that are due.
    package static let pause: Duration = .seconds(1)
    /// How many charts are taken at once: those that a process does not come to wait for a minute.
    static let batch = 16

    /// `committed` is told of each commit, after it.
    package init(database: Database, committed: @escaping ChartCommit.Listener = { _ in }) {
        self.database = database
        self.committed = committed
    }

    /// Looks at charts as they come due, until the task is cancelled.
    ///
    /// A failure leaves the chart due again in a minute; it is logged, and the others are looked at.
    package func run(logger: Logger) async {
        while !Task.isCancelled {
            do {
                if try await lookAtDue(logger: logger) == Self.batch { continue }
            } catch {
                logger.warning("cannot look for alerts", metadata: ["error": "\(error)"])
            }
            // Cancelled, the loop ends.
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// Looks at the charts that are due, at most one batch.
    ///
    /// - Returns: how many were due.
    @discardableResult
    package func lookAtDue(logger: Logger) async throws -> Int {
        let due = try await database.perform(
            TransactionOptions(settings: Actor.service.access()), AlertLookStatements.takeDue(atMost: Self.batch))
        for member in due where !Task.isCancelled {
            do {
                try await look(at: member)
            } catch {
                logger.warning(
                    "cannot look for the alerts of a chart", metadata: ["chart": "\(member)", "error": "\(error)"])
            }
        }
        return due.count
    }

    /// Looks at one chart now, and keeps what is found there.
    package func look(at member: MemberID) async throws {
        let options = TransactionOptions(settings: Actor.service.access(to: member))
        let commit = try await database.retrying(options) { transaction in
            try Self.look(at: member, in: transaction)
        }
        if let commit { committed(commit) }
    }

    private static func look(at member: MemberID, in transaction: borrowing Transaction) throws -> ChartCommit? {
        guard let chart = try OpenChart(member, for: [], by: .known(.service), device: nil, in: transaction) else {
            return nil
        }
        let now = chart.head.now
        let (person, contact) = try transaction.pipeline(
            AccessStatements.member.first(member), AlertLookStatements.contact.first(member))
        guard let person, let (enrolledAt, seenAt) = contact else { return nil }
        let found = try AlertReading.read(
            person, today: person.timeZone.day(of: now), careBegan: person.timeZone.day(of: enrolledAt), in: transaction
        )
        let open = OpenAlerts(
            of: found.picture, lastLogin: seenAt ?? enrolledAt, acknowledgements: found.acknowledgements, now: now)
        let book = AlertBook(kept: found.kept, found: open, now: now)
        guard !book.changes.isEmpty else {
            try transaction.commit { pipeline in
                pipeline.add(AlertLookStatements.next.run(member, book.nextLook))
            }
            return nil
        }
        let mutations = try book.changes.map { change in
            try Mutation(change, fresh: .make(at: now), base: chart.head.version)
        }
        let result = try ChartMerge.apply(
            mutations, to: chart.picture(holding: found.alertRows), role: .service, device: nil)
        if let outcome = result.outcomes.first(where: { $0.reason != nil }) {
            throw CareError.stillAside(outcome.reason ?? .invalid, outcome.detail)
        }
        return try chart.commit(
            result, mutationHashes: try mutations.map { try $0.contentHash() }, look: .at(book.nextLook),
            in: transaction)
    }
}
