import Care
import CareServices
import ChartSync
import Foundation

/// A practitioner's device, as it pushes.
struct Tablet: Sendable {
    let device = DeviceID.make(at: Samples.moment.at)
    let practitioner: PractitionerID
    private var lastSeqs: [MemberID: Int64] = [:]

    init(of actor: Actor) { practitioner = PractitionerID(actor.subject) }

    var actor: Actor { Actor(role: .practitioner, subject: practitioner.uuid, device: device, credential: UUID()) }

    /// A revision made by this practitioner, under the next number of the chart.
    mutating func revise(
        _ member: MemberID, _ number: Int, effective: LocalDay = .today,
        change: (inout PlanRevision) throws -> Void = { _ in }
    ) throws -> Mutation {
        var revision = PlanRevision(
            number: number, base: number - 1, author: practitioner, authoredAt: Samples.moment.at,
            effectiveFrom: effective, reason: try Samples.value(Note("As agreed.")), content: try Samples.plan())
        try change(&revision)
        return try next(member, RowContent.planRevision(revision))
    }

    mutating func next(_ member: MemberID, _ content: RowContent) throws -> Mutation {
        lastSeqs[member, default: 0] += 1
        return Mutation(
            seq: lastSeqs[member, default: 0], kind: content.kind.rawValue, op: "insert",
            row: .make(at: Samples.moment.at), body: try content.body())
    }

    func request(_ member: MemberID, _ mutations: [Mutation]) -> PushRequest {
        PushRequest(
            device: device, schema: ProtocolVersion.current, clientTime: Samples.moment.at,
            charts: [PushRequest.Slice(chart: member, mutations: mutations)])
    }

    @discardableResult
    func send(_ mutations: [Mutation], to member: MemberID, of clinic: Clinic) async throws -> SliceAnswer {
        try await clinic.push.push(request(member, mutations), caller: clinic.caller(actor)).charts[0]
    }
}

extension LocalDay {
    /// The day in the clinic's Denver, by this machine's clock.
    static var today: LocalDay { (TimeZoneName("America/Denver") ?? .utc).day(of: .now) }
}
