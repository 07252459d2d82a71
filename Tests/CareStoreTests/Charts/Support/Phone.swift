import Care
import CareServices
import ChartSync
import Foundation
import StrictJSON

/// A member's device: what it sends, and the copy that it keeps.
struct Phone: Sendable {
    let member: MemberID
    let device: DeviceID
    private(set) var lastSeq: Int64 = 0
    private(set) var cursors: [Scope: String] = [:]
    /// The copy of the chart, by row.
    private(set) var rows: [String: WireRow] = [:]
    private(set) var catalogRows: [String: WireRow] = [:]
    private(set) var pages: [ScopePage] = []

    init(member: MemberID, device: DeviceID = .make(at: Samples.moment.at)) {
        self.member = member
        self.device = device
    }

    var actor: Actor { Actor(role: .member, subject: member.uuid, device: device, credential: UUID()) }

    /// Another device of the same member.
    func another() -> Phone { Phone(member: member) }

    /// Records something new, under the next number.
    mutating func insert(_ content: RowContent, _ row: RowID = .make(at: Samples.moment.at)) throws -> Mutation {
        next(content.kind.rawValue, .insert, row, body: try content.body())
    }

    mutating func update(_ shoe: RowID, base: Int64, _ fields: JSONValue) -> Mutation {
        next(RowKind.shoe.rawValue, .update, shoe, base: base, body: fields)
    }

    mutating func delete(_ kind: RowKind, _ row: RowID) -> Mutation { next(kind.rawValue, .delete, row) }

    mutating func next(
        _ kind: String, _ op: RowOperation, _ row: RowID, base: Int64? = nil, body: JSONValue? = nil
    ) -> Mutation {
        lastSeq += 1
        return Mutation(seq: lastSeq, kind: kind, op: op.rawValue, row: row, base: base, body: body)
    }

    func request(_ mutations: [Mutation]) -> PushRequest {
        PushRequest(
            device: device, schema: ProtocolVersion.current, clientTime: .now,
            charts: [PushRequest.Slice(chart: member, mutations: mutations)])
    }

    /// Sends mutations, and gives the answer for the one chart.
    @discardableResult
    func send(_ mutations: [Mutation], to clinic: Clinic) async throws -> SliceAnswer {
        try await clinic.push.push(request(mutations), caller: clinic.caller(actor)).charts[0]
    }

    /// The request that pulls what is new of some scopes: of the chart and the catalog, unless others are named.
    func request(
        _ scopes: [ScopeRequest]? = nil, limit: Int? = nil, schema: Int = ProtocolVersion.current
    ) -> PullRequest {
        PullRequest(
            device: device, schema: schema, clientTime: Samples.moment.at,
            scopes: scopes ?? [Scope.chart(member), .catalog].map { ScopeRequest($0, cursor: cursors[$0]) },
            limit: limit)
    }

    /// Pulls one answer, and keeps it.
    @discardableResult
    mutating func pull(from clinic: Clinic, limit: Int? = nil) async throws -> PullAnswer {
        let answer = try await clinic.pull.pull(
            request(limit: limit), caller: clinic.caller(actor))
        pages += answer.pages
        for page in answer.pages {
            cursors[page.scope] = page.cursor
            if page.scope == .catalog { keep(page, in: &catalogRows) } else { keep(page, in: &rows) }
        }
        return answer
    }

    /// Pulls until there is no more; the chart's last page tells whether the copy is equal.
    mutating func sync(with clinic: Clinic, limit: Int? = nil) async throws {
        for _ in 0..<1_000 {
            guard try await pull(from: clinic, limit: limit).more else { return }
        }
        throw Mistake("a pull does not come to an end")
    }

    /// Whether the copy adds up to what the last page of the chart said.
    var isProven: Bool {
        guard let page = pages.last(where: { $0.scope != .catalog }), page.consistent else { return rows.isEmpty }
        return page.checksum == ChartChecksum(of: rows.values).description
    }

    private func keep(_ page: ScopePage, in rows: inout [String: WireRow]) {
        if page.rebase { rows = [:] }
        for row in page.rows { rows[row.id] = row }
        for tombstone in page.deleted { rows[tombstone.id] = nil }
    }
}

/// What a test found that its types rule out.
struct Mistake: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
