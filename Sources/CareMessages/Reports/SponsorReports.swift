package import Care

/// `GET /v1/sponsors/{sponsor}/reports`: what was frozen, the newest first.
package struct SponsorReportList: Hashable, Sendable, Codable {
    package var reports: [SponsorReportAnswer]

    package init(reports: [SponsorReportAnswer]) { self.reports = reports }
}

/// `GET /v1/sponsors/{sponsor}/reports/{period}`: one frozen report.
package struct SponsorReportAnswer: Hashable, Sendable, Codable {
    package var sponsor: Slug
    package var name: Label
    package var period: ReportPeriod
    package var from: LocalDay
    /// The last day of the period.
    package var through: LocalDay
    package var frozenAt: Instant
    /// Counts of fewer people, and what would reveal them, are not told.
    package var smallestCell: Int
    /// Whether it says nothing, because too few are left of those who were covered when the reports began.
    package var isWithheld: Bool
    package var covered: Range
    package var counts: [Count]
    package var improvedPercent: Percent?
    package var adherencePercent: Percent?

    /// A count as it may be told.
    package struct Range: Hashable, Sendable, Codable {
        package var atLeast: Int
        package var atMost: Int?
        /// As people read it, such as `<11`, `22 to 32`, `44 or more`.
        package var shown: String
        /// Whether there are too few, or too few left out, to be told.
        package var isSuppressed: Bool

        package init(_ count: ReportedCount) {
            atLeast = count.atLeast
            atMost = count.atMost
            shown = count.text
            isSuppressed = count.isSuppressed
        }

        package var count: ReportedCount { ReportedCount(atLeast: atLeast, atMost: atMost) }
    }

    package struct Count: Hashable, Sendable, Codable {
        package var measure: ReportMeasure
        package var label: String
        package var people: Range
    }

    package struct Percent: Hashable, Sendable, Codable {
        package var atLeast: Int
        package var atMost: Int

        init(_ share: PercentRange) {
            atLeast = share.atLeast
            atMost = share.atMost
        }
    }

    package init(of sponsor: Sponsor, _ report: SponsorReport, smallestCell: Int, frozenAt: Instant) {
        self.sponsor = sponsor.slug
        name = sponsor.name
        period = report.period
        from = report.period.firstDay
        through = report.period.lastDay
        self.frozenAt = frozenAt
        self.smallestCell = smallestCell
        isWithheld = report.isWithheld
        covered = Range(report.covered)
        counts = report.rows.map { Count(measure: $0.measure, label: $0.measure.label, people: Range($0.count)) }
        improvedPercent = report.improvedShare.map(Percent.init)
        adherencePercent = report.averageAdherence.map(Percent.init)
    }

    /// The report, for whoever draws it or writes it down.
    package var report: SponsorReport {
        SponsorReport(
            period: period, covered: covered.count, settled: 0,
            rows: counts.map { SponsorReport.Row($0.measure, $0.people.count) })
    }
}

/// `PUT /v1/sponsors/{sponsor}/smallest-cell`: how many people must be behind each count, from the next report on.
package struct SmallestCell: Hashable, Sendable, Codable {
    /// 11–1,000, and never less than before.
    package var smallestCell: Int

    package init(smallestCell: Int) { self.smallestCell = smallestCell }
}
