import Care
import ChartSync
public import Foundation
import GRDB
import StrictJSON

// What stands before exercise: a pause of the plan, and what is to be acknowledged. `chart` is a member's id; on a member's
// device it may be left out.

extension CareDevice {
    /// Records a filled-in questionnaire.
    @discardableResult
    public func record(_ outcome: OutcomeReport) throws(CareFailure) -> UUID {
        try record(.outcomeResponse(try outcome.response()))
    }

    /// Records a fall; it pauses the plan at once.
    @discardableResult
    public func record(_ fall: Fall) throws(CareFailure) -> UUID { try record(.fallReport(try fall.report())) }

    /// Questionnaires, the latest first.
    public func outcomes(of chart: UUID? = nil) throws(CareFailure) -> [CareRecord<OutcomeReport>] {
        let chart = chart.map { MemberID($0) }
        return try reading { store throws(StoreError) in
            try store.read { database in
                let entries: [ChartEntry<OutcomeResponse>] = try ShownChart.entries(
                    .outcomeResponse, of: chart, database)
                return entries.sorted { $0.content.moment.at > $1.content.moment.at }
            }
        }.map { CareRecord($0, OutcomeReport.init) }
    }

    /// Why the plan is paused; nil while it is not.
    public func pause(of chart: UUID? = nil) throws(CareFailure) -> PlanPauseNotice? {
        let read = pauseReading(chart)
        return try reading { store throws(StoreError) in try store.read(read) }
    }

    /// The pause as it begins and ends.
    public func pauseUpdates(of chart: UUID? = nil) -> CareUpdates<PlanPauseNotice?> {
        CareUpdates(store.observing(pauseReading(chart)))
    }

    private func pauseReading(_ chart: UUID?) -> @Sendable (Database) throws -> PlanPauseNotice? {
        OfflineStore.pauseReading(chart.map { MemberID($0) }, today: TimeZoneName.utc.day(of: Instant(now())))
    }

    /// The disclaimers about exercises that the member has not acknowledged in their current version.
    ///
    /// A session can be recorded all the same: what a member did is never lost.
    public func disclaimersToAcknowledge() throws(CareFailure) -> [DisclaimerToAcknowledge] {
        try reading { store throws(StoreError) in
            try store.read { database in
                let known: [ChartEntry<DisclaimerAcknowledgement>] = try ShownChart.entries(
                    .disclaimerAcknowledgement, of: nil, database)
                return try Self.currentDisclaimers(database).filter { disclaimer in
                    !known.contains {
                        $0.content.disclaimer.description == disclaimer.id
                            && $0.content.disclaimerVersion >= disclaimer.version
                    }
                }
            }
        }
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

    /// The highest published version of each, from the copy of the catalog.
    private static func currentDisclaimers(_ database: Database) throws -> [DisclaimerToAcknowledge] {
        var current: [String: DisclaimerToAcknowledge] = [:]
        for row in try RowTable.rows(.catalog, kind: "disclaimer", database) {
            guard let version = row.body["version"]?.integerValue.map(Int.init),
                let disclaimer = Self.disclaimer(row.body["disclaimer"]), disclaimer.appliesTo == .exercises,
                (current[disclaimer.slug.description]?.version ?? 0) < version
            else { continue }
            current[disclaimer.slug.description] = DisclaimerToAcknowledge(
                id: disclaimer.slug.description, version: version, title: disclaimer.title.description,
                text: disclaimer.text.description)
        }
        return current.values.sorted { $0.id < $1.id }
    }

    /// Nil for one that only a newer version can read.
    private static func disclaimer(_ body: JSONValue?) -> Disclaimer? {
        guard let body else { return nil }
        do throws(JSONProblem) {
            return try body.decode(Disclaimer.self, unknownFields: .ignore)
        } catch {
            return nil
        }
    }
}
