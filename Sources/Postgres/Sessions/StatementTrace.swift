/// For whom statements are run: what ties a line in PostgreSQL's log, or a row of `pg_stat_activity`, to a request.
///
/// A prepared statement cannot carry a comment that differs from use to use, so the trace travels as the transaction's
/// `application_name`, beside the settings that row-level security needs: no round trip more, and some four microseconds.
package enum StatementTrace {
    /// The id of the trace that the present task works for.
    @TaskLocal package static var id: String?

    /// What the server is to call a transaction of that trace; PostgreSQL keeps 63 bytes.
    static func name(of application: String, _ id: String) -> String { "\(application.prefix(30)) \(id)" }
}
