import Logging

/// What the program `soleusd` does, command by command; the program itself only reads the command line.
package struct ServiceProgram {
    private var reader: SettingsReader
    private let logger: Logger

    /// Reads where settings come from, and sets up the log; once in a process.
    ///
    /// - Parameter file: a JSON file with settings; the environment wins over it.
    package init(settingsFile file: String?) async throws(SettingsProblems) {
        reader = try await SettingsReader(file: file)
        // A level that is wrong is reported with everything else that is, by each command.
        var levels = reader
        LogLine.bootstrap(level: levels.logLevel())
        logger = Logger(label: "soleusd")
    }

    /// Serves until it is told to stop.
    package mutating func serve() async throws {
        try await Soleus.build(try reader.service(), logger: logger).run()
    }

    /// One line for each thing that was looked at, and whether all are well.
    package mutating func check() async throws -> (lines: [String], isWell: Bool) {
        let findings = await ServiceCheck.run(try reader.service(), logger: logger)
        return (findings.map(\.description), findings.allSatisfy { $0.problem == nil })
    }

    /// Brings the schema up to date; one line for each migration.
    package mutating func migrate() async throws -> [String] { try await owner().migrate() }

    /// Publishes the files of a folder; one line for each piece of content that changed.
    package mutating func loadContent(from directory: String, dryRun: Bool) async throws -> [String] {
        try await owner().loadContent(from: directory, dryRun: dryRun)
    }

    /// Makes an operator; the password that was made up, when none was given.
    package mutating func addOperator(login: String, name: String, password: String?) async throws -> String? {
        try await owner().addOperator(login: login, name: name, password: password)
    }

    /// Begins another life of the database after a restore.
    package mutating func declareRestored() async throws -> String { try await owner().declareRestored() }

    /// Drops tombstones older than so many days.
    package mutating func dropTombstones(olderThanDays days: Int) async throws -> String {
        try await owner().dropTombstones(olderThanDays: days)
    }

    /// Makes sponsors' reports on a quarter; one line for each sponsor.
    package mutating func freezeReports(on period: String, sponsor: String?, dryRun: Bool) async throws -> [String] {
        try await owner().freezeReports(on: period, sponsor: sponsor, dryRun: dryRun)
    }

    private mutating func owner() throws -> OwnerCommands {
        OwnerCommands(try reader.owner(), logger: logger)
    }
}
