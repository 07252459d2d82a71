import CLibPQ

/// A COPY into a table, with the types of its columns.
package struct CopyStatement<each Column: PostgresEncodable>: Sendable {
    /// The SQL, which says `FROM STDIN (FORMAT binary)`.
    package let text: String

    /// Takes `COPY table (column, …) FROM STDIN (FORMAT binary)` and the columns' types in the same order.
    package init(_ text: String, _ columns: Types<repeat each Column>) { self.text = text }
}

/// Where the rows of a COPY go; it keeps at most a few rows more than 64 KiB.
package struct CopyWriter<each Column: PostgresEncodable>: ~Copyable {
    /// Sends a chunk, and waits until libpq and the kernel have it.
    private let send: ([UInt8]) throws(PostgresError) -> Void
    private var bytes = PostgresBytes()

    // As much as libpq and the kernel take without waiting on an ordinary machine.
    private let chunkBytes = 65_536

    fileprivate init(_ send: @escaping ([UInt8]) throws(PostgresError) -> Void) {
        self.send = send
        // The binary format's signature, its flags, and the length of a header extension that nobody has defined.
        bytes.append(contentsOf: "PGCOPY\n".utf8)
        bytes.append(contentsOf: [0xff, 0x0d, 0x0a, 0x00])
        bytes.append(Int32(0))
        bytes.append(Int32(0))
    }

    /// Adds a row; it waits for the server when the server is behind.
    package mutating func row(_ values: repeat each Column) throws(PostgresError) {
        var count: Int16 = 0
        for _ in repeat (each Column).self { count += 1 }
        let start = bytes.storage.count
        bytes.append(count)
        do throws(PostgresError) {
            repeat try bytes.appendField(each values)
        } catch {
            // The caller may go on with the next row: half of this one must not be in its way.
            bytes.storage.removeSubrange(start...)
            throw error
        }
        if bytes.storage.count >= chunkBytes { try sendChunk() }
    }

    fileprivate mutating func finish() throws(PostgresError) {
        bytes.append(Int16(-1))
        try sendChunk()
    }

    private mutating func sendChunk() throws(PostgresError) {
        try send(bytes.storage)
        bytes.storage.removeAll(keepingCapacity: true)
    }
}

extension Transaction {
    /// Loads the rows that the body writes; returns how many the server took.
    ///
    /// When the body throws, the server refuses all of them, and the transaction has failed.
    @discardableResult
    package func copyIn<each Column: PostgresEncodable>(
        _ statement: CopyStatement<repeat each Column>,
        _ body: (inout CopyWriter<repeat each Column>) throws -> Void
    ) throws -> Int {
        try session.runOutsidePipelineMode { wait in
            try session.connection.sendScript(statement.text)
            try session.flush(wait)
            guard try session.nextCommandResult(wait, expecting: PGRES_COPY_IN) != nil else {
                throw PostgresError.protocolViolation("the statement was not COPY FROM STDIN: \(statement.text)")
            }
            do {
                try write(body) { chunk throws(PostgresError) in
                    try session.breaking { () throws(PostgresError) in try session.connection.putCopy(chunk) }
                    try session.flush(wait)
                }
            } catch {
                if session.breakage == nil {
                    try session.connection.putCopyEnd(refusing: "the source of the rows failed")
                    try session.flush(wait)
                    // The server's refusal only repeats that.
                    do { _ = try session.drain(wait) } catch is Session.Refusal {}
                }
                throw error
            }
            try session.connection.putCopyEnd(refusing: nil)
            try session.flush(wait)
            return try session.drain(wait)
        }
    }

    /// Lets the body write rows, whose bytes go where the sender sends them.
    private func write<each Column: PostgresEncodable>(
        _ body: (inout CopyWriter<repeat each Column>) throws -> Void,
        to send: ([UInt8]) throws(PostgresError) -> Void
    ) throws {
        // The writer is lent to the body, so the sender does not outlive this call either.
        try withoutActuallyEscaping(send) { send in
            var writer = CopyWriter<repeat each Column>(send)
            try body(&writer)
            try writer.finish()
        }
    }

    /// Runs trusted text that may hold several statements, such as a migration; rows are ignored.
    package func runScript(_ text: String) throws {
        guard !text.utf8.contains(0) else { throw PostgresError.textContainsNUL }
        try session.runOutsidePipelineMode { wait in
            try session.connection.sendScript(text)
            try session.flush(wait)
            _ = try session.drain(wait)
        }
        if session.connection.isIdle {
            session.phase = .ended
            throw PostgresError.transactionEnded
        }
    }
}

extension Session {
    /// Runs the body in libpq's ordinary mode, which COPY and the simple protocol need, within the open transaction.
    ///
    /// The body leaves no result unread, unless the session is broken.
    fileprivate func runOutsidePipelineMode<R>(_ body: (Waiting) throws -> R) throws -> R {
        let opening = try opening()
        phase = .open
        if let breakage { throw breakage }
        if !opening.isEmpty { try exchange(opening) }
        try heedInterruption()
        try breaking { () throws(PostgresError) in try connection.exitPipelineMode() }
        defer {
            if breakage == nil {
                do throws(PostgresError) { try connection.enterPipelineMode() } catch { abandon(error) }
            }
        }
        do {
            return try body(Waiting(deadline: deadline, heedsInterruption: true))
        } catch let error as Refusal {
            throw error.reason
        }
    }

    /// A server's refusal after which every result has been read.
    fileprivate struct Refusal: Error {
        let reason: PostgresError
    }

    /// Reads results to the end of the command; returns the rows affected by the last, or throws the first refusal.
    fileprivate func drain(_ wait: Waiting) throws -> Int {
        var refusal: PostgresError?
        var affected = 0
        while let result = try nextResult(wait) {
            switch result.status {
            case PGRES_FATAL_ERROR:
                let error = try refused(result)
                refusal = refusal ?? error
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                throw abandon(.protocolViolation("COPY was run within a script"))
            default: affected = result.affectedRowCount
            }
        }
        if let refusal { throw Refusal(reason: refusal) }
        return affected
    }

    /// The first result of a command when it has that status; otherwise the rest is read, and it is nil or thrown.
    fileprivate func nextCommandResult(_ wait: Waiting, expecting status: ExecStatusType) throws -> Int? {
        guard let result = try nextResult(wait) else { return nil }
        if result.status == status { return 0 }
        let refusal = result.status == PGRES_FATAL_ERROR ? try refused(result) : nil
        _ = try drain(wait)
        if let refusal { throw Refusal(reason: refusal) }
        return nil
    }
}
