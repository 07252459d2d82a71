import CareServices
import Foundation
package import Logging
import Postgres

/// Looks at everything that serving needs, and says what is wrong with it.
package enum ServiceCheck {
    /// One thing that was looked at.
    package struct Finding: Hashable, Sendable, CustomStringConvertible {
        package let subject: String
        /// Nil when all is well.
        package let problem: String?
        /// What whoever runs the practice should know of what is well.
        package var remark: String?

        package var description: String {
            if let problem { return "problem  \(subject): \(problem)" }
            return "ok       \(subject)" + (remark.map { ": \($0)" } ?? "")
        }
    }

    /// What it means that nothing counts as a second place.
    private static let onePlace =
        "none; what devices have given up since the last backup, a restore does not get back (SOLEUS_SECOND_PLACE)"

    package static func run(_ settings: ServiceSettings, logger: Logger) async -> [Finding] {
        var findings = [Finding(subject: "settings", problem: nil)]
        for (subject, configuration, role) in [
            ("database", settings.database, "soleus_care"),
            ("eligibility database", settings.eligibilityDatabase, "soleus_eligibility"),
        ] {
            let database: Database
            do {
                database = try Database(configuration, logger: logger)
            } catch {
                findings.append(Finding(subject: subject, problem: error.description))
                continue
            }
            findings += await look(at: database, subject, role: role, settings, logger)
            if role == "soleus_care" {
                var place = await finding("second place") {
                    try await secondPlace(settings.secondPlace, seenBy: database)
                }
                if settings.secondPlace == .none { place.remark = onePlace }
                findings.append(place)
            }
            await database.close()
        }
        return findings
    }

    private static func finding(_ subject: String, _ work: () async throws -> String?) async -> Finding {
        do {
            return Finding(subject: subject, problem: try await work())
        } catch {
            return Finding(subject: subject, problem: "\(error)")
        }
    }

    private static func look(
        at database: Database, _ subject: String, role expected: String, _ settings: ServiceSettings, _ logger: Logger
    ) async -> [Finding] {
        let reached = await finding("\(subject): reached") {
            try await database.ping(timeout: .seconds(3))
            return nil
        }
        guard reached.problem == nil else { return [reached] }
        return [
            reached,
            await finding("\(subject): role") {
                let (role, isFree) = try await database.perform(.readOnly, RoleStatements.current.only())
                if isFree { return "\(role) may pass by row-level security; connect as \(expected)" }
                return role == expected ? nil : "connected as \(role), not as \(expected)"
            },
            await finding("\(subject): schema") {
                let migrator = try Migrator(
                    directory: URL(filePath: settings.migrations, directoryHint: .isDirectory), logger: logger)
                try await migrator.verify(database)
                return nil
            },
        ]
    }

    /// Whether what devices keep until it is on a second place will ever be known to be there.
    private static func secondPlace(_ kind: SecondPlace.Kind, seenBy database: Database) async throws -> String? {
        switch kind {
        case .none: return nil
        case .standby:
            let isAllowed = try await database.perform(.readOnly, RoleStatements.seesStandbys.only())
            return isAllowed
                ? nil
                : "soleus_care may not see how far standbys are; as the owner: GRANT pg_read_all_stats TO soleus_care;"
        case .archive:
            let mode = try await database.perform(.readOnly, RoleStatements.archiveMode.only())
            return mode == "off" ? "nothing is archived: archive_mode is off" : nil
        }
    }
}

/// Questions about the role of a connection.
enum RoleStatements {
    static let current = Statement(
        """
        SELECT rolname::text, rolsuper OR rolbypassrls OR EXISTS (
            SELECT FROM pg_class WHERE relname = 'chart' AND relowner = pg_roles.oid
        ) FROM pg_roles WHERE rolname = current_user
        """, gives: Types(String.self, Bool.self))

    static let seesStandbys = Statement(
        "SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')", gives: Types(Bool.self))

    static let archiveMode = Statement("SELECT current_setting('archive_mode')", gives: Types(String.self))
}
