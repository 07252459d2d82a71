import CareStore
import Foundation
import Postgres
import StrictJSON
import Testing

/// The public questions, over real HTTP and a real database: whoever is asked about, the service does the same work.
///
/// Not how long it takes, which a busy machine decides, but what makes it take that long: the statements, their order and
/// the round trips, as they pass on the wire. How long it takes, `deploy/uniform` measures.
@Suite struct `The public questions cost the same work` {
    private let ana = Person(number: "KX-20001", firstName: "Ana", lastName: "Birke", birthDate: "1988-04-02")
    private let leo = Person(number: "KX-20002", firstName: "Leo", lastName: "Eiche", birthDate: "1979-12-31")

    /// People of whom a stranger could want to know something, all of whom must look alike.
    private var unconfirmed: [(String, Person)] {
        var (unknown, born, last, first) = (ana, ana, leo, ana)
        unknown.number = "KX-99999"
        born.birthDate = "1988-04-03"
        last.lastName = "Linde"
        first.firstName = "Eva"
        return [
            ("unknown", unknown), ("a member, with another birth date", born),
            ("no member, with another last name", last), ("a member, with another first name", first),
        ]
    }

    private func withRecorder(_ body: (Practice, StatementRecorder) async throws -> Void) async throws {
        try await PrivateCluster.with(isCrashSafe: false) { cluster in
            try await cluster.createDatabase("soleus")
            let folder = cluster.folder.appending(component: "recorder")
            let recorder = try StatementRecorder(in: folder, to: cluster.endpoint)
            defer { recorder.stop() }
            @Sendable func conninfo(user: String) -> String {
                user == "soleus_care"
                    ? "host=\(folder.path) port=5432 dbname=soleus user=\(user)"
                    : cluster.conninfo(database: "soleus", user: user)
            }
            try await Practice.with(conninfo: { conninfo(user: $0) }) { practice in
                try await practice.soleusd("migrate")
                try await practice.prepare()
                try await practice.start()
                try await practice.open()
                try await practice.load(RosterFile(people: [ana, leo]))
                // Ana is a member, and Leo is not.
                try await practice.enrol(ana, device: "ana")
                _ = recorder.take(with: "")
                try await body(practice, recorder)
            }
        }
    }

    private func claim(_ person: Person) -> String {
        """
        {"number": "\(person.number)", "firstName": "\(person.firstName)", "lastName": "\(person.lastName)",
            "birthDate": "\(person.birthDate)"}
        """
    }

    private func enrolment(_ person: Person) -> String {
        let key = UUID().uuidString.filter { $0 != "-" } + "aaaaaaaaaaa"
        return """
            {"identity": \(claim(person)), "state": "CO", "timeZone": "America/Denver", "enrolmentKey": "\(key)",
                "device": {"id": "\(UUID().uuidString.lowercased())", "name": "phone"}}
            """
    }

    /// Sends a body, and says what the service did for it.
    private func work(
        _ path: String, _ body: String, _ practice: Practice, _ recorder: StatementRecorder
    ) async throws -> (status: Int, body: String, statements: [[String]]) {
        let answer = try await Service(address: practice.address).post(path, body)
        return (answer.status, answer.body, recorder.take(with: "covered_person"))
    }

    @Test func `when somebody asks whether they are covered`() async throws {
        try await withRecorder { practice, recorder in
            let path = "/v1/eligibility/self-check"
            let covered = try await work(path, claim(ana), practice, recorder)
            #expect(covered.status == 200 && covered.statements.count == 1)
            // A member and somebody who is none are told the same.
            let other = try await work(path, claim(leo), practice, recorder)
            #expect(other.body == covered.body && other.statements == covered.statements)
            var refusals: Set<String> = []
            for (name, person) in unconfirmed {
                let refused = try await work(path, claim(person), practice, recorder)
                #expect(refused.statements == covered.statements, "\(name)")
                refusals.insert(refused.body)
            }
            #expect(refusals.count == 1)
        }
    }

    @Test func `when somebody enrols, in their own name or in another's`() async throws {
        try await withRecorder { practice, recorder in
            let path = "/v1/enrolments"
            let member = try await work(path, enrolment(ana), practice, recorder)
            let stranger = try await work(path, enrolment(leo), practice, recorder)
            #expect(member.status == 201 && stranger.status == 201)
            #expect(member.statements == stranger.statements && member.statements.count == 1)
            #expect(member.body.count == stranger.body.count + ana.lastName.count - leo.lastName.count)
            var refusals: Set<[[String]]> = []
            for (name, person) in unconfirmed {
                let refused = try await work(path, enrolment(person), practice, recorder)
                #expect(refused.status == 403, "\(name)")
                refusals.insert(refused.statements)
            }
            #expect(refusals.count == 1 && refusals.first?.count == 1)
        }
    }
}
