/// A refusal by the server: its code and the names that it concerns.
///
/// The message, and still more DETAIL and CONTEXT, may quote what a member wrote. DETAIL and CONTEXT are never read;
/// the message is kept out of every description.
package struct ServerError: Error, Equatable, Sendable {
    /// The condition.
    package let sqlState: SQLState
    /// `ERROR`, `FATAL` or `PANIC`, in English whatever the server's language.
    package let severity: String
    /// The table concerned, when the server names one.
    package let table: String?
    /// The column concerned, when the server names one.
    package let column: String?
    /// The constraint that was violated, when the server names one.
    package let constraint: String?
    /// The server's own words, which may quote values: for an operator's terminal, never for a log.
    package let unredactedMessage: String

    /// The position of the mistake in the statement's text, in characters from 1.
    package let position: Int?
}

extension ServerError: CustomStringConvertible, CustomReflectable {
    /// The code and the names, without the message.
    package var description: String {
        var text = "PostgreSQL \(severity) \(sqlState)"
        if let constraint { text += ", constraint \(constraint)" }
        if let table { text += ", table \(table)" }
        if let column { text += ", column \(column)" }
        return text
    }

    /// A mirror without the message, so that dumping an error shows no more than describing it.
    package var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
