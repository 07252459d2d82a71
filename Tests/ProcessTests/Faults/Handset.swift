import Care
import ChartSync
import Foundation
import StrictJSON
import Synchronization

/// A member's device that speaks the protocol by hand, and keeps a journal of all that it sent and was told.
///
/// It keeps the client's half of the contract (`sync.md` §2): a batch that was not answered is sent again as it was, byte for
/// byte, until it is.
final class Handset: Sendable {
    /// What the service must hold of a row when everything has been acknowledged.
    struct Expected: Hashable, Sendable {
        var kind: RowKind
        /// The text in it that no other mutation carries; nil once it was deleted.
        var marker: String?
        /// The number of the mutation that last changed it.
        var seq: Int64
    }

    /// What a mutation was told; the same on every repeat.
    struct Told: Hashable, Sendable {
        var status: Outcome.Status
        var version: Int64
        var reason: SetAsideReason?
    }

    struct Journal: Sendable {
        var rows: [RowID: Expected] = [:]
        var told: [Int64: Told] = [:]
        /// Every batch as it was sent, in order.
        var batches: [[UInt8]] = []
        var lastSeq: Int64 = 0
        /// What the service said that the contract rules out.
        var contradictions: [String] = []
        /// Batches that had to be sent again because nobody knew what became of them.
        var unknownCount = 0
        var isStopped = false
    }

    let name: String
    let member: MemberID
    let device: Cohort.Device
    private let endpoint: Endpoint
    private let journal = Mutex(Journal())
    private let copy = Mutex(ChartCopy())

    init(_ name: String, _ device: Cohort.Device, of member: MemberID, through endpoint: Endpoint) {
        self.name = name
        self.device = device
        self.member = member
        self.endpoint = endpoint
    }

    /// Everything that it has noted so far.
    var notes: Journal { journal.withLock(\.self) }
    var contradictions: [String] { journal.withLock(\.contradictions) }
    var acknowledgedCount: Int { journal.withLock { $0.told.count } }
    /// Its copy of the chart.
    var held: ChartCopy { copy.withLock(\.self) }

    func stop() { journal.withLock { $0.isStopped = true } }

    private var isStopped: Bool { journal.withLock(\.isStopped) }

    /// Records and sends until it is stopped, and then until nothing waits; stands still, so it needs its own thread.
    func work(seed: UInt64) throws {
        var recorder = Recorder(name: name, seed: seed)
        let conversation = HTTPConversation(with: endpoint)
        while !isStopped {
            let mutations = try journal.withLock { try recorder.batch(for: &$0) }
            try send(try batch(of: mutations), in: conversation)
            if recorder.pullsNow { try pull(in: conversation) }
        }
        try pullAll(in: conversation)
    }

    /// Fetches what others did after this one had stopped.
    func catchUp() throws { try pullAll(in: HTTPConversation(with: endpoint)) }

    /// Sends everything that it ever sent once more: whoever has an outcome gets the same one.
    func sendAgain() throws {
        let conversation = HTTPConversation(with: endpoint)
        for batch in notes.batches { try send(batch, in: conversation, isRepeat: true) }
    }

    // MARK: Pushing

    private func batch(of mutations: [Mutation]) throws -> [UInt8] {
        JSONWriter.write(
            try JSONValue.encoding(
                PushRequest(
                    device: device.id, schema: ProtocolVersion.current, clientTime: .now,
                    charts: [PushRequest.Slice(chart: member, mutations: mutations)])))
    }

    private func send(_ batch: [UInt8], in conversation: HTTPConversation, isRepeat: Bool = false) throws {
        if !isRepeat { journal.withLock { $0.batches.append(batch) } }
        let request = HTTPMessage.request("POST", "/v1/sync/push", token: device.token, body: batch)
        let answer = try definite(request, in: conversation)
        guard answer.status == 200 else { return contradict("a push was answered \(answer.startLine)") }
        let slices = try Self.decode(PushAnswer.self, answer.body).charts
        guard let slice = slices.first, slices.count == 1, slice.chart == member else {
            return contradict("a push of one chart was answered with \(slices.count)")
        }
        if let problem = slice.problem { return contradict("a push was refused: \(problem), at \(slice.lastSeq)") }
        note(slice.outcomes)
    }

    private func note(_ outcomes: [Outcome]) {
        journal.withLock { journal in
            for outcome in outcomes {
                let told = Told(status: outcome.status, version: outcome.version, reason: outcome.reason)
                if told.status != .applied {
                    journal.contradictions.append("\(name): \(outcome.seq) was \(told.status)")
                }
                if let earlier = journal.told.updateValue(told, forKey: outcome.seq), earlier != told {
                    journal.contradictions.append("\(name): \(outcome.seq) was \(earlier), then \(told)")
                }
            }
        }
    }

    /// Repeats a request until its outcome is known.
    private func definite(_ request: HTTPMessage, in conversation: HTTPConversation) throws -> HTTPMessage {
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline {
            if let answer = conversation.answer(to: request), answer.status < 500 { return answer }
            journal.withLock { $0.unknownCount += 1 }
            // While nobody answers, there is no point in asking without a breath.
            Thread.sleep(forTimeInterval: 0.01)
        }
        throw NotAsExpected("\(name) got no answer for 120 s: \(request.startLine)")
    }

    // MARK: Pulling

    private func pullAll(in conversation: HTTPConversation) throws {
        for _ in 0..<10_000 {
            guard try pull(in: conversation) else { return }
        }
        contradict("a pull does not come to an end")
    }

    /// Takes one answer; whether more waits.
    @discardableResult
    private func pull(in conversation: HTTPConversation) throws -> Bool {
        let cursor = copy.withLock(\.cursor)
        let body = PullRequest(
            device: device.id, schema: ProtocolVersion.current, clientTime: .now,
            scopes: [ScopeRequest(.chart(member), cursor: cursor)], limit: 200)
        let request = HTTPMessage.request(
            "POST", "/v1/sync/pull", token: device.token, body: JSONWriter.write(try JSONValue.encoding(body)))
        let answer = try definite(request, in: conversation)
        guard answer.status == 200 else {
            contradict("a pull was answered \(answer.startLine)")
            return false
        }
        let pulled = try Self.decode(PullAnswer.self, answer.body)
        copy.withLock { copy in
            for page in pulled.pages { copy.keep(page) }
        }
        return pulled.more
    }

    private func contradict(_ what: String) {
        journal.withLock {
            $0.contradictions.append("\(name): \(what)")
            // It could only say the same again.
            $0.isStopped = true
        }
    }

    private static func decode<Wanted: Decodable>(_ type: Wanted.Type, _ body: [UInt8]) throws -> Wanted {
        var limits = JSONLimits()
        limits.bodyBytes = 16 << 20
        return try JSONReader.read(body, limits: limits).decode(unknownFields: .ignore)
    }
}
