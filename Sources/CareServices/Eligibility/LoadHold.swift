import CareStore

/// When a file is not applied although it can be read: it would do too much harm if it were wrong (domain guide §6).
enum LoadHold {
    /// What the decision rests on.
    struct Figures: Hashable, Sendable {
        var mode: SponsorFeed.Mode
        /// Rows in the file, and those of them that are not taken.
        var rows: Int
        var faulty: Int
        /// People with cover today or later before the file.
        var inForce: Int
        /// Those of them who would have none after it.
        var terminated: Int
    }

    /// One in so many of those in force: 10 % (choice).
    static let terminatedShare = 10
    /// Below it no number of terminations holds a file (choice).
    static let terminatedMinimum = 25
    /// More than one in so many rows: 5 % (choice).
    static let faultyShare = 20
    /// Below it no number of faulty rows holds a file (choice).
    static let faultyMinimum = 10

    /// Why the file is held and what to do about it; nil when it is to be applied.
    static func reason(_ figures: Figures) -> String? {
        let next = "Nothing was applied. Check the file, and send a corrected one."
        if figures.mode == .full, figures.rows == figures.faulty, figures.inForce > 0 {
            return "The file has no row that can be taken, and a full file ends the cover of whoever is absent. \(next)"
        }
        if figures.faulty >= faultyMinimum, figures.faulty * faultyShare > figures.rows {
            return "\(figures.faulty) of \(figures.rows) rows are faulty, which is more than 5 %. \(next)"
        }
        if figures.terminated >= terminatedMinimum, figures.terminated * terminatedShare >= figures.inForce {
            return "The cover of \(figures.terminated) of \(figures.inForce) people would end, "
                + "which is 10 % of them or more. \(next)"
        }
        return nil
    }
}
