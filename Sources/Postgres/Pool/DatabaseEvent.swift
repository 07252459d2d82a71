/// What happened on the way to the database, for whoever counts; it holds no value.
package enum DatabaseEvent: Sendable {
    /// A caller was lent a session after so long.
    case lent(after: Duration)
    /// A use of a session failed, or there was none to be had.
    case failed(PostgresError)
    /// A transaction runs again, because it conflicted with another.
    case ranAgain
}
