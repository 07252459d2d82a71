import Care
import ChartSync
import Foundation
import StrictJSON
import Synchronization

/// A device that writes to one chart as fast as it is answered, and notes what each of its rows became.
final class Writer: Sendable {
    /// What a reader of the whole chart must have been given in the end.
    struct Written: Sendable {
        /// The version that each row has now, by id; what was deleted is in it as well.
        var versions: [String: Int64] = [:]
        var deleted: Set<String> = []
        var acknowledgedCount = 0
    }

    let member: MemberID
    private let device: Cohort.Device
    private let endpoint: Endpoint
    private let written = Mutex(Written())
    private let stopped = Mutex(false)

    init(_ device: Cohort.Device, of member: MemberID, to endpoint: Endpoint) {
        self.device = device
        self.member = member
        self.endpoint = endpoint
    }

    var result: Written { written.withLock(\.self) }

    func stop() { stopped.withLock { $0 = true } }

    /// Sends so many batches, or until it is stopped; stands still, so it needs its own thread.
    ///
    /// Each batch inserts two rows, changes the first of the batch before, and deletes the second of the batch before that:
    /// rows move up, appear and vanish while somebody pages through them.
    func work(batches: Int) throws {
        let conversation = HTTPConversation(with: endpoint)
        var seq: Int64 = 0
        var shoes: [(row: RowID, version: Int64)] = []
        var checkIns: [RowID] = []
        for _ in 0..<batches {
            if stopped.withLock(\.self) { return }
            let (shoe, checkIn) = (RowID.make(at: .now), RowID.make(at: .now))
            var mutations: [Mutation] = []
            func add(_ kind: RowKind, _ op: RowOperation, _ row: RowID, base: Int64? = nil, _ body: JSONValue?) {
                seq += 1
                mutations.append(
                    Mutation(seq: seq, kind: kind.rawValue, op: op.rawValue, row: row, base: base, body: body))
            }
            add(.shoe, .insert, shoe, ["label": "Blue pair", "inUseFrom": "2026-01-05", "startMeters": 0])
            guard let pain = PainScore(3) else { throw NotAsExpected("3 is no score") }
            let content = CheckIn(moment: LocalMoment(.now, in: .utc), about: .now, pain: pain)
            add(.checkIn, .insert, checkIn, try RowContent.checkIn(content).body())
            if let last = shoes.last {
                add(.shoe, .update, last.row, base: last.version, ["label": "Red pair \(seq)"])
            }
            if checkIns.count > 1 { add(.checkIn, .delete, checkIns.removeFirst(), nil) }
            let outcomes = try push(mutations, in: conversation)
            note(mutations, outcomes)
            shoes.append((shoe, outcomes[0].version))
            checkIns.append(checkIn)
        }
    }

    private func push(_ mutations: [Mutation], in conversation: HTTPConversation) throws -> [Outcome] {
        let body = JSONWriter.write(
            try JSONValue.encoding(
                PushRequest(
                    device: device.id, schema: ProtocolVersion.current, clientTime: .now,
                    charts: [PushRequest.Slice(chart: member, mutations: mutations)])))
        let request = HTTPMessage.request("POST", "/v1/sync/push", token: device.token, body: body)
        // Under pressure the service may ask for patience, and the batch is sent again as it was.
        for _ in 0..<1_000 {
            guard let answer = conversation.answer(to: request), answer.status < 500 else {
                Thread.sleep(forTimeInterval: 0.01)
                continue
            }
            let decoded = try JSONReader.read(answer.body).decode(PushAnswer.self, unknownFields: .ignore)
            guard let slice = decoded.charts.first, slice.outcomes.map(\.seq) == mutations.map(\.seq) else {
                throw NotAsExpected("a push was answered \(decoded)")
            }
            return slice.outcomes
        }
        throw NotAsExpected("a push was never answered")
    }

    private func note(_ mutations: [Mutation], _ outcomes: [Outcome]) {
        written.withLock { written in
            for (mutation, outcome) in zip(mutations, outcomes) {
                written.versions[mutation.row.description] = outcome.version
                if mutation.op == RowOperation.delete.rawValue { written.deleted.insert(mutation.row.description) }
                written.acknowledgedCount += 1
            }
        }
    }
}
