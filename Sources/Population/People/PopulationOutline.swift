package import Care

/// What a population is made from: the same outline gives the same people, charts, hashes and credentials.
package struct PopulationOutline: Hashable, Sendable {
    package var members: Int
    package var seed: UInt64
    /// How many rows a chart has on average; people differ widely.
    package var rowsPerChart: Int
    /// The last day on which anybody has recorded anything.
    package var lastDay: LocalDay
    /// The sizes of charts that have exactly so many rows, for measuring what size costs.
    package var landmarkSizes: [Int]
    /// How many charts there are of each of those sizes: the first members of the population have them.
    package var landmarkCopies: Int

    package init(
        members: Int, seed: UInt64 = 1, rowsPerChart: Int = 38, lastDay: LocalDay, landmarkSizes: [Int] = [],
        landmarkCopies: Int = 8
    ) {
        self.members = members
        self.seed = seed
        self.rowsPerChart = rowsPerChart
        self.lastDay = lastDay
        self.landmarkSizes = landmarkSizes
        self.landmarkCopies = landmarkCopies
    }

    // MARK: Who is whose

    /// The members with charts of a landmark's size.
    package func landmark(of size: Int) -> Range<Int>? {
        guard let position = landmarkSizes.firstIndex(of: size) else { return nil }
        let range = position * landmarkCopies..<(position + 1) * landmarkCopies
        return range.upperBound <= members ? range : nil
    }

    /// Exactly how many rows a member's chart has; nil where their life decides.
    func exactRows(of index: Int) -> Int? {
        let position = index / max(1, landmarkCopies)
        return position < landmarkSizes.count ? landmarkSizes[position] : nil
    }

    /// The charts of an ordinary size, of members whose PT has an ordinary panel.
    package var ordinary: Range<Int> {
        min(members, landmarkSizes.count * landmarkCopies)..<max(members - largePanel, min(members, 1))
    }

    /// How many members an ordinary panel has.
    package static let panel = 300
    /// How many members the one large panel has, where there are enough.
    package var largePanel: Int { min(5_000, members / 2) }

    /// How many PTs there are; the first has the large panel, of the last members.
    package var practitioners: Int { 1 + (members - largePanel + Self.panel - 1) / Self.panel }

    package func practitioner(of member: Int) -> Int {
        member >= members - largePanel ? 0 : 1 + member / Self.panel
    }

    /// About as many members to a sponsor as a service with 800,000 members and 1,700 sponsors has.
    package var sponsors: Int { max(1, members / 470) }
}
