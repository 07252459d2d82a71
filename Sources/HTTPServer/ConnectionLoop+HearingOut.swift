import CMicroHTTPD
import Glibc
import HTTPMessages

/// A connection whose client has had its last answer and may still be sending a body that nobody wants.
struct HeardOut {
    let client: Client
    /// How much more of it is read and dropped.
    var bytesLeft: Int
}

/// What is refused on its head alone, while its body is on its way.
///
/// Closed with bytes unread, the connection would be reset, and the client might never see the answer: it would try the same
/// again. So it is answered at once, and heard out within bounds.
extension ConnectionLoop {
    /// Answers past libmicrohttpd, which is kept from the connection until it is shut down.
    func refuseBody(_ problem: Problem, _ client: Client, _ exchange: Exchange) -> Step {
        .suspend { [self] in
            let response = responder.finish(.problem(problem), to: nil, id: exchange.id)
            exchange.outcome = Exchange.Outcome(response)
            client.writeLastWord(response.message())
            client.exchange = nil
            end(exchange, wholly: true)
            client.deadline = .now + .seconds(configuration.deadlines.hearingOutSeconds)
            heardOut[client.number] = HeardOut(client: client, bytesLeft: configuration.limits.hearingOutBytes)
        }
    }

    /// Reads and drops what has come.
    func hearOut() {
        for (number, entry) in heardOut {
            var left = entry.bytesLeft
            var isOver = false
            // A few pieces at a turn: others are served on this thread too.
            for _ in 0..<4 {
                let count = unsafe recv(entry.client.socket, &scrap, scrap.count, CInt(MSG_DONTWAIT))
                guard count > 0 else {
                    isOver = count == 0 || errno != EAGAIN && errno != EINTR
                    break
                }
                left -= count
                isOver = left <= 0
                if isOver { break }
            }
            if isOver { cut(entry.client) } else { heardOut[number]?.bytesLeft = left }
        }
    }

    /// Gives the connection back to libmicrohttpd, which finds its socket shut down.
    func endHearingOut(_ client: Client) {
        if heardOut.removeValue(forKey: client.number) != nil { client.resume() }
    }
}
