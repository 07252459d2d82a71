import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import StrictJSON
import Testing

@Suite struct `Prescribing` {
    private func patient(_ clinic: Clinic) async throws -> (phone: Phone, lead: Actor) {
        let phone = try await clinic.addMember()
        return (phone, try await clinic.addPractitioner(of: phone.member))
    }

    @Test func `makes the next revision, which the member's phone pulls`() async throws {
        try await withClinic { clinic in
            var (phone, lead) = try await patient(clinic)
            let first = try await clinic.plans.propose(
                try Samples.proposal(base: 0), for: phone.member, actor: lead)
            let second = try await clinic.plans.propose(
                try Samples.proposal(base: 1, sets: 4), for: phone.member, actor: lead)

            #expect(first.isNew && second.isNew)
            #expect(first.answer.revision.number == 1 && second.answer.revision.number == 2)
            #expect(second.answer.version == 2 && second.answer.authorName == "Dana Okafor")
            // A first plan holds from today, an edit from tomorrow.
            #expect(second.answer.revision.effectiveFrom == first.answer.revision.effectiveFrom.adding(days: 1))
            let latest = try await clinic.plans.plan(of: phone.member, revision: nil, actor: phone.actor)
            #expect(latest == second.answer)
            #expect(
                try await clinic.plans.plan(of: phone.member, revision: 1, actor: lead) == first.answer)
            #expect(
                try await clinic.plans.revisions(of: phone.member, actor: lead).revisions == [
                    second.answer, first.answer,
                ])
            try await phone.sync(with: clinic)
            #expect(phone.rows.count == 2 && phone.isProven)
            await #expect(throws: CareError.noPlan) {
                try await clinic.plans.plan(of: phone.member, revision: 3, actor: lead)
            }
        }
    }

    @Test func `leaves a session with the revision that the member had in hand`() async throws {
        try await withClinic { clinic in
            var (phone, lead) = try await patient(clinic)
            for base in 0...1 {
                _ = try await clinic.plans.propose(
                    try Samples.proposal(base: base, sets: base + 2), for: phone.member, actor: lead)
            }
            let row = RowID.make(at: Samples.moment.at)
            let answer = try await phone.send([phone.insert(Samples.session(revision: 1), row)], to: clinic)
            #expect(answer.outcomes.map(\.status) == [.applied])
            try await phone.sync(with: clinic)
            #expect(phone.rows[row.description]?.body["planRevision"] == 1)
        }
    }

    @Test func `by two PTs at once on one base lets one win, and tells the other`() async throws {
        try await withClinic { clinic in
            let (phone, lead) = try await patient(clinic)
            let covering = try await clinic.addPractitioner(of: phone.member, as: .coveringPT)
            let proposals = try (2...9).map { try Samples.proposal(base: 0, sets: $0) }
            let won = try await withThrowingTaskGroup(of: PlanAnswer?.self) { group in
                for (index, proposal) in proposals.enumerated() {
                    group.addTask {
                        do {
                            return try await clinic.plans.propose(
                                proposal, for: phone.member, actor: index.isMultiple(of: 2) ? lead : covering
                            ).answer
                        } catch CareError.baseMoved(current: 1) {
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1.map { [$0] } ?? [] }
            }
            #expect(won.count == 1)
            let latest = try await clinic.plans.plan(of: phone.member, revision: nil, actor: lead)
            #expect(latest == won.first)
            #expect(proposals.contains { $0.id == latest.id && $0.content == latest.revision.content })
            #expect(try await clinic.count("SELECT version FROM chart") == 1)
        }
    }

    @Test func `again gets the same answer, and the same id for something else does not`() async throws {
        try await withClinic { clinic in
            let (phone, lead) = try await patient(clinic)
            let proposal = try Samples.proposal(base: 0)
            let first = try await clinic.plans.propose(proposal, for: phone.member, actor: lead)
            _ = try await clinic.plans.propose(
                try Samples.proposal(base: 1, sets: 5), for: phone.member, actor: lead)
            let again = try await clinic.plans.propose(proposal, for: phone.member, actor: lead)
            #expect(!again.isNew && again.answer == first.answer)

            var other = proposal
            other.content = try Samples.plan(sets: 9)
            await #expect(throws: CareError.taken) {
                try await clinic.plans.propose(other, for: phone.member, actor: lead)
            }
            #expect(try await clinic.count("SELECT count(*) FROM plan_revision") == 2)
        }
    }

    @Test func `in a dry run answers what would be, and writes nothing`() async throws {
        try await withClinic { clinic in
            let (phone, lead) = try await patient(clinic)
            let proposal = try Samples.proposal(base: 0, dryRun: true)
            let dry = try await clinic.plans.propose(proposal, for: phone.member, actor: lead)
            #expect(dry.isNew && dry.answer.version == nil && dry.answer.revision.number == 1)
            #expect(dry.answer.revision.content == proposal.content)
            #expect(try await clinic.count("SELECT version FROM chart") == 0)
            #expect(try await clinic.count("SELECT count(*) FROM plan_revision") == 0)
            #expect(try await clinic.count("SELECT count(*) FROM commit_entry") == 0)
        }
    }

    @Test func `refuses every fault of a plan at once`() async throws {
        try await withClinic { clinic in
            let (phone, lead) = try await patient(clinic)
            var proposal = try Samples.proposal(base: 0)
            proposal.effectiveFrom = LocalDay(dayNumber: 10_000)
            proposal.content.items[0].dose.sets = 11
            proposal.content.items.append(try Samples.plan(exercise: "no-such-exercise").items[0])
            do {
                _ = try await clinic.plans.propose(proposal, for: phone.member, actor: lead)
                Issue.record("it was prescribed")
            } catch CareError.planRefused(let violations) {
                #expect(
                    violations.map(\.pointer) == [
                        "/content/items/0/dose/sets", "/content/items/1/exercise", "/effectiveFrom",
                    ])
            }
            #expect(try await clinic.count("SELECT count(*) FROM plan_revision") == 0)
        }
    }

    @Test func `refuses another dose than the exercise has, and a side that it has not`() async throws {
        try await withClinic { clinic in
            let (phone, lead) = try await patient(clinic)
            var proposal = try Samples.proposal(base: 0)
            proposal.content.items[0].dose = Dose(sets: 1, durationSeconds: 120)
            proposal.content.items[0].side = .left
            do {
                _ = try await clinic.plans.propose(proposal, for: phone.member, actor: lead)
                Issue.record("it was prescribed")
            } catch CareError.planRefused(let violations) {
                #expect(violations.map(\.pointer) == ["/content/items/0/dose/reps", "/content/items/0/side"])
                #expect(violations.first?.message == "calf-raises is dosed in repetitions: give sets and reps")
            }
            #expect(try await clinic.count("SELECT count(*) FROM plan_revision") == 0)
        }
    }

    @Test func `refuses a rest that lasts`() async throws {
        try await withClinic { clinic in
            let (phone, lead) = try await patient(clinic)
            var proposal = try Samples.proposal(base: 0)
            proposal.content.items = []
            proposal.content.until = try Samples.value(LocalDay("9999-12-31"))
            do {
                _ = try await clinic.plans.propose(proposal, for: phone.member, actor: lead)
                Issue.record("it was prescribed")
            } catch CareError.planRefused(let violations) {
                #expect(violations.map(\.pointer) == ["/content/until"])
            }
        }
    }

    @Test func `refuses a version of a template that no column holds`() async throws {
        try await withClinic { clinic in
            let (phone, lead) = try await patient(clinic)
            var proposal = try Samples.proposal(base: 0)
            proposal.template = TemplateReference(slug: try Samples.slug("ankle-pain"), version: 1 << 40)
            await #expect(throws: CareError.self) {
                try await clinic.plans.propose(proposal, for: phone.member, actor: lead)
            }
            #expect(try await clinic.count("SELECT count(*) FROM plan_revision") == 0)
        }
    }

    @Test func `needs a place that prescribes and a licence where the member is`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember(state: "CO")
            func refusal(of actor: Actor) async throws -> CareError? {
                do {
                    _ = try await clinic.plans.propose(
                        try Samples.proposal(base: 0), for: phone.member, actor: actor)
                    return nil
                } catch let error as CareError {
                    return error
                }
            }
            let coach = try await clinic.addPractitioner(of: phone.member, as: .coach)
            let stranger = try await clinic.addPractitioner()
            let former = try await clinic.addPractitioner()
            try await clinic.place(former, with: phone.member, hasEnded: true)
            let unlicensed = try await clinic.addPractitioner(licensedIn: "TX")
            try await clinic.place(unlicensed, with: phone.member)

            #expect(try await refusal(of: coach) == .notAllowed)
            #expect(try await refusal(of: stranger) == .notFound)
            #expect(try await refusal(of: former) == .notFound)
            #expect(try await refusal(of: unlicensed) == .notLicensed(try #require(USState("CO"))))
            #expect(try await refusal(of: phone.actor) == .notAllowed)
            await #expect(throws: CareError.notFound) {
                try await clinic.plans.plan(of: phone.member, revision: nil, actor: former)
            }
            #expect(try await clinic.count("SELECT version FROM chart") == 0)
        }
    }
}

@Suite struct `Moving to a phase with steps of walking and running` {
    @Test func `begins the first of them with the revision, once`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let slug = try Samples.slug("ankle-pain-after-running")
            let file = try #require(
                try CatalogLoader.check(Catalog.content).first { $0.kind == .template && $0.slug == slug })
            let template = String(decoding: JSONWriter.write(file.body), as: UTF8.self)
            try await clinic.run(
                """
                INSERT INTO content_version (kind, slug, version, catalog_version, body)
                VALUES ('template', '\(slug)', 1, 3, $body$\(template)$body$)
                """)
            func propose(_ base: Int, phase: String) async throws -> LocalDay {
                var proposal = try Samples.proposal(base: base, sets: base + 1)
                proposal.template = TemplateReference(slug: slug, version: 1, phase: try Samples.slug(phase))
                let done = try await clinic.plans.propose(proposal, for: phone.member, actor: lead).answer
                // The same proposal once more begins nothing anew.
                _ = try await clinic.plans.propose(proposal, for: phone.member, actor: lead)
                return done.revision.effectiveFrom
            }
            func starts() async throws -> Int64 { try await clinic.count("SELECT count(*) FROM run_phase") }

            _ = try await propose(0, phase: "load-one-leg")
            #expect(try await starts() == 0)
            let from = try await propose(1, phase: "return-to-run")
            let first = "SELECT count(*) FROM run_phase WHERE phase = 1 AND from_day = '\(from)'"
            #expect(try await clinic.count(first) == 1)
            // An edit within the phase leaves the member on the step that they are at.
            _ = try await propose(2, phase: "return-to-run")
            #expect(try await starts() == 1)
            #expect(try await clinic.history.history(of: phone.member, actor: lead).verification.holds)
        }
    }
}
