import Care
import CareServices
import ChartSync
import HTTPMessages
import StrictJSON

/// Waiting for news, for as long as a request may last or as a stream of events.
struct WatchEndpoints {
    let watch: WatchService

    var wait: Endpoint {
        Endpoint(
            Operation(
                "watch", "Waits until one of some scopes has news, and says which; the news itself comes by a pull.",
                for: .roles([.member, .practitioner]), takes: .json(.watchRequest),
                gives: [.ok(.watchAnswer, "The scopes with news; none when the wait was over before.")],
                problems: [.schemaUnknown, .cursorInvalid, .waitReplaced])
        ) { [watch] call in
            let request: WatchRequest = try call.json()
            let deadline = ContinuousClock.now + .seconds(request.waitSeconds ?? WatchRequest.waits.upperBound)
            let answer = try await watch.wait(request, actor: call.actor) { waiter in
                await call.request.drain.whileWaiting {
                    await waiter.next(until: deadline)
                } onDrain: {
                    waiter.end()
                }
            }
            return try .json(answer)
        }
    }

    var events: Endpoint {
        Endpoint(
            Operation(
                "watchEvents",
                "The same as server-sent events, for everything that the device may hold: `news` with scope and version; "
                    + "`replaced` when another wait of the device has taken its place, `ended` when its session has ended "
                    + "or the service stops.",
                for: .roles([.member, .practitioner]),
                gives: [.events("A stream of five minutes at most; then open another, and pull once.")])
        ) { [watch] call in
            let actor = try call.actor
            let waiter = try watch.listen(as: actor)
            return .produced(contentType: "text/event-stream") { writer in
                defer { watch.endListening(waiter, actor: actor) }
                try await Self.stream(waiter, into: writer)
            }
        }
    }

    private static func stream(_ waiter: Waiter, into writer: BodyWriter) async throws {
        let end = ContinuousClock.now + WatchService.streamLifetime
        try await writer.write("retry: 5000\nevent: ready\ndata: {}\n\n")
        while ContinuousClock.now < end {
            switch await waiter.next(until: min(end, ContinuousClock.now + WatchService.heartbeat)) {
            case .news(let news):
                for scope in news {
                    let data = String(decoding: JSONWriter.write(try JSONValue.encoding(scope)), as: UTF8.self)
                    try await writer.write("event: news\ndata: \(data)\n\n")
                }
            case .timedOut: try await writer.write(": nothing new\n\n")
            case .ended:
                try await writer.write("event: ended\ndata: {}\n\n")
                return
            case .replaced:
                try await writer.write("event: replaced\ndata: {}\n\n")
                return
            }
        }
    }
}
