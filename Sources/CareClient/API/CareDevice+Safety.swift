import Care
import ChartSync
public import Foundation
import GRDB

// What stands before exercise: a fall, a pause of the plan, and what is to be acknowledged. `chart` is a member's id; on a
// member's device it may be left out.

extension CareDevice {
    /// Records a fall; it pauses the plan at once.
    @discardableResult
    public func record(_ fall: Fall) throws(CareFailure) -> UUID { try record(.fallReport(try fall.report())) }

    /// Falls and near falls, the latest first.
    public func falls(of chart: UUID? = nil) throws(CareFailure) -> [CareRecord<Fall>] {
        try show(fallReading(chart))
    }

    /// Falls and near falls as they change, the latest first.
    public func fallUpdates(of chart: UUID? = nil) -> CareUpdates<[CareRecord<Fall>]> { updates(fallReading(chart)) }

    private func fallReading(_ chart: UUID?) -> @Sendable (Database) throws -> [CareRecord<Fall>] {
        let chart = chart.map { MemberID($0) }
        return { try ShownChart.falls(chart, $0).map { CareRecord($0, Fall.init) } }
    }

    /// Why the plan is paused; nil while it is not.
    public func pause(of chart: UUID? = nil) throws(CareFailure) -> PlanPauseNotice? { try show(pauseReading(chart)) }

    /// The pause as it begins and ends.
    public func pauseUpdates(of chart: UUID? = nil) -> CareUpdates<PlanPauseNotice?> { updates(pauseReading(chart)) }

    private func pauseReading(_ chart: UUID?) -> @Sendable (Database) throws -> PlanPauseNotice? {
        OfflineStore.pauseReading(chart.map { MemberID($0) }, today: TimeZoneName.utc.day(of: Instant(now())))
    }

    /// The disclaimers about exercises that the member has not acknowledged in their current version.
    ///
    /// A session can be recorded all the same: what a member did is never lost.
    public func disclaimersToAcknowledge() throws(CareFailure) -> [DisclaimerToAcknowledge] {
        try show(Self.disclaimerReading)
    }

    /// What is to be acknowledged, as it changes: with a new version of a disclaimer, and with the member's word.
    public func disclaimerUpdates() -> CareUpdates<[DisclaimerToAcknowledge]> { updates(Self.disclaimerReading) }

    private static let disclaimerReading: @Sendable (Database) throws -> [DisclaimerToAcknowledge] = { database in
        try ShownChart.disclaimersToAcknowledge(nil, database).map(DisclaimerToAcknowledge.init)
    }

    /// Records that the member has read a disclaimer.
    @discardableResult
    public func acknowledge(
        _ disclaimer: DisclaimerToAcknowledge, timeZone: String = TimeZone.current.identifier
    ) throws(CareFailure) -> UUID {
        var fields = FieldReading()
        let moment = fields.moment(now(), timeZone)
        let slug = fields.required("disclaimer", Slug(disclaimer.id), "must be the name of a disclaimer")
        guard let moment, let slug else { return try fields.finished(nil) }
        try fields.finished(())
        return try record(
            .disclaimerAcknowledgement(
                DisclaimerAcknowledgement(moment: moment, disclaimer: slug, disclaimerVersion: disclaimer.version)))
    }
}
