import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import StrictJSON
import Testing

@Suite struct `A practitioner's device` {
    private func patient(_ clinic: Clinic) async throws -> (phone: Phone, tablet: Tablet) {
        let phone = try await clinic.addMember()
        return (phone, Tablet(of: try await clinic.addPractitioner(of: phone.member)))
    }

    @Test func `pushes revisions that were made offline, one on the other`() async throws {
        try await withClinic { clinic in
            var (phone, tablet) = try await patient(clinic)
            let batch = try [tablet.revise(phone.member, 1), tablet.revise(phone.member, 2, effective: .today)]
            let answer = try await tablet.send(batch, to: phone.member, of: clinic)
            #expect(answer.outcomes.map(\.status) == [.applied, .applied])
            #expect(try await tablet.send(batch, to: phone.member, of: clinic) == answer)
            let latest = try await clinic.plans.plan(of: phone.member, revision: nil, actor: phone.actor)
            #expect(latest.revision.number == 2 && latest.id == batch[1].row)
            try await phone.sync(with: clinic)
            #expect(phone.rows.count == 2 && phone.isProven)
            let history = try await clinic.history.history(of: phone.member, actor: phone.actor)
            #expect(history.verification.holds && history.entries.map(\.actorName) == ["Dana Okafor"])
        }
    }

    @Test func `is judged by the rules of proposals, and what breaks one is kept`() async throws {
        try await withClinic { clinic in
            var (phone, tablet) = try await patient(clinic)
            let other = PractitionerID.make(at: Samples.moment.at)
            let wrong = try [
                tablet.revise(phone.member, 1, effective: LocalDay.today.adding(days: -1)),
                tablet.revise(phone.member, 1) { $0.content = try Samples.plan(exercise: "handstands") },
                tablet.revise(phone.member, 1) { $0.content.until = LocalDay.today.adding(days: -3) },
                tablet.revise(phone.member, 1) { $0.author = other },
                tablet.revise(phone.member, 1) { $0.content.items[0].dose.sets = 99 },
                tablet.next(phone.member, Samples.checkIn()),
                tablet.revise(phone.member, 1),
            ]
            let outcomes = try await tablet.send(wrong, to: phone.member, of: clinic).outcomes
            #expect(
                outcomes.map(\.reason) == [.invalid, .invalid, .invalid, .invalid, .invalid, .notAllowed, nil])
            #expect(
                outcomes.map(\.detail?.pointer) == [
                    "/body/effectiveFrom", "/body/content/items/0/exercise", "/body/content/until", "/body/author",
                    "/body/content/items/0/dose/sets", nil, nil,
                ])
            try await phone.sync(with: clinic)
            #expect(phone.rows.values.count { $0.kind == "set_aside" } == 6 && phone.isProven)
        }
    }

    @Test func `of somebody without a licence where the member is, or who does not prescribe, is not allowed to`()
        async throws
    {
        try await withClinic { clinic in
            let phone = try await clinic.addMember(state: "UT")
            var unlicensed = Tablet(of: try await clinic.addPractitioner(of: phone.member))
            let coach = try await clinic.addPractitioner(licensedIn: "UT")
            try await clinic.place(coach, with: phone.member, as: .coach)
            var coaching = Tablet(of: coach)
            let first = try await unlicensed.send([unlicensed.revise(phone.member, 1)], to: phone.member, of: clinic)
            #expect(first.outcomes.map(\.reason) == [.notAllowed])
            #expect(first.outcomes[0].detail?.message == "needs a licence or compact privilege in UT")
            let second = try await coaching.send([coaching.revise(phone.member, 1)], to: phone.member, of: clinic)
            #expect(second.outcomes.map(\.reason) == [.notAllowed])
            #expect(try await clinic.count("SELECT count(*) FROM plan_revision") == 0)
        }
    }

    @Test func `that comes second is shown the revision that stands`() async throws {
        try await withClinic { clinic in
            var (phone, tablet) = try await patient(clinic)
            let lead = try await clinic.addPractitioner(of: phone.member)
            let standing = try await clinic.plans.propose(Samples.proposal(base: 0), for: phone.member, actor: lead)
            let batch = try [tablet.revise(phone.member, 1)]
            let answer = try await tablet.send(batch, to: phone.member, of: clinic)
            #expect(answer.outcomes.map(\.reason) == [.baseMoved])
            #expect(answer.outcomes[0].row?.id == standing.answer.id.description)

            // A repeat gets the row as it stands by then, and nothing once the author has left.
            let later = try await clinic.plans.propose(Samples.proposal(base: 1), for: phone.member, actor: lead)
            let again = try await tablet.send(batch, to: phone.member, of: clinic)
            #expect(again.outcomes[0].row?.id == later.answer.id.description)
            try await clinic.run(
                """
                UPDATE care_team_member SET valid_to = now() - interval '1 second'
                WHERE practitioner_id = '\(tablet.practitioner)'
                """)
            let after = try await tablet.send(batch, to: phone.member, of: clinic)
            #expect(after.outcomes.map(\.reason) == [.baseMoved] && after.outcomes[0].row == nil)
        }
    }

    @Test func `hands over what was recorded before its owner left, and everything is kept aside`() async throws {
        try await withClinic { clinic in
            var (phone, tablet) = try await patient(clinic)
            try await clinic.run("UPDATE care_team_member SET valid_to = now() - interval '1 second'")
            let batch = try [
                tablet.revise(phone.member, 1), tablet.next(phone.member, Samples.checkIn()),
            ]
            let answer = try await tablet.send(batch, to: phone.member, of: clinic)
            #expect(answer.problem == nil && answer.lastSeq == 2)
            #expect(answer.outcomes.map(\.status) == [.quarantined, .quarantined])
            #expect(answer.outcomes.map(\.reason) == [.accessEnded, .accessEnded])
            #expect(answer.outcomes.allSatisfy { $0.row == nil && $0.detail == nil })
            #expect(try await tablet.send(batch, to: phone.member, of: clinic) == answer)
            #expect(try await clinic.count("SELECT count(*) FROM plan_revision") == 0)
            try await phone.sync(with: clinic)
            #expect(phone.rows.count == 2 && phone.isProven)
            await #expect(throws: CareError.notFound) {
                try await clinic.plans.plan(of: phone.member, revision: nil, actor: tablet.actor)
            }
        }
    }

    @Test(arguments: ["never", "later", "revoked", "revoked later"])
    func `of somebody who never looked after the member finds no chart`(place: String) async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            var tablet = Tablet(of: try await clinic.addPractitioner())
            let period: String? =
                switch place {
                case "later": "now() + interval '1 hour', NULL"
                // Taken back before it began: it has never been.
                case "revoked": "now() - interval '1 hour', now() - interval '1 hour'"
                case "revoked later": "now() + interval '1 hour', now() + interval '1 hour'"
                default: nil
                }
            if let period {
                try await clinic.run(
                    """
                    INSERT INTO care_team_member (member_id, practitioner_id, valid_from, valid_to, role)
                    VALUES ('\(phone.member)', '\(tablet.practitioner)', \(period), 'lead_pt')
                    """)
            }
            let answer = try await tablet.send([tablet.revise(phone.member, 1)], to: phone.member, of: clinic)
            #expect(
                answer == SliceAnswer(chart: phone.member, epoch: nil, lastSeq: 0, outcomes: [], problem: .notFound))
            let nowhere = MemberID.make(at: Samples.moment.at)
            let missing = try await tablet.send([tablet.revise(nowhere, 1)], to: nowhere, of: clinic)
            #expect(missing.problem == .notFound && missing.epoch == nil)
            #expect(try await clinic.count("SELECT count(*) FROM commit_entry") == 0)
        }
    }

    @Test func `sends charts apart: one that is not there holds up no other`() async throws {
        try await withClinic { clinic in
            var (phone, tablet) = try await patient(clinic)
            let foreign = try await clinic.addMember().member
            var request = tablet.request(foreign, try [tablet.revise(foreign, 1)])
            request.charts.append(
                PushRequest.Slice(chart: phone.member, mutations: try [tablet.revise(phone.member, 1)]))
            let answers = try await clinic.push.push(request, actor: tablet.actor).charts
            #expect(answers.map(\.problem) == [.notFound, nil])
            #expect(answers.map(\.lastSeq) == [0, 1])
            phone = phone.another()
        }
    }
}
