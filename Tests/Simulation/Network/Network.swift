import Care
import ChartSync
import StrictJSON

/// What lies between devices and the service: it loses, repeats, delays, reorders, and cuts answers anywhere.
final class Network {
    // The world outlives its network.
    private unowned let world: World

    init(world: World) { self.world = world }

    func send(_ request: Request, from phone: Phone, exchange: Int) {
        var dice = world.dice
        defer { world.dice = dice }
        world.trace.note(world.schedule.now, "phone \(phone.number) \(request.name) #\(exchange)")
        guard !isLost(&dice) else { return }
        let request = throughWire(request, &dice)
        deliver(request, from: phone, exchange: exchange, after: delay(&dice))
        // Somebody between the two sends it once more, perhaps much later.
        if !world.isCalm, dice.oneIn(20) {
            deliver(request, from: phone, exchange: exchange, after: dice.milliseconds(0...60_000))
        }
    }

    private func deliver(_ request: Request, from phone: Phone, exchange: Int, after delay: Int64) {
        world.schedule.after(delay) { [world] in
            world.service.receive(request) { [self] reply in answer(reply, to: phone, exchange: exchange) }
        }
    }

    private func answer(_ reply: Reply, to phone: Phone, exchange: Int) {
        var dice = world.dice
        defer { world.dice = dice }
        guard phone.isOnline, !isLost(&dice) else { return }
        let isCut = !world.isCalm && dice.oneIn(25)
        let reply: Reply? = isCut ? cut(reply, &dice) : throughWire(reply, &dice)
        world.schedule.after(delay(&dice)) { [world] in
            world.trace.note(world.schedule.now, "phone \(phone.number) #\(exchange) \(Self.summary(reply))")
            phone.receive(reply, for: exchange)
        }
    }

    private func isLost(_ dice: inout Dice) -> Bool { !world.isCalm && dice.oneIn(18) }

    private func delay(_ dice: inout Dice) -> Int64 {
        if !world.isCalm, dice.oneIn(20) { return dice.milliseconds(500...25_000) }
        return dice.milliseconds(2...180)
    }

    static func summary(_ reply: Reply?) -> String {
        switch reply {
        case nil: "cut"
        case .enrolled?: "enrolled"
        case .problem(let problem)?: problem.rawValue
        case .push(let answer)?:
            answer.charts.map { slice in
                "\(slice.lastSeq)\(slice.problem.map { " \($0.rawValue)" } ?? "")["
                    + slice.outcomes.map { "\($0.seq)→\($0.version) \($0.reason?.rawValue ?? $0.status.rawValue)" }
                    .joined(separator: ", ") + "]"
            }.joined(separator: " ")
        case .pull(let answer)?:
            answer.pages.map { page in
                "\(page.scope) \(page.from)…\(page.to)\(page.rebase ? " rebase" : "")\(page.consistent ? " whole" : "")"
                    + " \(page.rows.count) rows, \(page.deleted.count) deleted, acked \(page.ackedSeq ?? 0)"
            }.joined(separator: "; ") + (answer.drops.isEmpty ? "" : " drops \(answer.drops.map(\.scope.description))")
        case .checksums(let answer)?: "sums of \(answer.scope) at \(answer.version)"
        case .repair(let answer)?: "\(answer.rows.count) rows of slice \(answer.slice)"
        }
    }
}

// MARK: Bytes

extension Network {
    /// Now and then a message really goes over the wire as bytes, and must come out as it was.
    private func throughWire(_ request: Request, _ dice: inout Dice) -> Request {
        guard dice.oneIn(40) else { return request }
        do {
            switch request {
            case .enrol: return request
            case .push(let request): return .push(try copied(request))
            case .pull(let request): return .pull(try copied(request))
            case .checksums(let request): return .checksums(try copied(request))
            case .repair(let request): return .repair(try copied(request))
            }
        } catch {
            world.note(.wireFault("a \(request.name) request does not survive the wire: \(error)"))
            return request
        }
    }

    private func throughWire(_ reply: Reply, _ dice: inout Dice) -> Reply {
        guard dice.oneIn(40) else { return reply }
        do {
            switch reply {
            case .enrolled, .problem: return reply
            case .push(let answer): return .push(try copied(answer))
            case .pull(let answer): return .pull(try copied(answer))
            case .checksums(let answer): return .checksums(try copied(answer))
            case .repair(let answer): return .repair(try copied(answer))
            }
        } catch {
            world.note(.wireFault("an answer does not survive the wire: \(error)"))
            return reply
        }
    }

    private func copied<Message: Codable & Hashable>(_ message: Message) throws -> Message {
        let value = try JSONReader.read(JSONWriter.write(JSONValue.encoding(message)))
        let copy: Message = try value.decode()
        if copy != message { world.note(.wireFault("a message is another after the wire")) }
        return copy
    }

    /// What a device makes of an answer that ends somewhere: nothing, or the body is not safe to cut.
    private func cut(_ reply: Reply, _ dice: inout Dice) -> Reply? {
        do {
            let bytes: [UInt8]
            switch reply {
            case .enrolled, .problem: return nil
            case .push(let answer): bytes = JSONWriter.write(try JSONValue.encoding(answer))
            case .pull(let answer): bytes = JSONWriter.write(try JSONValue.encoding(answer))
            case .checksums(let answer): bytes = JSONWriter.write(try JSONValue.encoding(answer))
            case .repair(let answer): bytes = JSONWriter.write(try JSONValue.encoding(answer))
            }
            let piece = Array(bytes.prefix(dice.number(0...max(0, bytes.count - 1))))
            _ = try JSONReader.read(piece)
            world.note(.wireFault("a piece of an answer reads as a whole one"))
        } catch {}
        return nil
    }
}
