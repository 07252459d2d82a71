/// Where the database is, and how much of it to use at once.
package struct DatabaseConfiguration: Sendable {
    /// libpq's connection string or address.
    ///
    /// Over a network it verifies the server's certificate (`sslmode=verify-full`) unless it says otherwise.
    package var conninfo: String
    /// What the server's own views call this program.
    package var applicationName = "soleus"
    /// Sessions at most; each has a thread here and a process there.
    package var maximumSessions = 16
    /// Callers that may wait for a session at once; the next is refused.
    package var maximumWaiters = 256
    /// How long a caller waits for a session, including the time that opening one takes.
    package var acquireTimeout = Duration.seconds(3)
    /// How long a transaction may take up to its COMMIT, when its options say nothing.
    package var transactionTimeout = Duration.seconds(30)
    /// How long a session is used before another replaces it, give or take a tenth: so that plans, memory and
    /// addresses do not grow old, and not all at the same moment.
    package var sessionLifetime = Duration.seconds(30 * 60)
    /// How long a session may have been idle to be used without asking the server first.
    package var idleBeforeCheck = Duration.seconds(30)
    /// Whether a statement is planned once for whatever values it gets, and not again for each that looks cheaper alone.
    ///
    /// For statements that enter an index whatever they are asked: left to itself, PostgreSQL takes the guess of ten elements
    /// for an array for a reason to plan anew every time, which costs more than most statements do. A connection string with
    /// `options` of its own decides that itself.
    package var plansForAnyValues = false
    /// From how long on a statement is named in the log; nil for never.
    package var slowStatement: Duration? = .milliseconds(500)
    /// Told of what happens on the way to the database; it must not wait.
    package var observe: (@Sendable (DatabaseEvent) -> Void)?

    /// Takes where the database is; the rest has defaults.
    package init(conninfo: String, maximumSessions: Int = 16) {
        self.conninfo = conninfo
        self.maximumSessions = maximumSessions
    }
}
