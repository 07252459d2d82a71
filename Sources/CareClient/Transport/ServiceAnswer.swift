/// What the service answered, whatever its status.
public struct ServiceAnswer: Hashable, Sendable {
    /// The HTTP status, such as 200 or 404.
    public var status: Int
    /// By lower-case name; several fields of one name are joined by a comma and a space.
    public var headers: [String: String]
    /// After any content coding was undone.
    public var body: [UInt8]

    /// An answer as a transport other than `ServiceConnection` gives it.
    public init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Whether the service did what was asked (2xx).
    public var isSuccess: Bool { (200...299).contains(status) }
}
