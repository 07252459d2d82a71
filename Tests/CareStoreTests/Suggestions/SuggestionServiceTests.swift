import Care
import CareMessages
import CareServices
import ChartSync
import Postgres
import Testing

@Suite struct `A suggestion` {
    /// A member on single heel raises who logged a session with a pain of 8 today, and their lead PT.
    private func flared(_ clinic: Clinic) async throws -> (phone: Phone, lead: Actor) {
        try await clinic.run("DELETE FROM content_version")
        try await ContentCopy.with { copy in
            _ = try await CatalogLoader(database: clinic.owner).load(copy.directory)
        }
        var phone = try await clinic.addMember()
        let lead = try await clinic.addPractitioner(of: phone.member)
        let exercise = try Samples.slug("single-heel-raises")
        var content = try Samples.plan()
        content.items[0].exercise = exercise
        _ = try await clinic.plans.propose(
            PlanProposal(
                id: .make(at: .now), base: 0, effectiveFrom: nil, reason: try Samples.value(Note("First.")),
                template: nil, content: content, dryRun: nil), for: phone.member, actor: lead)
        let session = SessionLog(
            planRevision: 1, moment: LocalMoment(.now, in: try Samples.value(TimeZoneName("America/Denver"))),
            items: [LoggedItem(exercise: exercise, sets: [LoggedSet(reps: 12)])],
            painDuring: try Samples.value(PainScore(8)))
        try await phone.send([try phone.insert(.sessionLog(session))], to: clinic)
        return (phone, lead)
    }

    private func regression(_ list: SuggestionList) throws -> SuggestionEntry {
        try Samples.value(
            list.suggestions.first {
                if case .regress = $0.suggestion.proposal { $0.isCurrent } else { false }
            })
    }

    @Test func `is kept when it first appears, with its evidence and its numbers`() async throws {
        try await withClinic { clinic in
            let (phone, lead) = try await flared(clinic)
            let first = try await clinic.suggestions.suggestions(of: phone.member, actor: lead)
            let entry = try regression(first)
            #expect(first.ruleSet == "ankle-v2" && entry.takenUpBy == .plan)
            #expect(entry.suggestion.words.contains("8") && entry.suggestion.rule == .r1)
            let logged = try await clinic.count("SELECT count(*) FROM session_log")
            #expect(logged == 1 && !entry.suggestion.evidence.isEmpty)

            let commits = try await clinic.count("SELECT count(*) FROM commit_entry")
            let again = try await clinic.suggestions.suggestions(of: phone.member, actor: lead)
            #expect(again == first)
            #expect(try await clinic.count("SELECT count(*) FROM commit_entry") == commits)
            // It has changed no plan.
            #expect(try await clinic.count("SELECT count(*) FROM plan_revision") == 1)
        }
    }

    @Test func `becomes a revision when a PT accepts it, by one commit, once`() async throws {
        try await withClinic { clinic in
            let (phone, lead) = try await flared(clinic)
            let entry = try regression(try await clinic.suggestions.suggestions(of: phone.member, actor: lead))
            let acceptance = SuggestionAcceptance(id: .make(at: .now))
            var dry = acceptance
            dry.dryRun = true
            let would = try await clinic.suggestions.accept(entry.id, of: phone.member, as: dry, actor: lead)
            #expect(would.plan?.revision.number == 2 && would.suggestion.suggestion.decision == nil)
            #expect(try await clinic.count("SELECT count(*) FROM plan_revision") == 1)

            let done = try await clinic.suggestions.accept(entry.id, of: phone.member, as: acceptance, actor: lead)
            let revision = try #require(done.plan?.revision)
            #expect(revision.number == 2 && revision.fromSuggestion == entry.id)
            #expect(revision.content.items.map(\.exercise.description) == ["heel-raises"])
            #expect(revision.content.items.first?.dose.sets == 3)
            let decision = try #require(done.suggestion.suggestion.decision)
            #expect(decision.kind == .accepted && decision.planRevision == 2)
            #expect(
                try await clinic.count("SELECT count(*) FROM commit_entry WHERE cardinality(kinds) = 2") >= 1)
            #expect(try await clinic.history.history(of: phone.member, actor: lead).verification.holds)

            await #expect(throws: CareError.suggestionPassed) {
                try await clinic.suggestions.accept(
                    entry.id, of: phone.member, as: SuggestionAcceptance(id: .make(at: .now)), actor: lead)
            }
            #expect(try await clinic.count("SELECT count(*) FROM plan_revision") == 2)
        }
    }

    @Test func `holds runs beside what the plan says of running, for two days from its revision on`() async throws {
        try await withClinic { clinic in
            let (phone, lead) = try await flared(clinic)
            let entry = try Samples.value(
                try await clinic.suggestions.suggestions(of: phone.member, actor: lead).suggestions.first {
                    if case .runHold = $0.suggestion.proposal { $0.isCurrent } else { false }
                })
            let done = try await clinic.suggestions.accept(
                entry.id, of: phone.member, as: SuggestionAcceptance(id: .make(at: .now)), actor: lead)
            let revision = try #require(done.plan?.revision)
            let before = try Samples.plan().modifications
            #expect(revision.content.modifications.count == 2 && revision.content.modifications.first == before.first)
            #expect(revision.content.modifications.last?.maximumDaysPerWeek == 0)
            #expect(revision.content.modifications.last?.until == revision.effectiveFrom.adding(days: 1))
        }
    }

    @Test func `is dismissed with a reason, and does not come back on the same reports`() async throws {
        try await withClinic { clinic in
            let (phone, lead) = try await flared(clinic)
            let entry = try regression(try await clinic.suggestions.suggestions(of: phone.member, actor: lead))
            let dismissal = SuggestionDismissal(reason: try Samples.value(Note("New shoes explain it.")))
            let done = try await clinic.suggestions.dismiss(entry.id, of: phone.member, as: dismissal, actor: lead)
            #expect(done.suggestion.suggestion.decision?.kind == .dismissed && !done.suggestion.isCurrent)
            let after = try await clinic.suggestions.suggestions(of: phone.member, actor: lead)
            #expect(!after.suggestions.contains { $0.isCurrent && $0.suggestion.proposal == entry.suggestion.proposal })
            await #expect(throws: CareError.suggestionPassed) {
                try await clinic.suggestions.dismiss(entry.id, of: phone.member, as: dismissal, actor: lead)
            }
            #expect(try await clinic.count("SELECT count(*) FROM plan_revision") == 1)
        }
    }

    @Test func `stands in the worklist while the chart gives reason for it, and no longer`() async throws {
        try await withClinic { clinic in
            let (made, lead) = try await flared(clinic)
            var phone = made
            func waiting() async throws -> Int {
                let overview = try await clinic.worklist.overview(of: phone.member, actor: lead)
                let listed = try await clinic.worklist.worklist(actor: lead).entries.flatMap(\.reasons)
                    .count { $0.kind == .suggestion }
                #expect(listed == overview.suggestions)
                return listed
            }
            #expect(try await waiting() == 0)
            let found = try await clinic.suggestions.suggestions(of: phone.member, actor: lead).suggestions
            #expect(try await waiting() == found.count && found.count > 1)
            // A red flag silences them, although nobody has decided.
            let flag = CheckIn(
                moment: LocalMoment(.now, in: .utc), about: .now, pain: try Samples.value(PainScore(2)),
                redFlags: [.calfSwelling])
            try await phone.send([try phone.insert(.checkIn(flag))], to: clinic)
            #expect(try await waiting() == 0)
        }
    }

    @Test func `is nobody's to accept but a PT's who may prescribe there`() async throws {
        try await withClinic { clinic in
            let (phone, lead) = try await flared(clinic)
            let entry = try regression(try await clinic.suggestions.suggestions(of: phone.member, actor: lead))
            func refusal(of actor: Actor) async -> CareError? {
                await #expect(throws: CareError.self) {
                    try await clinic.suggestions.accept(
                        entry.id, of: phone.member, as: SuggestionAcceptance(id: .make(at: .now)), actor: actor)
                }
            }
            let coach = try await clinic.addPractitioner(of: phone.member, as: .coach)
            #expect(await refusal(of: coach) == .notAllowed)
            let elsewhere = try await clinic.addPractitioner(licensedIn: "NY")
            try await clinic.place(elsewhere, with: phone.member)
            #expect(await refusal(of: elsewhere) == .notLicensed(try #require(USState("CO"))))
            let stranger = try await clinic.addPractitioner()
            #expect(await refusal(of: stranger) == .notFound)
            #expect(await refusal(of: phone.actor) == .notAllowed)
            #expect(try await clinic.count("SELECT count(*) FROM plan_revision") == 1)
        }
    }
}
