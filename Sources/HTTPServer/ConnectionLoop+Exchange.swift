import HTTPMessages
import Logging

/// The course of one request: what libmicrohttpd reports, and what it is to do next.
extension ConnectionLoop {
    /// What libmicrohttpd does after a call of the handler.
    enum Step {
        case goOn
        /// Close without an answer.
        case close
        /// Send the response, with its body from the stream if there is one.
        case respond(FinishedResponse, BodyStream?)
        /// Suspend the connection, then begin.
        case suspend(() -> Void)
    }

    private var deadlines: HTTPDeadlines { configuration.deadlines }

    func opened(socket: CInt) -> Client? {
        guard let client = announced.removeValue(forKey: socket) else { return nil }
        clients[client.number] = client
        return client
    }

    func closed(_ client: Client) {
        clients[client.number] = nil
        counts.close(client.peer)
        // libmicrohttpd reports the end of those requests only that the handler was called for.
        if let exchange = client.exchange { end(exchange, wholly: false) }
    }

    func requestArrives(from client: Client, target: [UInt8]) {
        client.exchange = Exchange(id: Request.newID(), target: target, started: .now)
        let headers = ContinuousClock.now + .seconds(deadlines.headerSeconds)
        // The first request's time runs from the connection: a slow request line must not earn more.
        client.deadline = client.hasHadRequest ? headers : min(client.deadline ?? headers, headers)
        client.hasHadRequest = true
    }

    func received(_ piece: [UInt8], from client: Client) -> Step {
        guard let exchange = client.exchange, case .receiving(let head) = exchange.stage else { return .close }
        exchange.receivedBytes += piece.count
        exchange.isAnnouncedAgain = false
        if head.isSpooled { return spooled(piece, head, client, exchange) }
        let limit = head.bodyLimitBytes
        if exchange.receivedBytes <= limit {
            exchange.body += piece
        } else {
            exchange.body = []
            // libmicrohttpd takes no answer in the middle of a body. A little more is read and dropped, so that the
            // client can hear why; beyond that it is not listening.
            guard exchange.receivedBytes <= 2 * limit + 65_536 else { return .close }
        }
        extendDeadline(client, exchange)
        return .goOn
    }

    private func extendDeadline(_ client: Client, _ exchange: Exchange) {
        client.deadline =
            exchange.bodyStarted
            + .seconds(deadlines.bodySeconds + Double(exchange.receivedBytes) / deadlines.bytesPerSecond)
    }

    /// Writes a piece of a large body to disk; what does not fit is not listened to any longer.
    private func spooled(_ piece: [UInt8], _ head: AdmittedHead, _ client: Client, _ exchange: Exchange) -> Step {
        guard exchange.receivedBytes <= head.bodyLimitBytes else {
            answerLast(.contentTooLarge(limitBytes: head.bodyLimitBytes), client)
            return .close
        }
        do {
            try exchange.spool?.append(piece)
        } catch {
            logger.error(
                "a body cannot be written to disk", metadata: ["request_id": "\(exchange.id)", "reason": "\(error)"])
            answerLast(error.isFull ? .insufficientStorage : .internalError, client)
            return .close
        }
        extendDeadline(client, exchange)
        return .goOn
    }

    /// A call of the handler without a piece of body.
    func step(_ client: Client, head: () -> RawHead) -> Step {
        guard let exchange = client.exchange else { return .close }
        switch exchange.stage {
        case .arriving: return judge(head(), client, exchange)
        case .receiving(let head):
            if exchange.isAnnouncedAgain {
                exchange.isAnnouncedAgain = false
                return .goOn
            }
            guard exchange.receivedBytes <= head.bodyLimitBytes else {
                return refuse(
                    .problem(.contentTooLarge(limitBytes: head.bodyLimitBytes)), client, exchange, closing: true)
            }
            return work(head, client, exchange)
        case .answered(let response): return send(response, client, exchange)
        case .asking, .working, .sending, .streaming: return .goOn
        }
    }

    private func judge(_ head: RawHead, _ client: Client, _ exchange: Exchange) -> Step {
        exchange.method = HTTPMethod(rawValue: head.method)
        do {
            let admitted = try gate.admit(head)
            exchange.traceID = admitted.headers.traceID(requestID: exchange.id)
            if isDraining { return turnAway("The server is shutting down.", client, exchange) }
            if admitted.isSpooled, let spooling = configuration.spooling {
                return ask(spooling, about: admitted, client, exchange)
            }
            exchange.stage = .receiving(admitted)
            exchange.bodyStarted = .now
            client.deadline = .now + .seconds(deadlines.bodySeconds)
            return .goOn
        } catch {
            // On the way down nobody is heard out.
            if error.isOfTheBody, !isDraining { return refuseBody(error.problem, client, exchange) }
            return refuse(.problem(error.problem), client, exchange, closing: error.closesConnection)
        }
    }

    /// Has the request judged before its body comes.
    private func ask(
        _ spooling: HTTPSpooling, about head: AdmittedHead, _ client: Client, _ exchange: Exchange
    ) -> Step {
        guard counts.beginRequest() else { return turnAway("Too many requests are being answered.", client, exchange) }
        exchange.isCounted = true
        let request = Request(
            head.method, head.rawTarget, target: head.target, headers: head.headers, body: [], spool: nil,
            peerAddress: client.peer.text, id: exchange.id, drain: responder.drain)
        client.deadline = nil
        let (number, mailbox, responder) = (client.number, mailbox, responder)
        return .suspend {
            exchange.stage = .asking(
                head,
                Task {
                    let refusal = await spooling.refusal(request)
                    let finished = refusal.map {
                        // What the client is sending meanwhile would be read as its next request.
                        responder.finish($0, to: head, id: request.id, closesConnection: true)
                    }
                    mailbox.post(.judgement(client: number, finished))
                })
        }
    }

    /// Lets the body of a request come that was judged to be welcome.
    func letBodyCome(_ client: Client, _ exchange: Exchange) {
        guard case .asking(let head, _) = exchange.stage, let folder = configuration.spooling?.folder else { return }
        do {
            exchange.spool = try SpoolFile(in: folder)
        } catch {
            logger.error(
                "no file can be made for a body", metadata: ["request_id": "\(exchange.id)", "reason": "\(error)"])
            let problem = error.isFull ? Problem.insufficientStorage : .internalError
            exchange.stage = .answered(
                responder.finish(.problem(problem), to: head, id: exchange.id, closesConnection: true))
            discount(exchange)
            client.resume()
            return
        }
        exchange.stage = .receiving(head)
        exchange.isAnnouncedAgain = true
        exchange.bodyStarted = .now
        client.deadline = .now + .seconds(deadlines.bodySeconds)
        client.resume()
    }

    private func work(_ head: AdmittedHead, _ client: Client, _ exchange: Exchange) -> Step {
        guard exchange.isCounted || counts.beginRequest() else {
            return turnAway("Too many requests are being answered.", client, exchange)
        }
        exchange.isCounted = true
        let received = ReceivedRequest(
            head: head, body: exchange.body, spool: exchange.spool, peerAddress: client.peer.text, id: exchange.id)
        exchange.body = []
        exchange.spool = nil
        client.deadline = nil
        let number = client.number
        let mailbox = mailbox
        let responder = responder
        return .suspend {
            // The answer comes back through the mailbox, which this thread reads later.
            exchange.stage = .working(
                Task { mailbox.post(.answer(client: number, await responder.answer(received))) })
        }
    }

    private func turnAway(_ detail: String, _ client: Client, _ exchange: Exchange) -> Step {
        send(turningAway(detail, id: exchange.id), client, exchange)
    }

    /// A 503 that says when to come back.
    func turningAway(_ detail: String, id: String) -> FinishedResponse {
        let response = Response.problem(.unavailable(detail), headers: ["Retry-After": retryAfter()])
        return responder.finish(response, to: nil, id: id)
    }

    /// Answers past libmicrohttpd, and shuts the socket down: it can only find it closed.
    func answerLast(_ problem: Problem, _ client: Client) {
        // A request line that cannot be read is a request all the same.
        let exchange = client.exchange ?? Exchange(id: Request.newID(), target: [], started: .now)
        client.exchange = exchange
        exchange.stage = .sending
        let response = responder.finish(.problem(problem), to: nil, id: exchange.id)
        exchange.outcome = Exchange.Outcome(response)
        client.writeLast(response.message())
        client.deadline = .now
    }

    private func refuse(_ response: Response, _ client: Client, _ exchange: Exchange, closing: Bool) -> Step {
        send(
            responder.finish(response, to: nil, id: exchange.id, closesConnection: closing), client, exchange)
    }

    private func send(_ response: FinishedResponse, _ client: Client, _ exchange: Exchange) -> Step {
        exchange.outcome = Exchange.Outcome(response)
        client.deadline =
            .now + .seconds(deadlines.responseSeconds + Double(response.body.count) / deadlines.bytesPerSecond)
        let response = isDraining ? response.closing() : response
        guard case .produced(let produce) = response.body else {
            exchange.stage = .sending
            return .respond(response, nil)
        }
        let stream = start(produce, for: client, exchange)
        return .respond(response, stream)
    }

    // MARK: Bodies that are produced over time

    private func start(_ produce: @escaping BodyProducer, for client: Client, _ exchange: Exchange) -> BodyStream {
        let (number, id) = (client.number, exchange.id)
        let (mailbox, logger) = (mailbox, logger)
        let stream = BodyStream { mailbox.post(.supply(client: number)) }
        let task = Task {
            guard let error = await stream.run(produce) else { return }
            logger.error("a body was cut short", metadata: ["request_id": "\(id)", "error": "\(error)"])
        }
        exchange.stage = .streaming(stream, task)
        if let drainDeadline {
            task.cancel()
            // Nobody would resume it any more.
            if drainDeadline <= .now { stream.abandon() }
        }
        return stream
    }

    /// The next piece of a body; for want of one, the connection is to be suspended.
    func supply(_ client: Client, _ stream: BodyStream, upTo count: Int) -> BodyStream.Supply {
        guard let exchange = client.exchange else { return .failure }
        let supply = stream.take(upTo: count)
        switch supply {
        case .bytes(let bytes):
            exchange.outcome?.bytes += bytes.count
            client.deadline = .now + .seconds(deadlines.responseSeconds)
        case .nothingYet:
            exchange.isParked = true
            client.deadline = nil
        case .end, .failure: client.deadline = .now + .seconds(deadlines.responseSeconds)
        }
        return supply
    }

    // MARK: The end

    func completed(_ client: Client, wholly: Bool) {
        guard let exchange = client.exchange else { return }
        client.exchange = nil
        client.deadline = .now + .seconds(deadlines.idleSeconds)
        end(exchange, wholly: wholly)
        if case .streaming = exchange.stage, isDraining {
            // Its head went out before anyone knew that it would be the last.
            client.deadline = .now
        }
    }

    func end(_ exchange: Exchange, wholly: Bool) {
        if case .streaming(let stream, let task) = exchange.stage {
            stream.abandon()
            task.cancel()
        }
        discount(exchange)
        let lasted = ContinuousClock.now - exchange.started
        configuration.observe?(
            HTTPObservation(
                method: exchange.method, routeTemplate: exchange.outcome?.routeTemplate,
                status: exchange.outcome?.status, problem: exchange.outcome?.problem, duration: lasted,
                isWhole: wholly))
        log(exchange, lasted, wholly: wholly)
    }

    /// Takes the request out of those in flight.
    func discount(_ exchange: Exchange) {
        guard exchange.isCounted else { return }
        exchange.isCounted = false
        counts.endRequest()
    }

    /// One line per request: nothing that a client wrote, so nothing that a member wrote.
    private func log(_ exchange: Exchange, _ lasted: Duration, wholly: Bool) {
        let milliseconds = lasted / .milliseconds(1)
        logger.info(
            "request",
            metadata: [
                "method": "\(exchange.method?.rawValue ?? "-")",
                "route": "\(exchange.outcome?.routeTemplate ?? "-")",
                "status": "\(exchange.outcome.map { String($0.status.code) } ?? "-")",
                "duration_ms": "\((milliseconds * 10).rounded() / 10)",
                "bytes": "\(exchange.outcome?.bytes ?? 0)",
                "outcome": wholly ? "sent" : "cut",
                "request_id": "\(exchange.id)",
                "trace_id": "\(exchange.traceID?.description ?? "-")",
            ])
    }
}
