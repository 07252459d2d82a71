import ArgumentParser
import Care
import CareMessages

/// The commands that begin with `soleus alerts`; each has a type of its own.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "alerts", "See what needs somebody's eyes, and say that you have looked.",
        discussion: "A red flag or a fall pauses the plan until a PT clears the member with a note.",
        subcommands: [
            AlertsListCommand.self, AlertsAcknowledgeCommand.self, AlertsSnoozeCommand.self, AlertsClearCommand.self,
        ], defaultSubcommand: AlertsListCommand.self)
}

/// The command `soleus alerts list`; its help says what it does.
struct AlertsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List what is open: of one member, or of your panel.",
        discussion: """
            Operators see the members of whom something waits for too long, and nothing of what was found.
            """,
        examples: ["soleus alerts list", "soleus alerts list \"Ana Ruiz\" --snoozed", "soleus alerts list --json"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it; everybody on your panel when not given.") var member: String?
    @Flag(help: "List what is out of sight for now as well.") var snoozed = false

    func run() async throws {
        let session = Session(common)
        if member == nil, try session.signedIn().role == .operator {
            return try await Self.showEscalations(session, common)
        }
        let answer = try await session.alerts(of: member, includingSnoozed: snoozed)
        common.show(answer.json) { common.lines(of: Self.table(answer.value), empty: "Nothing is open.") }
    }

    /// What an operator sees of alerts: that nobody has looked in time.
    static func showEscalations(_ session: Session, _ common: CommonOptions) async throws {
        let answer = try await session.ask(.get("/v1/escalations"), as: Escalations.self)
        common.show(answer.json) {
            common.lines(of: table(answer.value, now: .now), empty: "Nobody waits for too long.")
        }
    }

    static func table(_ list: Escalations, now: Instant) -> TextTable {
        var table = TextTable([
            .init("MEMBER", yields: true), .init("STATE"), .init("LEVEL"), .init("WAITS", .right),
            .init("CARE TEAM", yields: true),
        ])
        for entry in list.escalations {
            let hours = max(0, now.milliseconds - entry.openedAt.milliseconds) / 3_600_000
            let team = entry.careTeam.map { "\($0.name) (\($0.role.rawValue))" }.joined(separator: ", ")
            table.add([
                entry.memberName, entry.state.description, entry.level.rawValue,
                hours < 48 ? "\(hours) h" : "\(hours / 24) d", team.isEmpty ? "nobody" : team,
            ])
        }
        return table
    }

    static func table(_ list: AlertList) -> TextTable {
        var table = TextTable([
            .init("ID"), .init("MEMBER", yields: true), .init("LEVEL"), .init("SINCE"), .init("WHAT", yields: true),
            .init("SEEN"),
        ])
        for entry in list.alerts {
            let alert = entry.alert
            let seen =
                if let until = alert.snoozedUntil {
                    "snoozed to \(until.description.prefix(10))"
                } else if alert.acknowledgedAt != nil {
                    "yes"
                } else {
                    alert.escalatedAt == nil ? "no" : "no, too long"
                }
            table.add([
                entry.id.ending, entry.memberName, entry.level.rawValue, String(alert.since.description.prefix(10)),
                alert.words, seen,
            ])
        }
        return table
    }
}

/// The command `soleus alerts ack`; its help says what it does.
struct AlertsAcknowledgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "ack", "Say that you have looked at an alert as it is now.",
        discussion: "A new report or a higher level opens it anew.",
        examples: [
            "soleus alerts ack \"Ana Ruiz\" 2f9a --note \"Called her, will rest two days.\"",
            "soleus alerts ack ana 2f9a --dry-run",
        ])

    @OptionGroup var alert: AlertChoice
    @Option(help: "What you found.") var note: Note?
    @Flag(help: "Say what would be, and change nothing.") var dryRun = false

    func run() async throws {
        try await alert.say("looked at", note: note, dryRun: dryRun)
    }
}

/// The command `soleus alerts snooze`; its help says what it does.
struct AlertsSnoozeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "snooze", "Put an alert out of sight for a while; critical ones stay.",
        examples: ["soleus alerts snooze \"Ana Ruiz\" 2f9a --hours 48 --note \"On holiday.\""])

    @OptionGroup var alert: AlertChoice
    @Option(help: "1 to 336, which is 14 days.") var hours: Int
    @Option(help: "Why.") var note: Note?
    @Flag(help: "Say what would be, and change nothing.") var dryRun = false

    func validate() throws {
        if !(1...336).contains(hours) { throw ValidationError("--hours is 1 to 336.") }
    }

    func run() async throws {
        try await alert.say("out of sight for \(hours) h", snoozeHours: hours, note: note, dryRun: dryRun)
    }
}

/// The command `soleus alerts clear`; its help says what it does.
struct AlertsClearCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "clear", "Let a member exercise again after a red flag or a fall.",
        discussion: "You clear the reports that are open now; one that comes in later pauses the plan again.",
        examples: [
            "soleus alerts clear \"Ana Ruiz\" --note \"Seen by her physician today, no clot.\"",
            "soleus alerts clear ana --note \"Spoke by video, full weight on the foot.\" --dry-run",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Option(help: "What you found; it stands in the record.") var note: Note
    @Flag(help: "Say what would be, and change nothing.") var dryRun = false

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let open = try await session.alerts(of: member.id.description, includingSnoozed: true).value.alerts
        let reports = open.filter { $0.rule == .redFlag || $0.rule == .fall }.flatMap(\.alert.evidence)
        guard !reports.isEmpty else {
            throw CommandFailure(
                .refused, "no red flag or fall of this member waits for a clearance",
                advice: "See what is open with: soleus alerts list \(member.id)")
        }
        let request = ClearanceRequest(id: .make(at: .now), seen: reports, note: note, dryRun: dryRun ? true : nil)
        let answer = try await session.ask(
            try .send("POST", "/v1/members/\(member.id)/clearances", request), as: AlertList.self)
        common.show(answer.json) {
            let reports = reports.count == 1 ? "1 report" : "\(reports.count) reports"
            if dryRun { return ["Would clear \(reports). Nothing changed."] }
            let rest =
                answer.value.alerts.isEmpty ? "Nothing else is open." : "\(answer.value.alerts.count) still open."
            return ["Cleared \(reports). \(rest)"]
        }
    }
}

/// Which alert a command is about.
struct AlertChoice: ParsableArguments {
    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "The id in the list, or a part of it.") var id: String

    /// What was done; a look at an alert that is out of sight does not bring it back, as the list goes on to say.
    static func sentence(about alert: AlertRecord, done: String, isSnoozing: Bool) -> String {
        let still =
            isSnoozing ? nil : alert.snoozedUntil.map { "; out of sight until \($0.description.prefix(10)) as before" }
        return "\(alert.words) – \(done)\(still ?? "")."
    }

    func say(_ done: String, snoozeHours: Int? = nil, note: Note?, dryRun: Bool) async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let open = try await session.alerts(of: member.id.description, includingSnoozed: true).value.alerts
        let found = try NameMatching.row(
            id, among: open.map(\.id), advice: "See them with: soleus alerts list \(member.id) --snoozed")
        let evidence = open.first { $0.id == found }?.alert.evidence ?? []
        let word = AlertWord(
            evidence: evidence, snoozeHours: snoozeHours, note: note, dryRun: dryRun ? true : nil)
        let answer = try await session.ask(
            try .send("POST", "/v1/members/\(member.id)/alerts/\(found)/acknowledgement", word), as: AlertEntry.self)
        common.show(answer.json) {
            let record = answer.value.alert
            let sentence =
                dryRun
                ? "Nothing was done: \(record.words)"
                : Self.sentence(about: record, done: done, isSnoozing: snoozeHours != nil)
            return wrapped(printable(sentence), to: Terminal.columns)
        }
    }
}

extension Session {
    /// What is open, of a member or of the panel.
    func alerts(of member: String?, includingSnoozed: Bool) async throws -> Answer<AlertList> {
        let query = includingSnoozed ? [("snoozed", "true")] : []
        guard let member else { return try await ask(.get("/v1/alerts", query: query), as: AlertList.self) }
        let found = try await self.member(member)
        return try await ask(.get("/v1/members/\(found.id)/alerts", query: query), as: AlertList.self)
    }
}

extension RowID {
    /// The part of an id by which people tell rows apart: the beginning says when it was made, and is alike for many.
    var ending: String { String(description.suffix(8)) }
}

extension NameMatching {
    /// The row that a text means: a whole id, or the one that begins with it or has it as a part.
    ///
    /// What the lists show of an id, its ending, comes first: of the rest nobody can know what is in it.
    static func row(_ text: String, among ids: [RowID], advice: String) throws(CommandFailure) -> RowID {
        let sought = text.lowercased()
        let ways: [(RowID) -> Bool] = [
            { $0.ending.hasPrefix(sought) }, { $0.description.hasPrefix(sought) }, { $0.ending.contains(sought) },
            { $0.description.hasSuffix(sought) },
        ]
        let found = sought.isEmpty ? [] : ways.lazy.map { ids.filter($0) }.first { !$0.isEmpty } ?? []
        guard found.count == 1, let row = found.first else {
            let shown = found.prefix(maximumShown).map(\.ending).joined(separator: ", ")
            throw CommandFailure(
                .refused,
                found.isEmpty
                    ? "\"\(printable(text))\" is part of no id in the list"
                    : "\"\(printable(text))\" is part of \(found.count) ids in the list: \(shown)",
                advice: advice)
        }
        return row
    }
}
