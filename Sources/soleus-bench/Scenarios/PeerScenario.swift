import ArgumentParser
import Care
import ChartSync
import Foundation
import LoadClient
import Population
import Postgres
import StrictJSON

/// Another service on the same database that takes the same pushes, for comparison.
struct Peer: Hashable, Sendable, ExpressibleByArgument {
    enum Form: Hashable, Sendable {
        /// It takes the body that Soleus takes, at `/push`.
        case push
        /// It takes records one by one, bundled by Kinto's batch endpoint.
        case kintoBatch
    }

    var name: String
    var port: Int
    var pid: Int32

    var form: Form { name == "kinto" ? .kintoBatch : .push }

    /// `name:port:pid`.
    init?(argument: String) {
        let parts = argument.split(separator: ":")
        guard parts.count == 3, let port = Int(parts[1]), let pid = Int32(parts[2]) else { return nil }
        self.name = String(parts[0])
        self.port = port
        self.pid = pid
    }
}

/// Pushes of 20 to a peer, each to another chart.
struct PeerScenario: Sendable {
    let peer: Peer
    let connections: Int
    let seconds: Double

    private static let size = 20
    /// Each peer finds the tables empty and every device before its first push.
    private static let emptyTables = """
        TRUNCATE peer.session_log, peer.session_item, peer.session_set, peer.check_in, peer.run_log, peer.audit;
        UPDATE peer.chart SET version = 0, last_seq = 0 WHERE version > 0;
        """
    /// Peers are slower by factors, and need fewer requests made for them.
    private var ratePerSecond: Double { peer.form == .kintoBatch ? 20 : 1_500 }

    func run(_ installation: Installation) async throws -> Figure {
        let wanted = max(connections, Int(seconds * ratePerSecond))
        let people = installation.people(min(wanted, 20_000), of: installation.outline.ordinary)
        guard people.count >= connections else {
            throw BenchProblem.tooFew(what: "charts for pushes", wanted: connections)
        }
        let rounds = max(1, (wanted + people.count - 1) / people.count)
        switch peer.form {
        case .push: try await installation.database.transaction { try $0.runScript(Self.emptyTables) }
        case .kintoBatch: try await prepareKinto(people)
        }
        let lanes = try await lanes(people, rounds: rounds)
        var measured = installation
        measured.processes.service = peer.pid
        let meter = Meter(measured)
        try await meter.settle()
        let (outcome, cost) = try await meter.measure {
            try await LoadRun.closed(lanes, port: peer.port, seconds: seconds, keepsBodies: true)
        }
        // A batch is answered 200 whatever became of its parts.
        for body in outcome.lastBodies.values where !Self.isGood(body, peer.form) {
            throw BenchProblem.refused(
                what: "a push to \(peer.name)", status: 200, body: String(decoding: body.prefix(400), as: UTF8.self))
        }
        return Figure(peer.name, connections: connections, outcome: outcome, cost: cost, mutations: Self.size)
    }

    private static func isGood(_ body: [UInt8], _ form: Peer.Form) -> Bool {
        let text = String(decoding: body, as: UTF8.self)
        return form == .kintoBatch
            ? text.components(separatedBy: "\"status\": 201").count
                + text.components(separatedBy: "\"status\":201").count
                == size + 2
            : text.contains("lastSeq")
    }

    @concurrent private func lanes(_ people: [Person], rounds: Int) async throws -> [[[UInt8]]] {
        var lanes = [[[UInt8]]](repeating: [], count: connections)
        for round in 0..<rounds {
            for (position, person) in people.enumerated() {
                var recordings = Recordings(of: person, after: Int64(round * Self.size), at: .now)
                let mutations = try recordings.next(Self.size)
                lanes[position % connections].append(
                    peer.form == .kintoBatch
                        ? try Self.batch(mutations, of: person) : try Self.push(mutations, of: person))
            }
        }
        return lanes
    }

    private static func push(_ mutations: [Mutation], of person: Person) throws -> [UInt8] {
        try SyncRequests.post(
            "/push",
            PushRequest(
                device: person.device, schema: ProtocolVersion.current, clientTime: .now,
                charts: [PushRequest.Slice(chart: person.member, mutations: mutations)]),
            token: person.accessToken)
    }

    // MARK: Kinto

    /// One bucket for all, and a collection for each chart, as Kinto's documentation advises for data of many people.
    private func prepareKinto(_ people: [Person]) async throws {
        let port = peer.port
        try await LoadRun.onThread {
            let conversation = LoadConversation(port: port)
            _ = try conversation.ask(Self.kinto("PUT", "/v1/buckets/soleus", ["data": [:]]))
            for person in people {
                let path = "/v1/buckets/soleus/collections/\(person.member)"
                let (status, body) = try conversation.ask(Self.kinto("PUT", path, ["data": [:]]))
                guard status == 200 || status == 201 else {
                    throw BenchProblem.refused(
                        what: "a collection of Kinto", status: status,
                        body: String(decoding: body.prefix(400), as: UTF8.self))
                }
            }
        }
    }

    private static func batch(_ mutations: [Mutation], of person: Person) throws -> [UInt8] {
        let requests = mutations.map { mutation -> JSONValue in
            [
                "method": "PUT",
                "path": .string("/buckets/soleus/collections/\(person.member)/records/\(mutation.row)"),
                "body": ["data": mutation.body ?? [:]],
            ]
        }
        return kinto("POST", "/v1/batch", ["requests": .array(requests)])
    }

    private static func kinto(_ method: String, _ path: String, _ body: JSONValue) -> [UInt8] {
        let user = Data("bench:bench".utf8).base64EncodedString()
        let bytes = JSONWriter.write(body)
        let head =
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic \(user)\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(bytes.count)\r\n\r\n"
        return Array(head.utf8) + bytes
    }
}
