import ArgumentParser
import Care
import CareMessages

/// The commands that begin with `soleus feed`: how sponsors' files are read.
struct FeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "feed", "See and say how a sponsor's files are read, and what holds them.",
        subcommands: [FeedShowCommand.self, FeedSetCommand.self])
}

/// The command `soleus feed show`; its help says what it does.
struct FeedShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "show", "Show how a sponsor's files are read.", examples: ["soleus feed show acme"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "The sponsor's short name.") var sponsor: Slug

    func run() async throws {
        let answer = try await Session(common).ask(.get("/v1/sponsors/\(sponsor)/feed"), as: FeedRules.self)
        common.show(answer.json) { common.lines(of: FeedText.pairs(answer.value)) }
    }
}

/// The command `soleus feed set`; its help says what it does.
struct FeedSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "set", "Change how a sponsor's files are read, from the next file on.",
        discussion: "What is not given stays as it is. Prints what changes.",
        examples: [
            "soleus feed set acme --mode full --end-date last_covered_day --dry-run",
            "soleus feed set acme --column sponsor_member_id=EmpNo --column birth_date=DOB --date-format MM/DD/YYYY",
            "soleus feed set acme --dependent-age-limit 26 --group HQ --group PLANT-2 --approval required",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "The sponsor's short name.") var sponsor: Slug
    @Option(help: "full: a file is the whole roster; delta: it holds changes.") var mode: FeedMode?
    @Option(help: "What an end date in a file means.") var endDate: EndDateMeaning?
    @Option(help: "How dates are written.") var dateFormat: RosterDateFormat?
    @Option(help: "What tells one person from another.") var matchKeys: MatchKeys?
    @Option(help: "The age at which a child's cover ends; 0 for none.") var dependentAgeLimit: Int?
    @Option(help: "A group whose people the files may bring; replaces the list. - for any.") var group: [Label] = []
    @Option(
        help: ArgumentHelp(
            "What the files call one of our columns; replaces the list. - for our own names.", valueName: "ours=theirs")
    )
    var column: [String] = []
    @Option(help: "required: every load waits for a person.") var approval: FeedRules.Approval?
    @Option(help: "Hold a file that ends the cover of so many in a hundred …") var terminatedPercent: Int?
    @Option(help: "… and of so many people.") var terminatedRows: Int?
    @Option(help: "Hold a file of which more than so many rows in a hundred are faulty …") var faultyPercent: Int?
    @Option(help: "… and so many rows.") var faultyRows: Int?
    @Option(help: "Hold a file with so many rows whose number is on an earlier one.") var duplicateRows: Int?
    @Flag(help: "Say what would change, and change nothing.") var dryRun = false

    func run() async throws {
        let session = Session(common)
        let path = "/v1/sponsors/\(sponsor)/feed"
        let before = try await session.ask(.get(path), as: FeedRules.self).value
        let answer = try await session.ask(
            .send("PUT", path, changed(before), query: dryRun ? [("dryRun", "true")] : []), as: FeedRules.self)
        common.show(answer.json) {
            let lines = FeedText.differences(from: before, to: answer.value)
            return (lines.isEmpty ? ["Nothing changes."] : lines) + (dryRun ? ["(dry run: nothing changed)"] : [])
        }
    }

    func changed(_ rules: FeedRules) throws(CommandFailure) -> FeedRules {
        var rules = rules
        rules.mode = mode ?? rules.mode
        rules.endDateMeaning = endDate ?? rules.endDateMeaning
        rules.dateFormat = dateFormat ?? rules.dateFormat
        rules.matchKeys = matchKeys ?? rules.matchKeys
        if let dependentAgeLimit { rules.dependentAgeLimit = dependentAgeLimit == 0 ? nil : dependentAgeLimit }
        if !group.isEmpty { rules.groups = group.map(\.description) == ["-"] ? [] : group }
        if !column.isEmpty { rules.columns = try columns() }
        rules.approval = approval ?? rules.approval
        rules.thresholds.terminatedPercent = terminatedPercent ?? rules.thresholds.terminatedPercent
        rules.thresholds.terminatedRows = terminatedRows ?? rules.thresholds.terminatedRows
        rules.thresholds.faultyPercent = faultyPercent ?? rules.thresholds.faultyPercent
        rules.thresholds.faultyRows = faultyRows ?? rules.thresholds.faultyRows
        rules.thresholds.duplicateRows = duplicateRows ?? rules.thresholds.duplicateRows
        return rules
    }

    private func columns() throws(CommandFailure) -> [FeedColumn] {
        if column == ["-"] { return [] }
        var columns: [FeedColumn] = []
        for text in column {
            let parts = text.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let ours = RosterColumn(rawValue: String(parts[0])), let theirs = Label(parts[1])
            else {
                throw CommandFailure(
                    .badInput, "\"\(printable(text))\" names no column",
                    advice: "Such as sponsor_member_id=EmpNo. Ours: "
                        + RosterColumn.allCases.map(\.rawValue).joined(separator: ", "))
            }
            columns.append(FeedColumn(column: ours, header: theirs))
        }
        return columns
    }
}

/// How a feed's rules are shown to people.
enum FeedText {
    static func pairs(_ rules: FeedRules) -> [(String, String)] {
        let thresholds = rules.thresholds
        return [
            ("mode", rules.mode.rawValue), ("end date means", rules.endDateMeaning.rawValue),
            ("dates", rules.dateFormat.rawValue), ("people told apart by", rules.matchKeys.rawValue),
            ("children until", rules.dependentAgeLimit.map { "age \($0)" } ?? "any age"),
            ("groups", rules.groups.isEmpty ? "any" : rules.groups.map(\.description).joined(separator: ", ")),
            (
                "columns",
                rules.columns.isEmpty
                    ? "our own names"
                    : rules.columns.map { "\($0.column.rawValue)=\($0.header)" }.joined(separator: ", ")
            ),
            ("approval", rules.approval.rawValue),
            ("held when ending", "\(thresholds.terminatedPercent) % and \(thresholds.terminatedRows) people"),
            ("held when faulty", "more than \(thresholds.faultyPercent) % and \(thresholds.faultyRows) rows"),
            ("held when doubled", "\(thresholds.duplicateRows) rows"),
        ]
    }

    /// A line for each thing that is not as it was.
    static func differences(from before: FeedRules, to after: FeedRules) -> [String] {
        zip(pairs(before), pairs(after)).filter { $0.1 != $1.1 }.map { old, new in
            printable("\(old.0): \(old.1) → \(new.1)")
        }
    }
}
