import Care
import CareServices
import ChartSync
import HTTPMessages

/// The exchange with members' devices.
struct SyncEndpoints {
    let push: PushService
    let pull: PullService

    var pushMutations: Endpoint {
        Endpoint(
            Operation(
                "push", "Takes what a device did, in order; a repeat is answered alike and changes nothing.",
                for: .roles([.member, .practitioner]), takes: .json(.pushRequest),
                gives: [.ok(.pushAnswer, "What became of each mutation.")], problems: [.schemaUnknown]),
            admission: .withWork
        ) { [push] call in
            try .json(await push.push(call.json(), caller: call.unprovenCaller))
        }
    }

    var pullPages: Endpoint {
        Endpoint(
            Operation(
                "pull", "Gives a device what changed since its cursor.", for: .roles([.member, .practitioner]),
                takes: .json(.pullRequest),
                gives: [.ok(.pullAnswer, "A page of each scope that has news.")],
                problems: [.schemaUnknown, .clientTooOld, .cursorInvalid]),
            admission: .withWork
        ) { [pull] call in
            try .json(await pull.pull(call.json(), caller: call.unprovenCaller))
        }
    }
}
