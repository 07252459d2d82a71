/// The true counts behind a sponsor's report; they are rounded where they are made, and never leave.
package struct ReportTally: Hashable, Sendable {
    /// How many people the roster has covered since the first report's first day.
    package var covered: Int
    /// How many of them on every day until the period's last.
    package var settled: Int
    package var counts: [ReportMeasure: Int]

    package init(covered: Int, settled: Int, counts: [ReportMeasure: Int] = [:]) {
        self.covered = covered
        self.settled = settled
        self.counts = counts
    }

    /// Counts one member in.
    package mutating func add(_ standing: MemberStanding) {
        for measure in standing.measures { counts[measure, default: 0] += 1 }
    }
}

/// How far one member had come by the end of a period.
package struct MemberStanding: Hashable, Sendable {
    package var hasPlan: Bool
    package var hasLogged: Bool
    package var hasLoggedInPeriod: Bool
    /// Pain at first and in the period; nil where there is no such pair.
    package var pain: PainChange?
    /// Nil when nothing was prescribed in the period.
    package var adherence: Adherence?

    package init(
        hasPlan: Bool, hasLogged: Bool, hasLoggedInPeriod: Bool, pain: PainChange? = nil, adherence: Adherence? = nil
    ) {
        self.hasPlan = hasPlan
        self.hasLogged = hasLogged
        self.hasLoggedInPeriod = hasLoggedInPeriod
        self.pain = pain
        self.adherence = adherence
    }

    /// What a member counts for; whatever is part of another count only together with that.
    package var measures: Set<ReportMeasure> {
        var measures: Set<ReportMeasure> = [.enrolled]
        if let pain {
            measures.insert(.assessed)
            // −2 points or −30 % (domain guide §4.1).
            if pain.isClinicallyImportant { measures.insert(.improved) }
        }
        guard hasPlan else { return measures }
        measures.insert(.inProgram)
        if hasLogged {
            measures.insert(.everActive)
            if hasLoggedInPeriod { measures.insert(.activeInPeriod) }
        }
        if let adherence {
            measures.insert(.prescribed)
            for (measure, percent) in zip(ReportMeasure.adherence, [20, 40, 60, 80]) where adherence.percent >= percent
            {
                measures.insert(measure)
            }
        }
        return measures
    }
}
