/// Problems that belong to HTTP itself, whoever finds them.
extension Problem {
    /// The gate refused the request before any handler saw it; the connection is closed.
    package static func malformedRequest(_ detail: String) -> Problem {
        Problem("malformed-request", .badRequest, title: "The request is malformed.", detail: detail)
    }

    /// No route has this path, or what it names is not there for this caller.
    package static var notFound: Problem {
        Problem("not-found", .notFound, title: "There is nothing at this address.")
    }

    /// The path exists, the method does not; send it with `Allow`.
    package static var methodNotAllowed: Problem {
        Problem(
            "method-not-allowed", .methodNotAllowed, title: "The method is not allowed here.",
            detail: "The Allow header lists the methods of this address.")
    }

    /// The request took too long to arrive; the connection is closed.
    package static var requestTimeout: Problem {
        Problem("request-timeout", .requestTimeout, title: "The request took too long to arrive.")
    }

    package static func contentTooLarge(limitBytes: Int) -> Problem {
        Problem(
            "content-too-large", .contentTooLarge, title: "The body is too large.",
            detail: "Send at most \(limitBytes) bytes, counted after decompression.",
            members: ["limitBytes": .integer(limitBytes)])
    }

    package static func targetTooLong(limitBytes: Int) -> Problem {
        Problem(
            "target-too-long", .uriTooLong, title: "The address is too long.",
            detail: "Send at most \(limitBytes) bytes of path and query.", members: ["limitBytes": .integer(limitBytes)]
        )
    }

    package static func headersTooLarge(limitBytes: Int) -> Problem {
        Problem(
            "headers-too-large", .headerFieldsTooLarge, title: "The header fields are too large.",
            detail: "Send at most \(limitBytes) bytes of header fields.", members: ["limitBytes": .integer(limitBytes)])
    }

    /// The body's coding is not one that the server can undo.
    package static var unsupportedContentEncoding: Problem {
        Problem(
            "unsupported-content-encoding", .unsupportedMediaType, title: "The body's content coding is not supported.",
            detail: "Send the body as it is, or with Content-Encoding: gzip.")
    }

    /// The disk that the body was to be written to has no room for it.
    package static var insufficientStorage: Problem {
        Problem(
            "insufficient-storage", .insufficientStorage, title: "There is no room for the body.",
            detail: "Nothing was done. Send it again later.")
    }

    /// A large body is taken as it is.
    package static var compressedUpload: Problem {
        Problem(
            "unsupported-content-encoding", .unsupportedMediaType, title: "The body's content coding is not supported.",
            detail: "Send a body of this kind as it is, without a content coding.")
    }

    package static var expectationFailed: Problem {
        Problem(
            "expectation-failed", .expectationFailed, title: "The expectation cannot be met.",
            detail: "The only expectation that is understood is 100-continue.")
    }

    /// The request line names a version of HTTP that is not spoken here; the connection is closed.
    package static var versionNotSupported: Problem {
        Problem(
            "version-not-supported", .httpVersionNotSupported, title: "The version of HTTP is not supported.",
            detail: "Speak HTTP/1.1.")
    }

    /// Too much at once, or on the way down; send it with `Retry-After`.
    package static func unavailable(_ detail: String) -> Problem {
        Problem("unavailable", .serviceUnavailable, title: "The server cannot take this request now.", detail: detail)
    }

    /// Something of ours failed; the detail stays in the log, under the request id.
    package static var internalError: Problem {
        Problem("internal-error", .internalServerError, title: "The server failed to answer this request.")
    }
}
