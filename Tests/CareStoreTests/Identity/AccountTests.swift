import Care
import CareMessages
import CareServices
import Credentials
import Foundation
import Postgres
import TestPostgres
import Testing

@Suite struct `Keeping accounts` {
    private func entry(_ change: (inout PractitionerEntry) -> Void = { _ in }) throws -> PractitionerEntry {
        var entry = PractitionerEntry(
            name: try #require(Label("Pat")), role: .practitioner, password: Practice.password, credentials: [],
            licences: [])
        change(&entry)
        return entry
    }

    @Test func `makes an operator once`() async throws {
        try await Practice.open { practice in
            let owner = IdentityService(database: practice.test.database, hasher: PasswordHasher(), now: { .now })
            let name = try #require(Label("Olga"))
            try await owner.makeOperator(login: "olga", name: name, password: Practice.password)
            try await expect(.taken) {
                try await owner.makeOperator(login: "Olga", name: name, password: "another password")
            }
            let pair = try await practice.signIn("olga")
            let actor = try #require(try await practice.actor(pair.accessToken))
            #expect(try await practice.identity.me(actor).role == .operator)
            // An operator's login is nobody else's to replace.
            let entry = try entry()
            try await expect(.taken) {
                _ = try await practice.identity.putPractitioner(login: "olga", entry: entry, actor: actor)
            }
        }
    }

    @Test func `replaces an entry without its password, and a new password ends the sessions`() async throws {
        try await Practice.open { practice in
            let operatorActor = practice.operator
            let first = try await practice.addPractitioner("pat")
            let pair = try await practice.signIn("pat")
            let renamed = try entry {
                $0.name = $0.name
                $0.password = nil
            }
            let (listing, isNew) = try await practice.identity.putPractitioner(
                login: "pat", entry: renamed, actor: operatorActor)
            #expect(!isNew)
            #expect(listing.practitioner.id == first)
            #expect(try await practice.identity.listPractitioners(actor: operatorActor) == [listing])
            #expect(try await practice.actor(pair.accessToken) != nil)
            let changed = try entry { $0.password = "a horse of another colour" }
            _ = try await practice.identity.putPractitioner(login: "pat", entry: changed, actor: operatorActor)
            #expect(try await practice.actor(pair.accessToken) == nil)
            try await expect(.signInFailed) { _ = try await practice.signIn("pat") }
            _ = try await practice.signIn("pat", "a horse of another colour")
        }
    }

    @Test func `lists licences in the order in which they were entered`() async throws {
        try await Practice.open { practice in
            let day = try #require(LocalDay("2024-01-01"))
            let licences = try ["WY", "CO", "AZ"].map { state in
                Licence(
                    state: try #require(USState(state)), kind: .compact, number: try #require(Label("N")),
                    validFrom: day, validThrough: day)
            }
            let reviewer = try entry {
                $0.role = .reviewer
                $0.licences = licences
            }
            let made = try await practice.identity.putPractitioner(
                login: "rev", entry: reviewer, actor: practice.operator)
            #expect(made.isNew)
            _ = try await practice.addPractitioner("pat")
            let listed = try await practice.identity.listPractitioners(actor: practice.operator)
            #expect(listed.map(\.login) == ["pat", "rev"])
            #expect(listed.last?.practitioner.licences == licences && listed.map(\.role) == [.practitioner, .reviewer])
        }
    }

    @Test func `shows a practitioner whom they could have cover for them, and nobody who may not`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("pat")
            _ = try await practice.addPractitioner("sam")
            _ = try await practice.identity.putPractitioner(
                login: "rev", entry: try entry { $0.role = .reviewer }, actor: practice.operator)
            let pat = Actor(role: .practitioner, subject: UUID(), device: nil, credential: UUID())
            #expect(try await practice.identity.listPractitioners(actor: pat).map(\.login) == ["pat", "sam"])
        }
    }

    @Test func `refuses entries that break a rule, and changes nothing`() async throws {
        try await Practice.open { practice in
            let day = try #require(LocalDay("2024-01-02"))
            let backwards = Licence(
                state: try #require(USState("CO")), kind: .license, number: try #require(Label("N")), validFrom: day,
                validThrough: day.adding(days: -1))
            let cases: [(String, PractitionerEntry, String)] = [
                ("pat", try entry { $0.password = nil }, "/password"),
                ("pat", try entry { $0.password = "short" }, "/password"),
                ("pat", try entry { $0.role = .operator }, "/role"),
                ("pat", try entry { $0.licences = [backwards] }, "/licences/0/validThrough"),
                ("", try entry(), ""), ("-pat", try entry(), ""), ("p t", try entry(), ""),
                (String(repeating: "a", count: 81), try entry(), ""),
            ]
            for (login, entry, pointer) in cases {
                let error = try await refusal {
                    _ = try await practice.identity.putPractitioner(
                        login: login, entry: entry, actor: practice.operator)
                }
                #expect(error?.pointers == [pointer], "\(login)")
            }
            #expect(try await practice.count("SELECT count(*) FROM account") == 0)
            #expect(try await practice.count("SELECT count(*) FROM practitioner") == 0)
        }
    }

    @Test func `gives a sponsor's program a credential that ends by itself`() async throws {
        try await Practice.open { practice in
            let request = SponsorCredentialRequest(label: try #require(Label("feed")), expiresInDays: 2)
            let slug = try #require(Slug("acme"))
            let pair = try await practice.identity.issueSponsorCredential(
                sponsor: slug, request: request, actor: practice.operator)
            #expect(pair.refreshToken == nil)
            let actor = try #require(try await practice.actor(pair.accessToken))
            #expect(actor.role == .sponsor)
            #expect(try await practice.identity.me(actor).name == "Acme")
            practice.clock.advance(seconds: 2 * 86_400)
            #expect(try await practice.actor(pair.accessToken) == nil)
            let unknown = try #require(Slug("nobody"))
            try await expect(.notFound) {
                _ = try await practice.identity.issueSponsorCredential(
                    sponsor: unknown, request: request, actor: practice.operator)
            }
        }
    }

    @Test func `lists a sponsor's credentials and ends one, which no other sponsor's is`() async throws {
        try await Practice.open { practice in
            try await practice.addSecondSponsor()
            let (acme, borough) = (try #require(Slug("acme")), try #require(Slug("borough")))
            let (identity, olga) = (practice.identity, practice.operator)
            func issue(_ label: String, partner: Bool? = nil, days: Int = 2) async throws -> String {
                practice.clock.advance(seconds: 1)
                let request = SponsorCredentialRequest(
                    label: try #require(Label(label)), expiresInDays: days, partner: partner)
                return try await identity.issueSponsorCredential(sponsor: acme, request: request, actor: olga)
                    .accessToken
            }
            func labels() async throws -> [String] {
                try await identity.sponsorCredentials(of: acme, actor: olga).credentials.map(\.label.description)
            }
            let (feed, desk) = (try await issue("feed"), try await issue("front desk", partner: true, days: 400))
            let listed = try await identity.sponsorCredentials(of: acme, actor: olga).credentials
            #expect(
                listed.map(\.label.description) == ["feed", "front desk"] && listed.map(\.partner) == [false, true])
            #expect(listed[0].expiresAt == listed[0].issuedAt.adding(seconds: 2 * 86_400))
            let credential = try #require(try await practice.actor(desk)).credential
            #expect(UUID(uuidString: listed[1].id) == credential)
            try await expect(.notFound) {
                try await identity.revokeSponsorCredential(credential, of: borough, actor: olga)
            }
            #expect(try await practice.actor(desk) != nil)
            for _ in 1...2 { try await identity.revokeSponsorCredential(credential, of: acme, actor: olga) }
            #expect(try await practice.actor(desk) == nil)
            #expect(try await practice.actor(feed) != nil)
            #expect(try await labels() == ["feed"])
            // Nobody's device or account is ended on this way.
            let member = try await practice.enrolment.enrol(
                Practice.enrolment(Practice.claim("E100", "Leo", "Ruiz", "1986-11-30")))
            let other = try #require(try await practice.actor(member.tokens.accessToken)).credential
            try await expect(.notFound) { try await identity.revokeSponsorCredential(other, of: acme, actor: olga) }
            practice.clock.advance(seconds: 2 * 86_400)
            #expect(try await labels() == [])
        }
    }

    @Test(arguments: [Role.member, .practitioner, .reviewer, .sponsor])
    func `is an operator's work alone`(role: Role) async throws {
        try await Practice.open { practice in
            let actor = Actor(role: role, subject: UUID(), device: nil, credential: UUID())
            let (identity, careTeam) = (practice.identity, practice.careTeam)
            let entry = try entry()
            let request = SponsorCredentialRequest(label: try #require(Label("feed")), expiresInDays: 2)
            let slug = try #require(Slug("acme"))
            let place = CareTeamPlace(role: .coach)
            let (member, practitioner) = (MemberID(UUID()), PractitionerID(UUID()))
            let works: [() async throws -> Void] = [
                { _ = try await identity.putPractitioner(login: "pat", entry: entry, actor: actor) },
                { _ = try await identity.issueSponsorCredential(sponsor: slug, request: request, actor: actor) },
                { _ = try await identity.sponsorCredentials(of: slug, actor: actor) },
                { try await identity.revokeSponsorCredential(UUID(), of: slug, actor: actor) },
                { _ = try await careTeam.searchMembers("ana", actor: actor) },
                { _ = try await careTeam.putPlace(place, of: practitioner, for: member, actor: actor) },
                { try await careTeam.endPlace(of: practitioner, for: member, actor: actor) },
            ]
            for work in works { try await expect(.notAllowed, of: work) }
            guard role != .practitioner else { return }
            try await expect(.notAllowed) { _ = try await identity.listPractitioners(actor: actor) }
        }
    }
}
