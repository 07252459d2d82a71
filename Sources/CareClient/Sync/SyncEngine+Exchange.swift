import Care
import CareMessages
import GRDB
import StrictJSON

extension SyncEngine {
    /// The problem by which the service says that this device was revoked.
    static let deviceRevoked = "/problems/device-revoked"

    /// Sends a request with the device's credential, which is renewed as needed.
    ///
    /// - Throws: `.noAnswer`, `.busy`, `.signedOut` or `.revoked`; answers of any other status are returned.
    func authorised(
        _ method: String = "POST", _ path: String, _ body: [UInt8]?
    ) async throws(SyncError) -> ServiceAnswer {
        var token = try await credential()
        // The second renewal is for an answer that another process of this device made stale.
        for _ in 0..<2 {
            let answer = try await exchange(method, path, body, accessToken: token)
            guard answer.status == 401 else { return answer }
            try checkRevocation(answer)
            token = try await renewed(after: token)
        }
        let answer = try await exchange(method, path, body, accessToken: token)
        if answer.status == 401 {
            try checkRevocation(answer)
            throw .signedOut(detail: problem(of: answer).detail)
        }
        return answer
    }

    func checkRevocation(_ answer: ServiceAnswer) throws(SyncError) {
        let problem = problem(of: answer)
        if problem.type == Self.deviceRevoked { throw .revoked(detail: problem.detail) }
    }

    /// Sends a request and sorts out the answers that say nothing about it: those of a service in trouble, and those that only
    /// somebody on the way to it gives, such as a network that sends everybody to its own page first.
    func exchange(
        _ method: String = "POST", _ path: String, _ body: [UInt8]?, accessToken: String?
    ) async throws(SyncError) -> ServiceAnswer {
        let answer: ServiceAnswer
        do throws(ServiceError) {
            answer = try await transport.send(
                method, path, query: [], body: body, contentType: "application/json", headers: [:],
                accessToken: accessToken)
        } catch {
            throw .noAnswer(error)
        }
        let isDefinite =
            answer.isSuccess || (400...499).contains(answer.status) && ![407, 408, 429].contains(answer.status)
        guard isDefinite else {
            throw .busy(status: answer.status, retryAfterSeconds: answer.headers["retry-after"].flatMap { Int($0) })
        }
        return answer
    }

    func refusal(_ answer: ServiceAnswer) -> SyncError {
        let problem = problem(of: answer)
        return .refused(status: answer.status, problem: problem.type, detail: problem.detail)
    }

    func problem(of answer: ServiceAnswer) -> AnsweredProblem {
        do throws(SyncError) {
            return try value(of: answer)
        } catch {
            // A proxy in between answers without a problem document; the status alone has to do.
            return AnsweredProblem()
        }
    }

    /// A value of ours from an answer; fields of newer services are passed over.
    func value<Value: Decodable>(
        of answer: ServiceAnswer, as type: Value.Type = Value.self
    ) throws(SyncError) -> Value {
        do throws(JSONProblem) {
            return try JSONReader.read(answer.body, limits: .stored).decode(type, unknownFields: .ignore)
        } catch {
            throw .misbehaved("\(error.code.rawValue) at \(error.pointer.isEmpty ? "its beginning" : error.pointer)")
        }
    }

    /// The body of a request.
    func body(_ value: some Encodable) throws(SyncError) -> [UInt8] {
        do throws(JSONProblem) {
            return JSONWriter.write(try JSONValue.encoding(value))
        } catch {
            throw .store(.damaged("a request cannot be written (\(error.code.rawValue))"))
        }
    }
}

/// The members of `application/problem+json` that this library acts on or tells a person.
struct AnsweredProblem: Decodable {
    struct FieldError: Decodable {
        var pointer: String?
    }

    var type: String?
    var detail: String?
    var errors: [FieldError]?
}
