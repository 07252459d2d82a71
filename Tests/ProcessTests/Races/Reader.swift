import Care
import ChartSync
import Foundation
import StrictJSON
import Synchronization

/// A device that follows scopes page by page while others write.
final class Reader: Sendable {
    private struct State {
        var copies: [Scope: ChartCopy] = [:]
        /// The version at which the panel last showed each chart, and the one that its copy has come to.
        var shown: [MemberID: Int64] = [:]
        var reached: [MemberID: Int64] = [:]
        var isStopped = false
        var pageCount = 0
    }

    private let device: Cohort.Device
    private let endpoint: Endpoint
    /// The chart that is followed; nil for all of the panel.
    private let member: MemberID?
    private let state = Mutex(State())

    /// Follows one chart.
    init(_ device: Cohort.Device, of member: MemberID, from endpoint: Endpoint) {
        self.device = device
        self.member = member
        self.endpoint = endpoint
    }

    /// Follows whatever charts the panel shows to have moved, as a PT's device does.
    init(_ device: Cohort.Device, ofPanelFrom endpoint: Endpoint) {
        self.device = device
        self.member = nil
        self.endpoint = endpoint
    }

    func stop() { state.withLock { $0.isStopped = true } }

    var pageCount: Int { state.withLock(\.pageCount) }

    /// Its copy of a chart.
    func copy(of member: MemberID) -> ChartCopy { state.withLock { $0.copies[.chart(member)] ?? ChartCopy() } }

    /// Pulls until it is stopped, and then until there is no more; stands still, so it needs its own thread.
    func work(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let conversation = HTTPConversation(with: endpoint)
        while true {
            // Asked before the pull: what was written before the stop is then in it, or in one that follows.
            let isStopped = state.withLock(\.isStopped)
            let more = try pull(limit: Int.random(in: 1...25, using: &generator), in: conversation)
            if isStopped && !more { return }
        }
    }

    /// Whether something is still on its way.
    private func pull(limit: Int, in conversation: HTTPConversation) throws -> Bool {
        if let member { return try pull([.chart(member)], limit: limit, in: conversation) }
        let more = try pull([.panel], limit: limit, in: conversation)
        let behind = state.withLock { state in
            state.shown.filter { state.reached[$0.key, default: -1] < $0.value }.keys.sorted()
        }
        if behind.isEmpty { return more }
        // A few at a time: others wait, and move on meanwhile.
        _ = try pull(behind.prefix(4).map { .chart($0) }, limit: limit, in: conversation)
        return true
    }

    private func pull(_ scopes: [Scope], limit: Int, in conversation: HTTPConversation) throws -> Bool {
        let asked = state.withLock { state in scopes.map { ScopeRequest($0, cursor: state.copies[$0]?.cursor) } }
        let body = PullRequest(
            device: device.id, schema: ProtocolVersion.current, clientTime: .now, scopes: asked, limit: limit)
        let request = HTTPMessage.request(
            "POST", "/v1/sync/pull", token: device.token, body: JSONWriter.write(try JSONValue.encoding(body)))
        for _ in 0..<1_000 {
            guard let answer = conversation.answer(to: request), answer.status < 500 else {
                Thread.sleep(forTimeInterval: 0.01)
                continue
            }
            guard answer.status == 200 else {
                throw NotAsExpected(
                    "a pull was answered \(answer.startLine): \(String(decoding: answer.body, as: UTF8.self))")
            }
            let pulled = try JSONReader.read(answer.body).decode(PullAnswer.self, unknownFields: .ignore)
            keep(pulled)
            return pulled.more
        }
        throw NotAsExpected("a pull was never answered")
    }

    private func keep(_ answer: PullAnswer) {
        state.withLock { state in
            state.pageCount += answer.pages.count
            for page in answer.pages {
                state.copies[page.scope, default: ChartCopy()].keep(page)
                switch page.scope {
                case .chart(let member): if page.consistent { state.reached[member] = page.to }
                case .panel:
                    for row in page.rows {
                        if let member = MemberID(row.id) { state.shown[member] = row.version }
                    }
                case .catalog: break
                }
            }
        }
    }
}
