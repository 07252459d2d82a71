import Care
import CareMessages
import CareStore

/// When a file is not applied although it can be read: it would do too much harm if it were wrong (domain guide §6).
enum LoadHold {
    /// What the decision rests on.
    struct Figures {
        var rules: FeedRules
        /// Rows in the file, and those of them that are not taken.
        var rows: Int
        var faulty: Int
        var duplicates: Int
        var unattributed = 0
        /// Rows of people who have nothing to do with the service.
        var outside = 0
        /// People with cover today or later before the file.
        var inForce: Int
        /// Those of them who would have none after it.
        var terminated: Int
        /// Those of them whose cover would end sooner than it does, and soon.
        var endingSoon = 0
        /// Subscribers and dependants in the file, faulty ones included.
        var subscribers: Int
        var dependents: Int
        var declared = RosterDeclaration()
        /// What is known of the newest file in force.
        var lastMadeOn: LocalDay?
        var lastHeader: [String]?
        var lastSender: String?
        /// Whether another sponsor has sent this very file.
        var isAnothers = false
    }

    /// How many days ahead an end is as good as one today, for what is held and has to be confirmed: two months' notice
    /// and then some (choice).
    ///
    /// Otherwise a file could end everybody's cover tomorrow without anybody's having looked at it.
    private static let soonDays = 92

    /// The last day on which an end of cover is one that comes soon.
    static func soon(after today: LocalDay) -> LocalDay { today.adding(days: soonDays) }

    /// Everything for which the file is held; nothing when it may be applied.
    static func notices(_ figures: Figures) -> [LoadHoldNotice] {
        [
            noUsableRows(figures), errorRate(figures), duplicateKeys(figures), unattributedRows(figures),
            massTermination(figures),
            controlTotals(figures), declaredMode(figures), olderThanLast(figures), headerChanged(figures),
            anotherSponsors(figures), anotherSender(figures),
        ].compactMap { $0 }
    }

    /// Whether so many ends take a second look, and the sponsor's name to confirm them.
    static func isMassTermination(_ terminated: Int, of inForce: Int, _ thresholds: HoldThresholds) -> Bool {
        terminated >= thresholds.terminatedRows && terminated * 100 >= inForce * thresholds.terminatedPercent
    }

    private static func notice(_ code: HoldCode, _ detail: String) -> LoadHoldNotice {
        LoadHoldNotice(code: code, severe: code.isSevere, detail: detail)
    }

    private static func noUsableRows(_ figures: Figures) -> LoadHoldNotice? {
        guard figures.rules.mode == .full, figures.rows == figures.faulty, figures.inForce > 0 else { return nil }
        return notice(
            .noUsableRows,
            "The file has no row that can be taken, and a full file ends the cover of whoever is absent.")
    }

    private static func errorRate(_ figures: Figures) -> LoadHoldNotice? {
        let thresholds = figures.rules.thresholds
        let faulty = figures.faulty - figures.outside
        guard faulty >= thresholds.faultyRows, faulty * 100 > figures.rows * thresholds.faultyPercent
        else { return nil }
        return notice(
            .errorRate,
            "\(faulty) of \(figures.rows) rows are faulty, which is more than \(thresholds.faultyPercent) %.")
    }

    private static func duplicateKeys(_ figures: Figures) -> LoadHoldNotice? {
        guard figures.duplicates >= figures.rules.thresholds.duplicateRows else { return nil }
        return notice(.duplicateKeys, "\(figures.duplicates) rows were refused for a number that is on another row.")
    }

    /// Whose cover would end is absent from the file, or in a row that cannot be read.
    private static func unattributedRows(_ figures: Figures) -> LoadHoldNotice? {
        guard figures.rules.mode == .full, figures.unattributed > 0, figures.terminated > 0 else { return nil }
        return notice(
            .unattributedRows,
            "\(figures.unattributed) rows do not show whose they are, or may hold others, and the cover of \(figures.terminated) people "
                + "would end who may be in them.")
    }

    private static func massTermination(_ figures: Figures) -> LoadHoldNotice? {
        let thresholds = figures.rules.thresholds
        let soon = figures.endingSoon
        guard isMassTermination(figures.terminated + soon, of: figures.inForce, thresholds) else { return nil }
        return notice(
            .massTermination,
            "The cover of \(figures.terminated) of \(figures.inForce) people would end, "
                + (soon == 0 ? "" : "and of \(soon) more within \(soonDays) days, ")
                + "which is \(thresholds.terminatedPercent) % of them or more.")
    }

    private static func controlTotals(_ figures: Figures) -> LoadHoldNotice? {
        let declared = figures.declared
        let totals = [
            ("people", declared.people, figures.rows), ("subscribers", declared.subscribers, figures.subscribers),
            ("dependants", declared.dependents, figures.dependents),
        ]
        let wrong = totals.compactMap { name, said, counted in
            said.flatMap { $0 == counted ? nil : "\($0) \(name) are declared and \(counted) are there" }
        }
        guard !wrong.isEmpty else { return nil }
        return notice(.controlTotals, "The file is not as long as is said of it: \(wrong.joined(separator: "; ")).")
    }

    private static func declaredMode(_ figures: Figures) -> LoadHoldNotice? {
        guard let isFull = figures.declared.isFull, isFull != (figures.rules.mode == .full) else { return nil }
        let said = isFull ? "the whole roster" : "changes only"
        let meant = isFull ? "changes only" : "the whole roster"
        return notice(.declaredMode, "The file says that it holds \(said), and the feed's files hold \(meant).")
    }

    private static func olderThanLast(_ figures: Figures) -> LoadHoldNotice? {
        guard let made = figures.declared.madeOn, let last = figures.lastMadeOn, made < last else { return nil }
        return notice(.olderThanLast, "The file was made on \(made), and one of \(last) is in force.")
    }

    private static func headerChanged(_ figures: Figures) -> LoadHoldNotice? {
        // Their case says nothing, neither here nor where they are read.
        guard let columns = figures.declared.columns?.map({ $0.lowercased() }),
            let last = figures.lastHeader?.map({ $0.lowercased() }), columns != last
        else { return nil }
        let added = columns.filter { !last.contains($0) }
        let gone = last.filter { !columns.contains($0) }
        let change =
            added.isEmpty && gone.isEmpty
            ? "they stand in another order"
            : [
                added.isEmpty ? nil : "new: \(added.joined(separator: ", "))",
                gone.isEmpty ? nil : "gone: \(gone.joined(separator: ", "))",
            ].compactMap { $0 }.joined(separator: "; ")
        return notice(.headerChanged, "The columns are not those of the last file: \(change).")
    }

    private static func anotherSender(_ figures: Figures) -> LoadHoldNotice? {
        guard let sender = figures.declared.sender, let last = figures.lastSender, sender != last else { return nil }
        return notice(
            .anotherSender,
            "The file names another sender or sponsor (ISA05 and ISA06, N1*P5) than the last one in force.")
    }

    private static func anotherSponsors(_ figures: Figures) -> LoadHoldNotice? {
        guard figures.isAnothers else { return nil }
        return notice(.anotherSponsors, "This very file was received for another sponsor too.")
    }
}

extension LoadHold.Figures {
    /// What is known of a load that was read before, for what may be new since: control totals and the like stay as they
    /// were found then.
    init(of load: RosterLoad, _ effects: StagedRoster.Effects, rules: FeedRules, isAnothers: Bool) {
        self.init(
            rules: rules, rows: load.rowCount, faulty: load.faultyCount, duplicates: 0, inForce: effects.inForce,
            terminated: effects.roster.terminated, endingSoon: effects.endingSoon, subscribers: 0, dependents: 0,
            isAnothers: isAnothers)
    }
}
