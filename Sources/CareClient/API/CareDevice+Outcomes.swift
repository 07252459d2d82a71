import Care
import ChartSync
public import Foundation
import GRDB

// Questionnaires, and what a member does for themselves.

extension CareDevice {
    /// Records a filled-in questionnaire.
    ///
    /// One with too few answers is recorded, too, and has no score: ask `OutcomeReport.missingAnswers` before.
    @discardableResult
    public func record(_ outcome: OutcomeReport) throws(CareFailure) -> UUID {
        try record(.outcomeResponse(try outcome.response()))
    }

    /// Questionnaires, the latest first.
    public func outcomes(of chart: UUID? = nil) throws(CareFailure) -> [CareRecord<OutcomeReport>] {
        try show(outcomeReading(chart))
    }

    /// Questionnaires as they change, the latest first.
    public func outcomeUpdates(of chart: UUID? = nil) -> CareUpdates<[CareRecord<OutcomeReport>]> {
        updates(outcomeReading(chart))
    }

    private func outcomeReading(_ chart: UUID?) -> @Sendable (Database) throws -> [CareRecord<OutcomeReport>] {
        let chart = chart.map { MemberID($0) }
        return { try ShownChart.outcomes(chart, $0).map { CareRecord($0, OutcomeReport.init) } }
    }

    /// Records ice, heat or a foam roller.
    @discardableResult
    public func record(_ selfCare: SelfCare) throws(CareFailure) -> UUID { try record(.selfCare(try selfCare.log())) }

    /// What the member did for themselves, the latest first.
    public func selfCare(of chart: UUID? = nil) throws(CareFailure) -> [CareRecord<SelfCare>] {
        try show(selfCareReading(chart))
    }

    /// What the member did for themselves, as it changes, the latest first.
    public func selfCareUpdates(of chart: UUID? = nil) -> CareUpdates<[CareRecord<SelfCare>]> {
        updates(selfCareReading(chart))
    }

    private func selfCareReading(_ chart: UUID?) -> @Sendable (Database) throws -> [CareRecord<SelfCare>] {
        let chart = chart.map { MemberID($0) }
        return { try ShownChart.selfCare(chart, $0).map { CareRecord($0, SelfCare.init) } }
    }
}
