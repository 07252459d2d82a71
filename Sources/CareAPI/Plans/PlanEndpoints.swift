import Care
import CareMessages
import CareServices
import HTTPMessages

/// A member's plan and its revisions.
struct PlanEndpoints {
    let plans: PlanService

    var plan: Endpoint {
        Endpoint(
            Operation(
                "plan", "Shows the latest revision of a plan, or an earlier one.",
                for: .roles([.practitioner, .member]),
                query: [.init("revision", .integer(1...Int64(Int32.max)), "a whole number from 1")],
                gives: [.ok(.planAnswer, "The revision.")], reads: .chart, problems: [.noPlan])
        ) { [plans] call in
            let revision = try call.query("revision") { text in Int(text).flatMap { $0 >= 1 ? $0 : nil } }
            return try .json(
                await plans.plan(of: call.path("member") { MemberID($0) }, revision: revision, actor: call.actor))
        }
    }

    var revisions: Endpoint {
        Endpoint(
            Operation(
                "planRevisions", "Lists every revision of a plan.", for: .roles([.practitioner, .member]),
                gives: [.ok(.planRevisions, "Newest first.")], reads: .chart)
        ) { [plans] call in
            try .json(await plans.revisions(of: call.path("member") { MemberID($0) }, actor: call.actor))
        }
    }

    var propose: Endpoint {
        Endpoint(
            Operation(
                "proposePlan", "Makes the next revision of a plan, on a stated base.", for: .roles([.practitioner]),
                takes: .json(.planProposal),
                gives: [
                    .created(.planAnswer, "The revision that it became."),
                    .ok(.planAnswer, "It had been made before, or this was a dry run: nothing was done."),
                ], problems: [.baseMoved, .planRefused, .suggestionPassed, .notLicensed, .taken])
        ) { [plans] call in
            let member = try call.path("member") { MemberID($0) }
            let proposal: PlanProposal = try call.json()
            let (answer, isNew) = try await plans.propose(proposal, for: member, actor: call.actor)
            return try .json(answer, status: isNew && proposal.dryRun != true ? .created : .ok)
        }
    }
}
