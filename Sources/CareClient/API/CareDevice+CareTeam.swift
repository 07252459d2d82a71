import Care
import ChartSync
public import Foundation
import GRDB

// What a member and their care team say to each other, see each other for and aim at. `chart` is a member's id; on a
// member's device it may be left out.

extension CareDevice {
    /// Messages in the order in which they were written, the latest last.
    public func messages(of chart: UUID? = nil) throws(CareFailure) -> [CareRecord<CareMessage>] {
        try show(messageReading(chart))
    }

    /// Messages as they come and are read, the latest last.
    public func messageUpdates(of chart: UUID? = nil) -> CareUpdates<[CareRecord<CareMessage>]> {
        updates(messageReading(chart))
    }

    private func messageReading(_ chart: UUID?) -> @Sendable (Database) throws -> [CareRecord<CareMessage>] {
        let chart = chart.map { MemberID($0) }
        return { database in
            let shown = try ShownChart.conversation(chart, database)
            return shown.conversation.entries.map {
                CareRecord($0, isWaiting: shown.waiting.contains($0.message.id))
            }
        }
    }

    /// Writes to the care team, or on a practitioner's device to the member.
    @discardableResult
    public func send(_ text: String, to chart: UUID? = nil) throws(CareFailure) -> UUID {
        var fields = FieldReading()
        let note = fields.required("text", Note(text), "must be 1 to 4000 bytes of text without control characters")
        let text = try fields.finished(note)
        let instant = Instant(now())
        return try reading { store throws(StoreError) in
            try store.send(text, to: chart.map { MemberID($0) }, at: instant).row.uuid
        }
    }

    /// Says that what the other side wrote was read; the writer sees it, and so do the reader's other devices.
    ///
    /// - Parameter messages: Their ids; nil for all that are there.
    /// - Returns: How many were not read before.
    @discardableResult
    public func markMessagesRead(_ messages: [UUID]? = nil, of chart: UUID? = nil) throws(CareFailure) -> Int {
        let instant = Instant(now())
        return try reading { store throws(StoreError) in
            try store.markRead(messages?.map { RowID($0) }, of: chart.map { MemberID($0) }, at: instant)
        }
    }

    /// Visits, the latest first: those that are planned stand before those that were.
    public func visits(of chart: UUID? = nil) throws(CareFailure) -> [CareRecord<CareVisit>] {
        try show(visitReading(chart))
    }

    /// Visits as they are planned, moved and held, the latest first.
    public func visitUpdates(of chart: UUID? = nil) -> CareUpdates<[CareRecord<CareVisit>]> {
        updates(visitReading(chart))
    }

    private func visitReading(_ chart: UUID?) -> @Sendable (Database) throws -> [CareRecord<CareVisit>] {
        let chart = chart.map { MemberID($0) }
        return { try ShownChart.visits(chart, $0).map { CareRecord($0, CareVisit.init) } }
    }

    /// Goals, in the order in which they were set.
    public func goals(of chart: UUID? = nil) throws(CareFailure) -> [CareRecord<CareGoal>] {
        try show(goalReading(chart))
    }

    /// Goals as they change, in the order in which they were set.
    public func goalUpdates(of chart: UUID? = nil) -> CareUpdates<[CareRecord<CareGoal>]> {
        updates(goalReading(chart))
    }

    private func goalReading(_ chart: UUID?) -> @Sendable (Database) throws -> [CareRecord<CareGoal>] {
        let chart = chart.map { MemberID($0) }
        return { try ShownChart.goals(chart, $0).map { CareRecord($0, CareGoal.init) } }
    }

    /// Records what the member wants to be able to do again.
    @discardableResult
    public func record(_ goal: CareGoal) throws(CareFailure) -> UUID { try record(.goal(try goal.goal())) }

    /// Changes a goal; only what differs is sent.
    public func change(_ id: UUID, to goal: CareGoal) throws(CareFailure) {
        let changed = RowContent.goal(try goal.goal())
        let instant = Instant(now())
        _ = try reading { store throws(StoreError) in try store.change(RowID(id), to: changed, at: instant) }
    }
}
