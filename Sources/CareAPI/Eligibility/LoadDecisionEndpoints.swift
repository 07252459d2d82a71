import Care
import CareMessages
import CareServices
import Foundation
import HTTPMessages

/// What people decide about loads that wait, and about those that are in force.
struct LoadDecisionEndpoints {
    let rosters: RosterService

    private static let dryRun = Operation.QueryParameter("dryRun", .boolean, "true or false")

    var changes: Endpoint {
        Endpoint(
            Operation(
                "listLoadChanges", "Lists what a load that waits would do to whom.",
                for: .roles([.sponsor, .operator]),
                query: [
                    .init("effect", .choice(LoadEffect.self), isRequired: true, "the effect to list"),
                    .init("after", .text(80), "the number after which the page begins"),
                    .init("limit", .integer(1...Int64(LoadChanges.maximumCount)), "1 to 500"),
                ], gives: [.ok(.loadChanges, "One page, by number; without names and birth dates.")],
                problems: [.loadState])
        ) { [rosters] call in
            let (slug, load) = try call.load()
            guard let effect = try call.query("effect", { LoadEffect(rawValue: $0) }) else {
                throw Refusal.invalidQuery("effect", "is missing")
            }
            let after = try call.query("after") { RosterID($0)?.description }
            let limit = try call.query("limit") { Int($0) } ?? 100
            return try .json(
                await rosters.changes(
                    of: load, sponsor: slug, effect: effect, after: after, limit: limit, actor: call.actor))
        }
    }

    var release: Endpoint {
        Endpoint(
            Operation(
                "releaseLoad", "Puts a load that waits into force.", for: .roles([.sponsor, .operator]),
                query: [Self.dryRun], takes: .json(.loadDecision),
                gives: [.ok(.loadReport, "The load, applied; after a dry run it still waits.")],
                problems: [.loadState, .loadOvertaken, .feedChanged, .secondPersonNeeded, .confirmationNeeded])
        ) { [rosters] call in
            let (slug, load) = try call.load()
            return try .json(
                await rosters.release(load, of: slug, call.json(), dryRun: call.isDryRun(), actor: call.actor))
        }
    }

    var reject: Endpoint {
        Endpoint(
            Operation(
                "rejectLoad", "Turns down a load that waits.", for: .roles([.sponsor, .operator]),
                query: [Self.dryRun], takes: .json(.loadDecision), gives: [.ok(.loadReport, "The load, rejected.")],
                problems: [.loadState])
        ) { [rosters] call in
            let (slug, load) = try call.load()
            return try .json(
                await rosters.reject(load, of: slug, call.json(), dryRun: call.isDryRun(), actor: call.actor))
        }
    }

    var undo: Endpoint {
        Endpoint(
            Operation(
                "undoLoad", "Takes a load that is in force back by its inverse.", for: .roles([.sponsor, .operator]),
                query: [Self.dryRun], takes: .json(.loadDecision),
                gives: [.ok(.loadReport, "The load that took it back; after a dry run nothing was done.")],
                problems: [.loadState, .loadsDepend, .confirmationNeeded])
        ) { [rosters] call in
            let (slug, load) = try call.load()
            return try .json(
                await rosters.undo(load, of: slug, call.json(), dryRun: call.isDryRun(), actor: call.actor))
        }
    }

    var acknowledge: Endpoint {
        Endpoint(
            Operation(
                "acknowledgeLoad", "Notes that the sponsor has taken note of what its file did.",
                for: .roles([.sponsor, .operator]), gives: [.ok(.loadReport, "The load, acknowledged.")],
                problems: [.loadState])
        ) { [rosters] call in
            let (slug, load) = try call.load()
            return try .json(await rosters.acknowledge(load, of: slug, actor: call.actor))
        }
    }
}

extension Call {
    /// The sponsor and the load in the path.
    func load() throws(Refusal) -> (sponsor: Slug, load: UUID) {
        let slug = try path("sponsor") { Slug($0) }
        return (slug, try path("load") { UUID(text: $0) })
    }

    func isDryRun() throws(Refusal) -> Bool { try query("dryRun") { Bool($0) } ?? false }
}
