import Care
import CareMessages
import CareServices
import CareStore
import Foundation
import Postgres
import TestPostgres
import Testing

@Suite struct `The second lock, table by table` {
    /// The tables in which a row belongs to one member.
    private static let memberTables = Statement(
        """
        SELECT table_name::text FROM information_schema.columns JOIN information_schema.tables
            USING (table_schema, table_name)
        WHERE table_schema = 'public' AND column_name = 'member_id' AND table_type = 'BASE TABLE' ORDER BY 1
        """,
        gives: Types(String.self))

    @Test func `is enabled and forced on every table with a member in it`() async throws {
        try await withTestDatabase { test in
            let all = try await test.database.perform(.readOnly, Self.memberTables.all())
            let forced = try await test.database.perform(
                .readOnly,
                Statement(
                    """
                    SELECT relname::text FROM pg_class
                    WHERE relnamespace = 'public'::regnamespace AND relrowsecurity AND relforcerowsecurity ORDER BY 1
                    """,
                    gives: Types(String.self)
                ).all())
            #expect(all.contains("check_in") && all.contains("care_team_member") && all.contains("enrolled_person"))
            let bare = all.filter { !forced.contains($0) }
            #expect(bare == [])
        }
    }

    @Test func `hides every chart from a transaction that does not say who acts`() async throws {
        try await Practice.open { practice in
            _ = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim()))
            let tables = try await practice.test.database.perform(.readOnly, Self.memberTables.all())
            for table in tables {
                let count = try await practice.care.perform(
                    .readOnly, Statement("SELECT count(*) FROM \(table)", gives: Types(Int.self)).only())
                #expect(count == 0, "\(table)")
            }
        }
    }

    @Test func `shows a practitioner the members of today, not those of the past or the future`() async throws {
        try await Practice.open { practice in
            let ana = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim())).member
            let leo = try await practice.enrolment.enrol(
                Practice.enrolment(Practice.claim("E100", "Leo", "Ruiz", "1986-11-30"))
            ).member
            let eva = try await practice.enrolment.enrol(
                Practice.enrolment(Practice.claim("E100", "Eva", "Ruiz", "2004-06-01"))
            ).member
            let today = ana.timeZone.day(of: practice.clock.now)
            let pat = try await practice.addPractitioner("pat")
            let other = try await practice.addPractitioner("other")
            let careTeam = practice.careTeam
            for (member, from) in [(ana, today), (leo, today), (eva, today.adding(days: 1))] {
                _ = try await careTeam.putPlace(
                    CareTeamPlace(role: .leadPT, from: from), of: pat, for: member.id, actor: practice.operator)
            }
            func visible(to practitioner: PractitionerID, chart: MemberID? = nil) async throws -> Set<MemberID> {
                let actor = Actor(role: .practitioner, subject: practitioner.uuid, device: nil, credential: UUID())
                let options = TransactionOptions(isReadOnly: true, settings: actor.access(to: chart))
                let (members, charts) = try await practice.care.perform(
                    options, Statement("SELECT member_id FROM member", gives: Types(MemberID.self)).all(),
                    Statement("SELECT member_id FROM chart", gives: Types(MemberID.self)).all())
                #expect(Set(members) == Set(charts))
                return Set(members)
            }
            #expect(try await visible(to: pat) == [ana.id, leo.id])
            #expect(try await visible(to: pat, chart: ana.id) == [ana.id])
            #expect(try await visible(to: pat, chart: eva.id) == [])
            #expect(try await visible(to: other) == [])
            try await careTeam.endPlace(of: pat, for: leo.id, actor: practice.operator)
            try await careTeam.endPlace(of: pat, for: leo.id, actor: practice.operator)
            #expect(try await visible(to: pat) == [ana.id])
            #expect(try await visible(to: pat, chart: leo.id) == [])
        }
    }

    @Test func `shows a member their own rows, and an operator no chart`() async throws {
        try await Practice.open { practice in
            let ana = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim()))
            _ = try await practice.enrolment.enrol(
                Practice.enrolment(Practice.claim("E100", "Leo", "Ruiz", "1986-11-30")))
            let anaActs = try #require(try await practice.actor(ana.tokens.accessToken))
            let charts = Statement("SELECT member_id FROM chart", gives: Types(MemberID.self))
            let members = Statement("SELECT member_id FROM member", gives: Types(MemberID.self))
            func seen(by actor: Actor) async throws -> (charts: [MemberID], members: [MemberID]) {
                try await practice.care.perform(
                    TransactionOptions(isReadOnly: true, settings: actor.access()), charts.all(), members.all())
            }
            let byAna = try await seen(by: anaActs)
            #expect(byAna.charts == [ana.member.id] && byAna.members == [ana.member.id])
            let byOperator = try await seen(by: practice.operator)
            #expect(byOperator.charts.isEmpty && byOperator.members.count == 2)
            // A sponsor whose id were a member's would still see nothing.
            let sponsor = Actor(role: .sponsor, subject: ana.member.id.uuid, device: nil, credential: UUID())
            let bySponsor = try await seen(by: sponsor)
            #expect(bySponsor.charts.isEmpty && bySponsor.members.isEmpty)
        }
    }
}

@Suite struct `What the serving roles may do` {
    private func refusal(_ sql: String, on database: Database) async throws -> SQLState? {
        do {
            _ = try await database.perform(.readWrite, Statement(sql).run())
            return nil
        } catch let error as PostgresError {
            return error.sqlState
        }
    }

    @Test func `gives eligibility nothing that says how somebody is, or who uses the service`() async throws {
        try await withTestDatabase { test in
            let tables = try await test.database.perform(
                .readOnly,
                Statement(
                    """
                    SELECT DISTINCT table_name::text FROM information_schema.columns
                    WHERE table_schema = 'public' AND (column_name IN ('member_id', 'practitioner_id', 'credential_id'))
                    """,
                    gives: Types(String.self)
                ).all())
            #expect(tables.count >= 20)
            let eligibility = try test.open(user: "soleus_eligibility")
            try await withClosing(eligibility) {
                for table in tables {
                    for sql in ["SELECT FROM \(table)", "DELETE FROM \(table)"] {
                        let state = try await refusal(sql, on: eligibility)
                        #expect(state == .insufficientPrivilege, "\(sql)")
                    }
                }
                let permitted = try await refusal("SELECT FROM coverage", on: eligibility)
                #expect(permitted == nil)
            }
        }
    }

    @Test(arguments: [
        "DELETE FROM commit_entry", "UPDATE commit_entry SET hash = hash", "TRUNCATE commit_entry",
        "DELETE FROM plan_revision", "UPDATE plan_item SET sets = sets", "DELETE FROM tombstone",
        "UPDATE tombstone SET version = version", "DELETE FROM care_team_member", "DELETE FROM member",
        "DELETE FROM enrolled_person", "UPDATE enrolled_person SET member_id = member_id", "DELETE FROM credential",
        "UPDATE covered_person SET number = number", "ALTER TABLE chart DISABLE ROW LEVEL SECURITY",
        "SET ROLE soleus_owner", "CREATE TABLE mine ()",
    ])
    func `keeps care from rewriting history and from the schema`(sql: String) async throws {
        try await withTestDatabase { test in
            let care = try test.open(user: "soleus_care")
            try await withClosing(care) {
                let state = try await refusal(sql, on: care)
                #expect(state == .insufficientPrivilege)
            }
        }
    }
}

@Suite struct `Statements of identity and the directory` {
    @Test func `fit the schema`() async throws {
        try await withDatabase { database in
            let mismatches = try await SchemaCheck.mismatches(
                of: IdentityStatements.all + DirectoryStatements.all, on: database)
            #expect(mismatches == [])
        }
    }
}
