import Care
import ChartSync
import GRDB
import StrictJSON

// What was acknowledged is on one place. If the service is restored from a backup that is older, only this device has it.
extension SyncEngine {
    static let noSuchChart = SyncError.refused(
        status: 200, problem: SliceProblem.notFound.rawValue, detail: "the service has no such chart for this device")

    /// Sends what waits for a chart whose copy has to go, and what a restore has taken, and learns how far that is on a second
    /// place; after the purge nobody has it any more.
    func handOver(_ chart: MemberID, into report: inout SyncReport) async throws(SyncError) {
        do throws(SyncError) {
            let waiting = try changed { database in
                let waiting = try OutboxTable.waitingCount(chart, database)
                guard waiting == 0, try OutboxTable.lastAcknowledged(chart, database) == nil else { return waiting }
                // Nothing of this identity would show what became of what was acknowledged to an earlier one.
                return try OutboxTable.requeueAllEarlier(chart, database)
            }
            // The answer to what waits tells as much.
            if waiting == 0 { try await askAgain(chart, into: &report) }
            try await push(chart, into: &report)
        } catch .refused {
            // It stands beside the chart's entries; the service has decided, and the copy has to go.
        }
    }

    /// Without the copy, keeps what is on no second place yet, if there ever is one.
    static func beginHandingOver(_ chart: MemberID, durableThrough: Int64?, _ database: Database) throws {
        try OutboxTable.giveUp(chart, durableThrough: durableThrough, database)
        // Under which numbers it was sent, this device cannot ask any more.
        _ = try OutboxTable.requeueAllEarlier(chart, database)
        try ChartTable.setHandsOver(true, chart, database)
    }

    /// Asks once in each sync whether what was handed over is on a second place by now.
    func askAfterHandedOver(into report: inout SyncReport) async throws(SyncError) {
        for chart in try stored({ store throws(StoreError) in try store.read(ChartTable.handingOver) }) {
            do throws(SyncError) {
                try await askAgain(chart, into: &report)
            } catch {
                switch error {
                case .refused, .misbehaved, .cursorsRefused: continue
                // Another time: what waits is tried all the same, and says what is wrong.
                case .busy, .noAnswer: return
                case .signedOut, .revoked, .store: throw error
                }
            }
        }
    }

    /// Sends the last acknowledged mutation of a chart once more, where nothing else waits there.
    ///
    /// The answer shows whether this is still the life of the service that has it, and how far it is on a second place. What a
    /// restore has taken waits afterwards.
    func askAgain(_ chart: MemberID, into report: inout SyncReport) async throws(SyncError) {
        let instant = now()
        let uptime = uptimeMilliseconds()
        let question: (body: [UInt8], epoch: String?)? = try stored { store throws(StoreError) in
            try store.read { database in
                guard try OutboxTable.waitingCount(chart, database) == 0,
                    let last = try OutboxTable.lastAcknowledged(chart, database)
                else { return nil }
                let request = PushRequest(
                    device: try DeviceTable.owner(database).device.id, schema: ProtocolVersion.current,
                    clientTime: instant, monotonicMilliseconds: uptime,
                    charts: [.init(chart: chart, mutations: [last.mutation])])
                return (JSONWriter.write(try JSONValue.encoding(request)), last.epoch)
            }
        }
        guard let question else { return }
        let answer = try await authorised("POST", "/v1/sync/push", question.body)
        guard answer.isSuccess else { throw refusal(answer) }
        let slice = try slice(of: answer, for: chart)
        report.requeued += try changed { database in
            switch slice.problem {
            case nil where slice.epoch == question.epoch:
                try Self.noteDurable(slice, database)
                return 0
            case .notFound: return try Self.keepForAnotherLife(chart, database)
            case nil, .sequenceGap, .deviceForked:
                return try OutboxTable.requeue(chart, in: slice.epoch, above: slice.lastSeq, database)
            }
        }
        if slice.problem == .notFound { throw Self.noSuchChart }
    }

    /// Whoever was acknowledged for a chart that has to go, and is not known there any more, was so in another life of the
    /// service: it goes again when they are known.
    static func keepForAnotherLife(_ chart: MemberID, _ database: Database) throws -> Int {
        let state = try ScopeTable.state(of: .chart(chart), database)
        guard state == nil || state?.dropReason != nil else { return 0 }
        return try OutboxTable.requeue(chart, in: nil, above: 0, database)
    }

    /// Forgets what an answer to a push shows to be on a second place.
    static func noteDurable(_ slice: SliceAnswer, _ database: Database) throws {
        guard var state = try ScopeTable.state(of: .chart(slice.chart), database) else {
            if try ChartTable.handsOver(slice.chart, database) {
                return try OutboxTable.giveUp(slice.chart, durableThrough: slice.durableThrough, database)
            }
            // Its holder does not want a copy of the chart: there is none that has to show what is forgotten.
            return try OutboxTable.forget(
                slice.chart, ackedSeq: .max, durableThrough: slice.durableThrough, database)
        }
        // A page says first what a number of another life means.
        guard state.epoch.isEmpty || state.epoch == slice.epoch else { return }
        if let durableThrough = slice.durableThrough, durableThrough != state.durableThrough {
            state.durableThrough = durableThrough
            try ScopeTable.save(state, database)
        }
        try OutboxTable.forget(
            slice.chart, ackedSeq: state.ackedSeq, durableThrough: state.durableThrough, database)
    }
}
