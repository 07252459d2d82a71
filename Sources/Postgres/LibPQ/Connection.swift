import CLibPQ
import Logging

/// One open libpq connection, in non-blocking mode.
///
/// It owns the `PGconn`: the connection closes when the value is destroyed, exactly once. It belongs to one thread at
/// a time. Sending puts bytes into libpq's buffer; `flush` and `consumeInput` move them, and neither waits.
@safe struct Connection: ~Copyable {
    private let pgconn: OpaquePointer
    private let notices: NoticeLog

    /// Connects, which blocks up to the connection string's `connect_timeout` for each address.
    init(_ connectionString: ConnectionString, logger: Logger) throws(PostgresError) {
        let settings = connectionString.settings
        let opened = unsafe withCStrings(settings.map(\.keyword)) { keywords in
            unsafe withCStrings(settings.map(\.value)) { values in
                unsafe PQconnectdbParams(keywords, values, 0)
            }
        }
        guard let opened = unsafe opened else { throw .connectionFailed(reason: "out of memory") }
        // PQstatus is right just after connecting, and at no other time.
        guard unsafe PQstatus(opened) == CONNECTION_OK else {
            let reason = unsafe String(cString: PQerrorMessage(opened))
            unsafe PQfinish(opened)
            throw .connectionFailed(reason: reason.split(whereSeparator: \.isNewline).joined(separator: "; "))
        }
        unsafe pgconn = unsafe opened
        notices = NoticeLog(logger: logger)
        unsafe PQsetNoticeReceiver(opened, receiveNotice, Unmanaged.passUnretained(notices).toOpaque())
        _ = unsafe PQsetnonblocking(opened, 1)
    }

    deinit { unsafe PQfinish(pgconn) }

    /// The descriptor to poll; it may change whenever libpq reconnects, which ours never does.
    var socket: Int32 { unsafe PQsocket(pgconn) }

    /// The number of the server process, as `pg_backend_pid()` tells it.
    var processID: Int32 { unsafe PQbackendPID(pgconn) }

    /// Whether no transaction is open, as far as answers that have been read tell.
    var isIdle: Bool { unsafe PQtransactionStatus(pgconn) == PQTRANS_IDLE }

    /// Whether a warning has come since this was last set to false.
    var sawWarning: Bool {
        get { notices.sawWarning }
        nonmutating set { notices.sawWarning = newValue }
    }

    func makeCancelKey() -> CancelKey? {
        guard let cancel = unsafe PQgetCancel(pgconn) else { return nil }
        return unsafe CancelKey(owning: cancel)
    }

    // MARK: Sending

    func enterPipelineMode() throws(PostgresError) { try check(unsafe PQenterPipelineMode(pgconn)) }

    func exitPipelineMode() throws(PostgresError) { try check(unsafe PQexitPipelineMode(pgconn)) }

    func sendPrepare(name: String, text: String, parameterTypes: [UInt32]) throws(PostgresError) {
        try check(unsafe PQsendPrepare(pgconn, name, text, Int32(parameterTypes.count), parameterTypes))
    }

    func sendDescribe(name: String) throws(PostgresError) { try check(unsafe PQsendDescribePrepared(pgconn, name)) }

    /// Sends an execution with binary parameters, and asks for a binary result.
    func sendExecution(name: String, _ parameters: EncodedParameters) throws(PostgresError) {
        let sent = unsafe parameters.withPointers { values, lengths, formats in
            unsafe PQsendQueryPrepared(pgconn, name, Int32(parameters.count), values, lengths, formats, 1)
        }
        try check(sent)
    }

    func sendSync() throws(PostgresError) { try check(unsafe PQpipelineSync(pgconn)) }

    /// Sends text by the simple protocol: several statements, no parameters, outside pipeline mode.
    func sendScript(_ text: String) throws(PostgresError) { try check(unsafe PQsendQuery(pgconn, text)) }

    func putCopy(_ bytes: [UInt8]) throws(PostgresError) {
        let put = unsafe bytes.withUnsafeBytes { buffer in
            let start = unsafe buffer.bindMemory(to: CChar.self).baseAddress
            return unsafe PQputCopyData(pgconn, start, Int32(buffer.count))
        }
        try check(put)
    }

    /// Ends a COPY: with success, or with a reason that makes the server refuse all of it.
    func putCopyEnd(refusing reason: String?) throws(PostgresError) {
        try check(unsafe PQputCopyEnd(pgconn, reason))
    }

    // MARK: Moving bytes

    /// Sends what the socket takes; true while more is waiting.
    func flush() throws(PostgresError) -> Bool {
        let left = unsafe PQflush(pgconn)
        guard left >= 0 else { throw .connectionLost }
        return left == 1
    }

    /// Reads what has arrived; false when the connection has ended, after which results may still be waiting.
    func consumeInput() -> Bool { unsafe PQconsumeInput(pgconn) == 1 }

    /// Whether the next result has not arrived yet.
    var isBusy: Bool { unsafe PQisBusy(pgconn) == 1 }

    /// The next result; nil ends the results of one command.
    ///
    /// It does not wait unless `isBusy`.
    func takeResult() -> QueryResult? {
        guard let result = unsafe PQgetResult(pgconn) else { return nil }
        return unsafe QueryResult(owning: result)
    }

    /// The payload of the next notification that has arrived; nil when there is none.
    func takeNotification() -> String? {
        guard let notification = unsafe PQnotifies(pgconn) else { return nil }
        defer { unsafe PQfreemem(notification) }
        // The client encoding is UTF-8, so the server has made sure of that.
        return unsafe String(cString: notification.pointee.extra)
    }

    private func check(_ returned: Int32) throws(PostgresError) {
        guard returned == 1 else {
            // Out of memory, a broken connection or a call in the wrong mode; none quotes a row.
            throw .protocolViolation(unsafe String(cString: PQerrorMessage(pgconn)))
        }
    }
}

/// Calls the body with a NULL-terminated array of C strings, which live as long as the call.
private func withCStrings<R>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> R
) -> R {
    var bytes: [CChar] = []
    var offsets: [Int] = []
    for string in strings {
        offsets.append(bytes.count)
        bytes.append(contentsOf: string.utf8.map { CChar(bitPattern: $0) })
        bytes.append(0)
    }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
        var pointers = unsafe offsets.map { offset in unsafe buffer.baseAddress.map { unsafe $0 + offset } }
        unsafe pointers.append(nil)
        return unsafe pointers.withUnsafeBufferPointer { pointers in
            // Never empty, since the terminator is in it.
            unsafe body(pointers.baseAddress.unsafelyUnwrapped)
        }
    }
}
