import CMicroHTTPD
import HTTPMessages

/// Gives a response to libmicrohttpd; false if it does not take it, and then the connection is closed.
///
/// - Parameter stream: where the body comes from, if it is produced over time.
func queue(
    _ response: FinishedResponse, _ stream: BodyStream?, of client: Client, on connection: OpaquePointer
) -> Bool {
    guard let made = unsafe stream.map({ unsafe made(from: $0, client) }) ?? made(from: response.body) else {
        return false
    }
    defer { unsafe MHD_destroy_response(made) }
    for field in response.headers.fields {
        guard unsafe MHD_add_response_header(made, field.name, field.value) == .YES else { return false }
    }
    if response.closesConnection {
        guard unsafe MHD_add_response_header(made, "Connection", "close") == .YES else { return false }
    }
    return unsafe LibraryAnswers.queue(connection, UInt32(response.status.code), made)
}

private func made(from body: FinishedResponse.Body) -> OpaquePointer? {
    guard case .bytes(let bytes) = body else { return nil }
    return unsafe bytes.withUnsafeBytes { bytes in
        // Copied, so that the pointer does not leave; with no bytes libmicrohttpd does not read it.
        unsafe MHD_create_response_from_buffer(
            bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
    }
}

/// What libmicrohttpd holds on to while it asks for a body.
private final class BodySource {
    let client: Client
    let stream: BodyStream

    init(_ client: Client, _ stream: BodyStream) {
        self.client = client
        self.stream = stream
    }
}

/// A response whose bytes libmicrohttpd asks for, on the loop's thread, whenever the client has taken those before.
private func made(from stream: BodyStream, _ client: Client) -> OpaquePointer? {
    let source = unsafe Unmanaged.passRetained(BodySource(client, stream))
    let made = unsafe MHD_create_response_from_callback(
        // MHD_SIZE_UNKNOWN. Chunks are built in the connection's memory: the block serves HTTP/1.0 only, which has none.
        .max, 1024,
        { source, _, buffer, size in
            guard let source = unsafe source, let buffer = unsafe buffer else { return -2 }
            let body = unsafe Unmanaged<BodySource>.fromOpaque(source).takeUnretainedValue()
            switch body.client.loop.supply(body.client, body.stream, upTo: size) {
            case .bytes(let bytes):
                unsafe UnsafeMutableRawBufferPointer(start: buffer, count: size).copyBytes(from: bytes)
                return bytes.count
            case .nothingYet:
                body.client.suspend()
                return 0
            case .end: return -1  // MHD_CONTENT_READER_END_OF_STREAM
            case .failure: return -2  // MHD_CONTENT_READER_END_WITH_ERROR
            }
        }, source.toOpaque(),
        { source in
            guard let source = unsafe source else { return }
            unsafe Unmanaged<BodySource>.fromOpaque(source).release()
        })
    if unsafe made == nil { unsafe source.release() }
    return unsafe made
}
