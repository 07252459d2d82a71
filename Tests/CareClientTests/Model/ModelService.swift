import Care
import CareClient
import CareMessages
import ChartSync
import Foundation
import StrictJSON

/// A service in memory, which decides every push by the same merge as the real one.
///
/// It stands behind the client's transport, loses what it is told to lose, and keeps every request for tests to look at.
actor ModelService {
    /// What happens to one request.
    enum Fault {
        /// It never arrives.
        case loseRequest
        /// It takes effect, and its answer never arrives.
        case loseAnswer
        case answer(status: Int, problem: String? = nil)
    }

    struct Request: Hashable {
        var path: String
        var body: [UInt8]
    }

    struct Chart {
        var epoch = UUID()
        var version: Int64 = 0
        var checksum = ChartChecksum.empty
        var rows: [RowID: ChartRowState] = [:]
        var tombstones: [RowID: Tombstone] = [:]
        var devices: [DeviceID: DeviceHistory] = [:]
    }

    /// What a chart remembers of a device.
    struct DeviceHistory {
        var hashes: [[UInt8]] = []
        var outcomes: [Outcome] = []
    }

    private struct Credential {
        var device: DeviceID
        var member: MemberID
        var refreshToken: String
    }

    private(set) var requests: [Request] = []
    private(set) var charts: [MemberID: Chart] = [:]
    /// Rows of the catalog, of kinds that no client knows.
    private var catalog: [WireRow] = []
    private var faults: [(path: String, fault: Fault)] = []
    private var members: [String: Member] = [:]
    private var enrolmentKeys: [DeviceID: String] = [:]
    private var credentials: [String: Credential] = [:]
    private var isFalsifyingChecksums = false
    private var pageLimit: Int?
    private var tokenCount = 0

    // MARK: What tests arrange

    /// The next request to `path` meets with `fault`; faults of one path happen in their order.
    func next(_ path: String, _ fault: Fault) { faults.append((path, fault)) }

    /// Makes every access token invalid, as time does.
    func expireAccessTokens() {
        let all = credentials
        credentials = [:]
        for (token, credential) in all { credentials["expired " + token] = credential }
    }

    func falsifyChecksums(_ isOn: Bool) { isFalsifyingChecksums = isOn }

    func limitPages(to rows: Int?) { pageLimit = rows }

    func addToCatalog(_ row: WireRow) { catalog.append(row) }

    /// Applies somebody else's mutation, such as a PT's.
    @discardableResult
    func apply(_ mutation: Mutation, to member: MemberID, role: Role) throws -> Outcome? {
        try merge([mutation], member, role, DeviceID(UUID())).first
    }

    func backup() -> [MemberID: Chart] { charts }

    /// Goes back to a backup, under new epochs as a real restore does.
    func restore(_ backup: [MemberID: Chart]) {
        charts = backup.mapValues { chart in
            var chart = chart
            chart.epoch = UUID()
            return chart
        }
    }

    func pushes() -> [Request] { requests.filter { $0.path == "/v1/sync/push" } }

    // MARK: Answers

    private func handle(_ path: String, _ body: [UInt8], _ token: String?) throws -> ServiceAnswer {
        switch path {
        case "/v1/enrolments": return try enrol(read(body))
        case "/v1/sessions/refresh": return try refresh(read(body))
        default: break
        }
        guard let token, let credential = credentials[token], !token.hasPrefix("expired") else {
            return ServiceAnswer(status: 401)
        }
        switch path {
        case "/v1/sync/push": return try push(read(body), credential)
        case "/v1/sync/pull": return try pull(read(body), credential)
        default: return ServiceAnswer(status: 404)
        }
    }

    private func enrol(_ enrolment: Enrolment) throws -> ServiceAnswer {
        guard enrolment.identity.number != "unknown" else {
            return ServiceAnswer(
                status: 403, body: Array(#"{"type":"/problems/not-confirmed","detail":"not confirmed"}"#.utf8))
        }
        let id = enrolment.device.id
        if let key = enrolmentKeys[id], key != enrolment.enrolmentKey { return ServiceAnswer(status: 403) }
        enrolmentKeys[id] = enrolment.enrolmentKey
        let identity = enrolment.identity
        let member =
            members[identity.number]
            ?? Member(
                id: MemberID(UUID()), firstName: identity.firstName, lastName: identity.lastName,
                birthDate: identity.birthDate, state: enrolment.state, timeZone: enrolment.timeZone)
        members[identity.number] = member
        if charts[member.id] == nil { charts[member.id] = Chart() }
        return try json(
            201, EnrolmentAnswer(member: member, device: enrolment.device, tokens: tokens(id, member.id)))
    }

    private func tokens(_ device: DeviceID, _ member: MemberID) -> TokenPair {
        tokenCount += 1
        let refreshToken = "refresh \(tokenCount)"
        credentials["access \(tokenCount)"] = Credential(device: device, member: member, refreshToken: refreshToken)
        return TokenPair(
            accessToken: "access \(tokenCount)", accessExpiresAt: Instant(milliseconds: 0),
            refreshToken: refreshToken, role: .member)
    }

    private func refresh(_ request: SessionRefresh) throws -> ServiceAnswer {
        guard let (token, credential) = credentials.first(where: { $0.value.refreshToken == request.refreshToken })
        else { return ServiceAnswer(status: 401) }
        credentials[token] = nil
        return try json(200, tokens(credential.device, credential.member))
    }

    private func push(_ request: PushRequest, _ credential: Credential) throws -> ServiceAnswer {
        let answers = try request.charts.map { slice in
            guard slice.chart == credential.member, request.device == credential.device,
                let chart = charts[slice.chart]
            else { return SliceAnswer(chart: slice.chart, epoch: nil, lastSeq: 0, outcomes: [], problem: .notFound) }
            let history = chart.devices[request.device] ?? DeviceHistory()
            let epoch = chart.epoch.uuidString.lowercased()
            let lastSeq = Int64(history.outcomes.count)
            func refused(_ problem: SliceProblem) -> SliceAnswer {
                SliceAnswer(chart: slice.chart, epoch: epoch, lastSeq: lastSeq, outcomes: [], problem: problem)
            }
            guard let first = slice.mutations.first?.seq, first <= lastSeq + 1 else { return refused(.sequenceGap) }
            for mutation in slice.mutations where mutation.seq <= lastSeq {
                let known = history.hashes[Int(mutation.seq) - 1]
                if try mutation.contentHash() != known { return refused(.deviceForked) }
            }
            let fresh = slice.mutations.filter { $0.seq > lastSeq }
            let outcomes = try merge(fresh, slice.chart, .member, request.device)
            charts[slice.chart]?.devices[request.device, default: DeviceHistory()].outcomes += outcomes
            charts[slice.chart]?.devices[request.device, default: DeviceHistory()].hashes += try fresh.map {
                try $0.contentHash()
            }
            let all = charts[slice.chart]?.devices[request.device]?.outcomes ?? []
            return SliceAnswer(
                chart: slice.chart, epoch: epoch, lastSeq: Int64(all.count),
                outcomes: slice.mutations.map { all[Int($0.seq) - 1] })
        }
        return try json(200, PushAnswer(charts: answers))
    }

    private func merge(
        _ mutations: [Mutation], _ member: MemberID, _ role: Role, _ device: DeviceID
    ) throws -> [Outcome] {
        guard var chart = charts[member] else { return [] }
        let shoesInUse = chart.rows.values.compactMap { row in
            if case .runLog(let run) = row.content { run.shoe } else { nil }
        }
        let revisions = chart.rows.values.map { row in
            if case .planRevision(let revision) = row.content { revision.number } else { 0 }
        }
        let result = try ChartMerge.apply(
            mutations,
            to: ChartMerge.Picture(
                version: chart.version, checksum: chart.checksum, rows: chart.rows,
                gone: Set(chart.tombstones.keys), latestRevision: revisions.max() ?? 0, shoesInUse: Set(shoesInUse)),
            role: role, device: device)
        for row in result.inserted + result.updated { chart.rows[row.id] = row }
        for tombstone in result.deleted {
            guard let id = RowID(tombstone.id) else { continue }
            chart.rows[id] = nil
            chart.tombstones[id] = tombstone
        }
        chart.version = result.version
        chart.checksum = result.checksum
        charts[member] = chart
        return result.outcomes
    }

    // MARK: Transport

    func receive(_ path: String, _ body: [UInt8], _ token: String?) throws(ServiceError) -> ServiceAnswer {
        let index = faults.firstIndex { $0.path == path }
        let fault = index.map { faults.remove(at: $0).fault }
        if case .loseRequest = fault { throw .unreachable("the test says so") }
        requests.append(Request(path: path, body: body))
        if case .answer(let status, let problem) = fault {
            let body = problem.map { #"{"type":"\#($0)"}"# } ?? ""
            return ServiceAnswer(status: status, body: Array(body.utf8))
        }
        let answer: ServiceAnswer
        do { answer = try handle(path, body, token) } catch { throw .notAService("\(error)") }
        if case .loseAnswer = fault { throw .cut("the test says so") }
        return answer
    }

    private func read<Value: Decodable>(_ body: [UInt8]) throws -> Value { try JSONReader.read(body).decode() }

    private func json(_ status: Int, _ value: some Encodable) throws -> ServiceAnswer {
        ServiceAnswer(status: status, body: JSONWriter.write(try JSONValue.encoding(value)))
    }
}

extension ModelService {
    /// A cursor is `epoch/version`, in plain words.
    private func pull(_ request: PullRequest, _ credential: Credential) throws -> ServiceAnswer {
        guard let chart = charts[credential.member] else { return ServiceAnswer(status: 404) }
        let limit = pageLimit ?? request.limit ?? PullRequest.defaultLimit
        let ackedSeq = Int64(chart.devices[credential.device]?.outcomes.count ?? 0)
        let pages = try request.scopes.compactMap { asked -> ScopePage? in
            switch asked.scope {
            case .chart:
                return page(
                    of: asked, epoch: chart.epoch.uuidString.lowercased(), version: chart.version,
                    rows: try chart.rows.values.map { try WireRow($0) }, deleted: Array(chart.tombstones.values),
                    checksum: shown(chart.checksum), ackedSeq: ackedSeq, limit: limit)
            case .catalog:
                return page(
                    of: asked, epoch: "catalog", version: catalog.map(\.version).max() ?? 0, rows: catalog, deleted: [],
                    checksum: ChartChecksum(of: catalog).description, ackedSeq: nil, limit: limit)
            case .panel: return nil
            }
        }
        return try json(
            200,
            PullAnswer(
                pages: pages, drops: [], more: pages.contains { !$0.consistent }, nextPollSeconds: 60,
                serverTime: Instant(milliseconds: 0)))
    }

    /// The next page of a scope; nil where nothing is new.
    private func page(
        of asked: ScopeRequest, epoch: String, version: Int64, rows: [WireRow], deleted: [Tombstone], checksum: String,
        ackedSeq: Int64?, limit: Int
    ) -> ScopePage? {
        let place = asked.cursor?.split(separator: "/").map(String.init) ?? []
        let isSameEpoch = place.first == epoch
        let from = isSameEpoch ? Int64(place[1]) ?? 0 : 0
        guard from < version || !isSameEpoch else { return nil }
        let changed = rows.filter { $0.version > from }.sorted { $0.version < $1.version }
        let isWhole = changed.count <= limit
        let shown = Array(changed.prefix(limit))
        let to = isWhole ? version : shown.last?.version ?? version
        return ScopePage(
            scope: asked.scope, epoch: epoch, from: from, to: to, rebase: !isSameEpoch, consistent: isWhole,
            ackedSeq: ackedSeq, rows: shown, deleted: deleted.filter { from < $0.version && $0.version <= to },
            checksum: isWhole ? checksum : nil, cursor: "\(epoch)/\(to)")
    }

    private func shown(_ checksum: ChartChecksum) -> String {
        isFalsifyingChecksums ? String(repeating: "0", count: 31) + "1" : checksum.description
    }
}

/// One device's way to the model.
struct ModelTransport: ServiceTransport {
    let service: ModelService

    func send(
        _ method: String, _ path: String, query: [(String, String)], body: [UInt8]?, contentType: String,
        headers: [String: String], accessToken: String?
    ) async throws(ServiceError) -> ServiceAnswer {
        try await service.receive(path, body ?? [], accessToken)
    }
}
