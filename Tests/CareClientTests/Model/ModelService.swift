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
        /// Nothing; the next fault is for a later one.
        case serve
        /// It never arrives.
        case loseRequest
        /// It takes effect, and its answer never arrives.
        case loseAnswer
        case answer(status: Int, problem: String? = nil, retryAfterSeconds: Int? = nil)
    }

    struct Request: Hashable {
        var method: String
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
        /// The practitioners that may see it now, and those that could.
        var team: Set<PractitionerID> = []
        var formerTeam: Set<PractitionerID> = []

        var epochText: String { epoch.uuidString.lowercased() }
    }

    /// What a chart remembers of a device.
    struct DeviceHistory {
        var hashes: [[UInt8]] = []
        var outcomes: [Outcome] = []
    }

    enum Holder: Hashable {
        case member(MemberID)
        case practitioner(PractitionerID)
    }

    struct Credential {
        /// Nil until a practitioner's credential is bound.
        var device: DeviceID?
        var holder: Holder
        var refreshToken: String
    }

    var requests: [Request] = []
    var charts: [MemberID: Chart] = [:]
    /// Rows of the catalog, of kinds that no client knows.
    var catalog: [WireRow] = []
    var members: [String: Member] = [:]
    var practitioners: [String: PractitionerID] = [:]
    var enrolmentKeys: [DeviceID: String] = [:]
    /// Whose each practitioner's device is.
    var practitionersDevices: [DeviceID: PractitionerID] = [:]
    var credentials: [String: Credential] = [:]
    var revoked: Set<DeviceID> = []
    var endedSessions = 0
    /// The charts of which each device holds a copy.
    var copies: [DeviceID: Set<MemberID>] = [:]
    /// What has changed in each practitioner's panel: the number of the change, by member.
    var panelChanges: [PractitionerID: [MemberID: Int64]] = [:]
    var panelNumber: Int64 = 0
    var isFalsifyingChecksums = false
    var isUnableToRepair = false
    var pageLimit: Int?
    var durableThrough: Int64?
    var serverTime = TestDevice.start
    var news: [ScopeNews] = []
    var tokenCount = 0
    private var faults: [(path: String, fault: Fault)] = []

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

    func failRepairs(_ isOn: Bool) { isUnableToRepair = isOn }

    func limitPages(to rows: Int?) { pageLimit = rows }

    func keepDurable(through seq: Int64?) { durableThrough = seq }

    func setClock(_ instant: Instant) { serverTime = instant }

    func addToCatalog(_ row: WireRow) { catalog.append(row) }

    func revoke(_ device: DeviceID) { revoked.insert(device) }

    func announce(_ scope: Scope, version: Int64) { news.append(ScopeNews(scope: scope, version: version)) }

    /// Makes somebody a practitioner who can sign in.
    func addPractitioner(_ login: String) -> PractitionerID {
        let id = PractitionerID(UUID())
        practitioners[login] = id
        return id
    }

    /// A member with a chart, and no device.
    func addMember(_ number: String) throws -> MemberID {
        guard let name = Label("Ben"), let day = LocalDay("1990-01-01"), let state = USState("CO") else {
            throw CocoaError(.coderInvalidValue)
        }
        let member = Member(
            id: MemberID(UUID()), firstName: name, lastName: name, birthDate: day, state: state, timeZone: .utc)
        members[number] = member
        charts[member.id] = Chart()
        return member.id
    }

    func grant(_ practitioner: PractitionerID, _ member: MemberID) {
        charts[member]?.team.insert(practitioner)
        touchPanels(of: member)
    }

    func endAccess(_ practitioner: PractitionerID, _ member: MemberID) {
        touchPanels(of: member)
        charts[member]?.team.remove(practitioner)
        charts[member]?.formerTeam.insert(practitioner)
    }

    /// As if they had never been on the team, as in a database from before.
    func forget(_ practitioner: PractitionerID, _ member: MemberID) {
        touchPanels(of: member)
        charts[member]?.team.remove(practitioner)
    }

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
        for member in charts.keys { touchPanels(of: member) }
    }

    func pushes() -> [Request] { requests.filter { $0.path == "/v1/sync/push" } }

    func paths() -> [String] { requests.map { "\($0.method) \($0.path)" } }

    /// Whether the device still has a copy, as far as the service knows.
    func holdsCopy(_ device: DeviceID, of member: MemberID) -> Bool { copies[device]?.contains(member) ?? false }

    func touchPanels(of member: MemberID) {
        panelNumber += 1
        for practitioner in charts[member]?.team ?? [] {
            panelChanges[practitioner, default: [:]][member] = panelNumber
        }
    }

    // MARK: Transport

    func receive(
        _ method: String, _ path: String, _ body: [UInt8], _ token: String?
    ) throws(ServiceError) -> ServiceAnswer {
        let index = faults.firstIndex { $0.path == path }
        let fault = index.map { faults.remove(at: $0).fault }
        if case .loseRequest = fault { throw .unreachable("the test says so") }
        requests.append(Request(method: method, path: path, body: body))
        if case .answer(let status, let problem, let seconds) = fault {
            let body = problem.map { #"{"type":"\#($0)"}"# } ?? ""
            return ServiceAnswer(
                status: status, headers: seconds.map { ["retry-after": String($0)] } ?? [:], body: Array(body.utf8))
        }
        let answer: ServiceAnswer
        do { answer = try handle(method, path, body, token) } catch { throw .notAService("\(error)") }
        if case .loseAnswer = fault { throw .cut("the test says so") }
        return answer
    }

    private func handle(
        _ method: String, _ path: String, _ body: [UInt8], _ token: String?
    ) throws -> ServiceAnswer {
        switch path {
        case "/v1/enrolments": return try enrol(read(body))
        case "/v1/sessions": return try signIn(read(body))
        case "/v1/sessions/refresh": return try refresh(read(body))
        default: break
        }
        guard let token, let credential = credentials[token], !token.hasPrefix("expired") else {
            return ServiceAnswer(status: 401)
        }
        if let device = credential.device, revoked.contains(device) { return Self.deviceRevoked }
        switch path {
        case "/v1/me": return try me(credential)
        case "/v1/sessions/current":
            credentials[token] = nil
            endedSessions += 1
            return ServiceAnswer(status: 204)
        case "/v1/sync/push": return try push(read(body), credential)
        case "/v1/sync/pull": return try pull(read(body), credential)
        case "/v1/sync/checksums": return try checksums(read(body))
        case "/v1/sync/repair": return try repair(read(body))
        case "/v1/sync/watch":
            defer { news = [] }
            return try json(200, WatchAnswer(scopes: news, nextPollSeconds: 60))
        default:
            if method == "PUT", path.hasPrefix("/v1/devices/"), let device = DeviceID(path.dropFirst(12)) {
                return try put(device, token, credential)
            }
            return ServiceAnswer(status: 404)
        }
    }

    static let deviceRevoked = ServiceAnswer(
        status: 401, body: Array(#"{"type":"/problems/device-revoked","detail":"revoked"}"#.utf8))

    func read<Value: Decodable>(_ body: [UInt8]) throws -> Value { try JSONReader.read(body).decode() }

    func json(_ status: Int, _ value: some Encodable) throws -> ServiceAnswer {
        ServiceAnswer(status: status, body: JSONWriter.write(try JSONValue.encoding(value)))
    }
}

/// One device's way to the model.
struct ModelTransport: ServiceTransport {
    let service: ModelService

    func send(
        _ method: String, _ path: String, query: [(String, String)], body: [UInt8]?, contentType: String,
        headers: [String: String], accessToken: String?
    ) async throws(ServiceError) -> ServiceAnswer {
        try await service.receive(method, path, body ?? [], accessToken)
    }
}
