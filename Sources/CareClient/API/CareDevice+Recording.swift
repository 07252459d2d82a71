import Care
import ChartSync
public import Foundation

// Recording needs no network: it is on the disk when the call returns, shows in every read at once, and goes out with the
// next sync. Each returns the id of the record.

extension CareDevice {
    /// Records how much it hurts.
    @discardableResult
    public func record(_ report: PainReport) throws(CareFailure) -> UUID {
        try record(.checkIn(try report.checkIn()))
    }

    /// Records what was done.
    @discardableResult
    public func record(_ session: LoggedSession) throws(CareFailure) -> UUID {
        try record(.sessionLog(try session.sessionLog()))
    }

    /// Records a run.
    @discardableResult
    public func record(_ run: LoggedRun) throws(CareFailure) -> UUID {
        try record(.runLog(try run.runLog()))
    }

    /// Records a pair of shoes, which runs then name by its id.
    @discardableResult
    public func record(_ shoe: RunningShoe) throws(CareFailure) -> UUID {
        try record(.shoe(try shoe.shoe()))
    }

    /// Changes a pair of shoes; only what differs is sent.
    public func change(_ id: UUID, to shoe: RunningShoe) throws(CareFailure) {
        let shown = try reading { store throws(StoreError) in try store.shoes() }.first { $0.row.uuid == id }
        let changed = try shoe.shoe(over: shown?.content)
        let instant = Instant(now())
        _ = try reading { store throws(StoreError) in try store.change(RowID(id), to: changed, at: instant) }
    }

    /// Records a corrected report in place of one that was set aside, which is dismissed with it.
    @discardableResult
    public func record(_ report: PainReport, insteadOf setAside: UUID) throws(CareFailure) -> UUID {
        try record(.checkIn(try report.checkIn()), insteadOf: setAside)
    }

    /// Records a corrected session in place of one that was set aside, which is dismissed with it.
    @discardableResult
    public func record(_ session: LoggedSession, insteadOf setAside: UUID) throws(CareFailure) -> UUID {
        try record(.sessionLog(try session.sessionLog()), insteadOf: setAside)
    }

    /// Records a corrected run in place of one that was set aside, which is dismissed with it.
    @discardableResult
    public func record(_ run: LoggedRun, insteadOf setAside: UUID) throws(CareFailure) -> UUID {
        try record(.runLog(try run.runLog()), insteadOf: setAside)
    }

    /// Records a corrected questionnaire in place of one that was set aside, which is dismissed with it.
    @discardableResult
    public func record(_ outcome: OutcomeReport, insteadOf setAside: UUID) throws(CareFailure) -> UUID {
        try record(.outcomeResponse(try outcome.response()), insteadOf: setAside)
    }

    /// Records a corrected fall in place of one that was set aside, which is dismissed with it.
    @discardableResult
    public func record(_ fall: Fall, insteadOf setAside: UUID) throws(CareFailure) -> UUID {
        try record(.fallReport(try fall.report()), insteadOf: setAside)
    }

    /// Records corrected self-care in place of one that was set aside, which is dismissed with it.
    @discardableResult
    public func record(_ selfCare: SelfCare, insteadOf setAside: UUID) throws(CareFailure) -> UUID {
        try record(.selfCare(try selfCare.log()), insteadOf: setAside)
    }

    /// Leaves something aside for good that the service has rejected.
    public func dismiss(setAside id: UUID, note: String? = nil) throws(CareFailure) {
        var fields = FieldReading()
        let note = fields.note(note)
        try fields.finished(())
        let instant = Instant(now())
        _ = try reading { store throws(StoreError) in
            try store.dismiss(setAside: RowID(id), note: note, at: instant)
        }
    }

    /// Withdraws a pain report, session, run, pair of shoes, questionnaire, fall or self-care.
    public func withdraw(_ id: UUID) throws(CareFailure) {
        let instant = Instant(now())
        let row = RowID(id)
        try reading { store throws(StoreError) in
            for kind in [RowKind.checkIn, .sessionLog, .runLog, .shoe, .outcomeResponse, .fallReport, .selfCare] {
                do throws(StoreError) {
                    _ = try store.withdraw(row, kind: kind, at: instant)
                    return
                } catch .unknownRow {
                    // Then it is of another kind, or not there at all.
                }
            }
            throw .unknownRow(row)
        }
    }

    func record(_ content: RowContent) throws(CareFailure) -> UUID {
        let instant = Instant(now())
        return try reading { store throws(StoreError) in try store.record(content, at: instant).row.uuid }
    }

    private func record(_ content: RowContent, insteadOf setAside: UUID) throws(CareFailure) -> UUID {
        let instant = Instant(now())
        return try reading { store throws(StoreError) in
            try store.recordAgain(content, insteadOf: RowID(setAside), at: instant).row.uuid
        }
    }
}
