import Care
import CareServices
import Credentials
import Foundation
package import Logging
import Postgres

/// What only somebody with the owner's database may do: schema, catalog, the first operator.
package struct OwnerCommands: Sendable {
    private let settings: OwnerSettings
    private let logger: Logger

    package init(_ settings: OwnerSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// Brings the schema up to this program's; one line for each migration that was applied.
    package func migrate() async throws -> [String] {
        let migrator = try Migrator(
            directory: URL(filePath: settings.migrations, directoryHint: .isDirectory), logger: logger)
        return try await withDatabase { database in
            let applied = try await migrator.migrate(database)
            return applied.isEmpty
                ? ["The schema is current: \(migrator.migrations.count) migrations."]
                : applied.map { "applied \($0.fileName)" }
        }
    }

    /// Publishes the files of a folder; one line for each piece of content.
    package func loadContent(from directory: String, dryRun: Bool) async throws -> [String] {
        try await withDatabase { database in
            let changes = try await CatalogLoader(database: database)
                .load(URL(filePath: directory, directoryHint: .isDirectory), dryRun: dryRun)
            let changed = changes.filter { $0.action != .unchanged }
            return changed.map(\.description) + [
                "\(changed.count) of \(changes.count) changed\(dryRun ? " (dry run)" : "")."
            ]
        }
    }

    /// Makes an operator; the password is made up, and returned, when none is given.
    ///
    /// - Throws: `CommandProblem` for a login or password that cannot be one, or a login that exists.
    package func addOperator(login: String, name: String, password: String?) async throws -> String? {
        guard let label = Label(name) else { throw CommandProblem("The name must be one line of 1 to 200 bytes.") }
        let generated = password == nil ? Self.randomPassword() : nil
        let chosen = password ?? generated ?? ""
        try await withDatabase { database in
            let identity = IdentityService(database: database, hasher: PasswordHasher(), now: { .now })
            do {
                try await identity.makeOperator(login: login, name: label, password: chosen)
            } catch CareError.taken {
                throw CommandProblem("There is an account with the login \(login) already.")
            } catch CareError.invalid(let violations) {
                throw CommandProblem(
                    violations.map { "\($0.pointer.dropFirst()) \($0.message)" }.joined(separator: "\n"))
            }
        }
        return generated
    }

    /// Begins another life of the database after a backup was restored into the same server; every device begins anew.
    package func declareRestored() async throws -> String {
        let life = try await withDatabase { try await DatabaseLife(database: $0).renew() }
        return "Every device replaces its copies and keeps what it has not sent (incarnation \(life))."
    }

    /// Drops the tombstones of commits that are older than so many days.
    ///
    /// - Throws: `CommandProblem` for a number of days that is out of range.
    package func dropTombstones(olderThanDays days: Int) async throws -> String {
        let dropped = try await withDatabase { database in
            do {
                return try await TombstoneRetention(database: database).drop(olderThanDays: days)
            } catch CareError.invalid(let violations) {
                throw CommandProblem("The number of days " + violations.map(\.message).joined(separator: ", ") + ".")
            }
        }
        return "\(dropped.tombstones) tombstones of \(dropped.charts) charts dropped; their ids stay taken."
    }

    /// Makes sponsors' reports on a quarter; one line for each sponsor, with nothing in it but what may be told.
    ///
    /// - Throws: `CommandProblem` for what is no quarter that is over, or no sponsor.
    package func freezeReports(on text: String, sponsor: String?, dryRun: Bool) async throws -> [String] {
        guard let period = ReportPeriod(text) else {
            throw CommandProblem("A period is a calendar quarter such as 2026-Q3.")
        }
        let slug = try sponsor.map { name in
            guard let slug = Slug(name) else { throw CommandProblem("There is no sponsor \(name).") }
            return slug
        }
        let outcomes = try await withDatabase { database in
            do {
                return try await ReportFreezing(database: database, now: { .now })
                    .freeze(period, sponsor: slug, dryRun: dryRun)
            } catch CareError.notFound {
                throw CommandProblem("There is no sponsor \(sponsor ?? "").")
            } catch CareError.invalid {
                throw CommandProblem("\(period) is not over: its reports can be made from two days after its end.")
            }
        }
        return outcomes.map { outcome in
            switch outcome.result {
            case .existed: "\(outcome.sponsor): has its report on \(period), which stays as it is"
            case .tooLate(let latest): "\(outcome.sponsor): not made, as it has its report on \(latest)"
            case .frozen(let report) where report.isWithheld: "\(outcome.sponsor): withheld"
            case .frozen(let report):
                "\(outcome.sponsor): enrolled \(report.count(.enrolled)?.text ?? "–")\(dryRun ? " (dry run)" : "")"
            }
        }
    }

    /// 24 characters of 32 that cannot be mistaken for one another: 120 bits.
    private static func randomPassword() -> String {
        let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")
        var generator = SystemRandomNumberGenerator()
        return String((0..<24).map { _ in alphabet[Int(generator.next(upperBound: UInt(alphabet.count)))] })
    }

    private func withDatabase<Value>(_ body: (Database) async throws -> Value) async throws -> Value {
        let database = try Database(settings.database, logger: logger)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(database)) } catch { outcome = .failure(error) }
        await database.close()
        return try outcome.get()
    }
}

/// A command's failure, in words for whoever typed it.
package struct CommandProblem: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
