/// A request method that Soleus knows; anything else is refused before a handler sees it.
package enum HTTPMethod: String, Hashable, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
    /// No address allows it: its answer would hand a credential back to whatever reads answers.
    case trace = "TRACE"
}
