import Foundation
import Synchronization

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The requests that are under way in this process, each with what has come of its answer.
///
/// URLSession speaks to a delegate here and not through `data(for:)`: that one follows redirects with the credential on board,
/// and collects an answer of any size.
final class Exchanges: NSObject, Sendable {
    static let shared = Exchanges()

    private struct Exchange {
        var continuation: CheckedContinuation<Result<ServiceAnswer, ServiceError>, Never>
        var timeoutSeconds: Int
        var answer: ServiceAnswer?
        var failure: ServiceError?
        var sent: (@Sendable (_ bytes: Int, _ total: Int) -> Void)?
    }

    private let underWay = Mutex<[Int: Exchange]>([:])
    private let session = Mutex<URLSession?>(nil)

    func answer(to request: URLRequest, timeoutSeconds: Int) async throws(ServiceError) -> ServiceAnswer {
        try await answer(to: openSession().dataTask(with: request), timeoutSeconds: timeoutSeconds)
    }

    /// Sends a file as the body, from disk; `sent` is told how much of it has gone out.
    func answer(
        to request: URLRequest, file: URL, timeoutSeconds: Int,
        sent: @escaping @Sendable (_ bytes: Int, _ total: Int) -> Void
    ) async throws(ServiceError) -> ServiceAnswer {
        try await answer(
            to: openSession().uploadTask(with: request, fromFile: file), timeoutSeconds: timeoutSeconds, sent: sent)
    }

    private func answer(
        to task: URLSessionTask, timeoutSeconds: Int, sent: (@Sendable (_ bytes: Int, _ total: Int) -> Void)? = nil
    ) async throws(ServiceError) -> ServiceAnswer {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                underWay.withLock {
                    $0[task.taskIdentifier] = Exchange(
                        continuation: continuation, timeoutSeconds: timeoutSeconds, sent: sent)
                }
                task.resume()
            }
        } onCancel: {
            task.cancel()
        }
        return try result.get()
    }

    private func openSession() -> URLSession {
        session.withLock { session in
            if let session { return session }
            let configuration = URLSessionConfiguration.ephemeral
            configuration.httpCookieStorage = nil
            configuration.httpShouldSetCookies = false
            configuration.urlCache = nil
            let opened = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
            session = opened
            return opened
        }
    }

    private func change(_ task: URLSessionTask, _ change: (inout Exchange) -> Void) {
        underWay.withLock { exchanges in
            guard var exchange = exchanges[task.taskIdentifier] else { return }
            change(&exchange)
            exchanges[task.taskIdentifier] = exchange
        }
    }
}

extension Exchanges: URLSessionDataDelegate {
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        change(dataTask) { exchange in
            guard let response = response as? HTTPURLResponse else { return }
            var headers: [String: String] = [:]
            for case (let name as String, let value as String) in response.allHeaderFields {
                headers[name.lowercased()] = value
            }
            exchange.answer = ServiceAnswer(status: response.statusCode, headers: headers)
        }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        var isTooLarge = false
        change(dataTask) { exchange in
            guard let size = exchange.answer?.body.count else { return }
            if size + data.count > ServiceConnection.maximumAnswerBytes {
                exchange.failure = .answerTooLarge(maximumBytes: ServiceConnection.maximumAnswerBytes)
                isTooLarge = true
            } else {
                exchange.answer?.body.append(contentsOf: data)
            }
        }
        if isTooLarge { dataTask.cancel() }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didSendBodyData bytesSent: Int64, totalBytesSent: Int64,
        totalBytesExpectedToSend: Int64
    ) {
        let sent = underWay.withLock { $0[task.taskIdentifier]?.sent }
        sent?(Int(totalBytesSent), Int(totalBytesExpectedToSend))
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let exchange = underWay.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
        exchange.continuation.resume(returning: Self.result(of: exchange, error))
    }

    private static func result(of exchange: Exchange, _ error: (any Error)?) -> Result<ServiceAnswer, ServiceError> {
        if let failure = exchange.failure { return .failure(failure) }
        if let error { return .failure(ServiceError(error, timeoutSeconds: exchange.timeoutSeconds)) }
        guard let answer = exchange.answer else { return .failure(.notAService("it does not speak HTTP")) }
        // libcurl reports a short body for us in most cases; where it does not, the length says so.
        if answer.headers["content-encoding"] == nil,
            let length = answer.headers["content-length"].flatMap({ Int($0) }),
            answer.body.count < length, !answer.body.isEmpty
        {
            return .failure(.cut("\(answer.body.count) of \(length) bytes came"))
        }
        return .success(answer)
    }
}

extension ServiceError {
    /// What a failure of URLSession means for the request.
    fileprivate init(_ error: any Error, timeoutSeconds: Int) {
        guard let error = error as? URLError else {
            self = .cut("the connection failed")
            return
        }
        switch error.code {
        case .cannotConnectToHost: self = .unreachable("nothing accepts connections at its address")
        case .cannotFindHost, .dnsLookupFailed: self = .unreachable("its name is not known")
        case .notConnectedToInternet: self = .unreachable("there is no network")
        case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate,
            .serverCertificateNotYetValid, .serverCertificateHasUnknownRoot:
            self = .unreachable("its certificate does not prove who it is")
        case .timedOut: self = .timedOut(seconds: timeoutSeconds)
        case .cancelled: self = .cut("the request was called off")
        case .networkConnectionLost: self = .cut("the connection was lost")
        case .badServerResponse, .cannotParseResponse: self = .cut("the answer could not be read")
        default: self = .cut("the connection failed (URLError \(error.code.rawValue))")
        }
    }
}
