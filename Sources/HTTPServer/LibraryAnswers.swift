package import CMicroHTTPD
import Glibc
import HTTPMessages

/// The answers that libmicrohttpd gives by itself, taken over.
///
/// Version 0.9.75 answers what it cannot parse without asking anyone: in HTML, and after a bad Content-Length with its own
/// header block inside the body. It has no option against that (nor any other way to look at the head first, because
/// TLS and pipelined requests are inside it too). But it gives each such answer to `MHD_queue_response` by way of the
/// dynamic linker, which finds the function below before the library's own.
enum LibraryAnswers {
    private typealias Queue = @convention(c) (OpaquePointer?, UInt32, OpaquePointer?) -> MHD_Result

    /// The library's own function, found behind ours.
    private static let queueing: Queue? = {
        let next = unsafe UnsafeMutableRawPointer(bitPattern: -1)  // RTLD_NEXT, a macro that is not imported.
        guard let symbol = unsafe dlsym(next, "MHD_queue_response") else { return nil }
        return unsafe unsafeBitCast(symbol, to: Queue.self)
    }()

    /// Queues an answer of ours; false if libmicrohttpd does not take it.
    static func queue(_ connection: OpaquePointer, _ status: UInt32, _ response: OpaquePointer) -> Bool {
        unsafe queueing?(connection, status, response) == .YES
    }

    /// What an answer of the library's means, in our words.
    static func problem(_ status: UInt32, _ limits: HTTPLimits) -> Problem {
        switch status {
        case 413: .contentTooLarge(limitBytes: limits.bodyBytes)
        case 414: .targetTooLong(limitBytes: limits.targetBytes)
        case 431: .headersTooLarge(limitBytes: limits.headerBytes)
        case 500: .internalError
        case 505: .versionNotSupported
        default: .malformedRequest("The request line, the header fields or the framing of the body cannot be read.")
        }
    }
}

/// Stands in front of `MHD_queue_response`, for libmicrohttpd alone: our own answers go round it.
///
/// The library gets its way, since its parser goes on and must find a response: but on a socket that has been shut down
/// behind the answer sent here, so that it can only close.
@c(MHD_queue_response)
package func queueLibraryAnswer(_ connection: OpaquePointer?, _ status: UInt32, _ response: OpaquePointer?)
    -> MHD_Result
{
    guard let connection = unsafe connection, let response = unsafe response else { return .NO }
    if let client = unsafe client(connection) {
        client.loop.answerLast(LibraryAnswers.problem(status, client.loop.configuration.limits), client)
    }
    return unsafe LibraryAnswers.queue(connection, status, response) ? .YES : .NO
}
