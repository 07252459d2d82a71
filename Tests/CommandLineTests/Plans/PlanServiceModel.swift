import ArgumentParser
import Care
import CareClient
import CareMessages
import Foundation
import StrictJSON

@testable import soleus

/// A service that holds one member's plan and answers as the contract says, behind the client's transport.
actor PlanServiceModel: ServiceTransport {
    private(set) var revisions: [PlanAnswer]
    /// How many proposals take effect while their answers are lost.
    private var lostAnswers: Int
    private(set) var proposals: [PlanProposal] = []
    private let exercises: [ExerciseAnswer]

    init(revisions: [PlanContent], exercises: [ExerciseAnswer] = [], lostAnswers: Int = 0) {
        self.revisions = revisions.enumerated().map { Self.answer(number: $0 + 1, $1) }
        self.exercises = exercises
        self.lostAnswers = lostAnswers
    }

    func send(
        _ method: String, _ path: String, query: [(String, String)], body: [UInt8]?, contentType: String,
        headers: [String: String], accessToken: String?
    ) async throws(ServiceError) -> ServiceAnswer {
        if path == "/v1/catalog" { return json(CatalogListing(exercises: exercises, templates: [])) }
        if method == "POST" { return try propose(body ?? []) }
        let number = query.first { $0.0 == "revision" }.flatMap { Int($0.1) } ?? revisions.count
        guard revisions.indices.contains(number - 1) else { return problem(404, "/problems/no-plan") }
        return json(revisions[number - 1])
    }

    private func propose(_ body: [UInt8]) throws(ServiceError) -> ServiceAnswer {
        guard let proposal = try? JSONReader.read(body).decode(PlanProposal.self) else { return problem(400, "") }
        proposals.append(proposal)
        if let known = revisions.first(where: { $0.id == proposal.id }) { return json(known) }
        guard proposal.base == revisions.count else { return problem(409, "/problems/base-moved") }
        let answer = Self.answer(number: revisions.count + 1, proposal.content, id: proposal.id)
        if proposal.dryRun == true { return json(answer) }
        revisions.append(answer)
        if lostAnswers > 0 {
            lostAnswers -= 1
            throw .cut("in the middle of the answer")
        }
        return json(answer)
    }

    private static func answer(number: Int, _ content: PlanContent, id: RowID = RowID(UUID())) -> PlanAnswer {
        PlanAnswer(
            id: id, version: Int64(number), authorName: "Jordan Reyes",
            revision: PlanRevision(
                number: number, base: number - 1, author: PractitionerID(UUID()), authoredAt: Instant(milliseconds: 0),
                effectiveFrom: LocalDay(dayNumber: 20_000 + number), reason: Note(unchecked: "Because"),
                content: content))
    }

    private func json(_ value: some Encodable) -> ServiceAnswer {
        guard let json = try? JSONValue.encoding(value) else { return ServiceAnswer(status: 500) }
        return ServiceAnswer(status: 200, body: JSONWriter.write(json))
    }

    private func problem(_ status: Int, _ type: String) -> ServiceAnswer {
        ServiceAnswer(status: status, body: Array(#"{"type":"\#(type)","title":"Refused"}"#.utf8))
    }

    /// A desk at this service, signed in, in a home folder of its own that is gone afterwards.
    nonisolated func withDesk(
        of member: MemberID, _ body: (PlanDesk, CommonOptions) async throws -> Void
    ) async throws {
        let home = FileManager.default.temporaryDirectory.appendingPathComponent("soleus-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: home) }
        let common = try CommonOptions.parse(["--json", "--no-input"])
        let session = Session(
            common, surroundings: Surroundings(environment: ["SOLEUS_HOME": home.path]),
            transport: { _, _ in self })
        let tokens = TokenPair(
            accessToken: "a", accessExpiresAt: Instant(milliseconds: 0), refreshToken: nil, role: .practitioner)
        try session.store.save(Profile(server: "http://127.0.0.1:9", name: "j", tokens: tokens), as: "default")
        try await body(PlanDesk(session: session, member: member, memberName: "Ana Ruiz"), common)
    }
}
