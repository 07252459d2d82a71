import LoadClient
import StrictJSON

/// What one scenario came to.
struct Figure: Sendable {
    var scenario: String
    var connections: Int
    /// Requests that were answered well.
    var operations: Int
    /// Those that were not.
    var failures = 0
    var perSecond: Double
    var p50Milliseconds: Double
    var p99Milliseconds: Double
    /// Of the service, for one operation; nil where there is none.
    var serviceMicroseconds: Double?
    /// Of all processes of PostgreSQL, for one operation.
    var postgresMicroseconds: Double
    /// For one mutation; nil for what changes nothing.
    var walBytes: Double?
    /// What goes over the wire for one request, in bytes.
    var requestBytes: Int?

    init(
        _ scenario: String, connections: Int, outcome: LoadOutcome, cost: Cost, mutations: Int? = nil,
        isServed: Bool = true
    ) {
        self.scenario = scenario
        self.connections = connections
        operations = outcome.count(of: 200)
        failures = outcome.samples.count - operations
        perSecond = Double(operations) / max(outcome.seconds, 0.001)
        p50Milliseconds = outcome.latencyMilliseconds(0.5)
        p99Milliseconds = outcome.latencyMilliseconds(0.99)
        let each = 1e6 / Double(max(operations, 1))
        serviceMicroseconds = isServed ? cost.serviceSeconds * each : nil
        postgresMicroseconds = cost.postgresSeconds * each
        walBytes = mutations.map { Double(cost.walBytes) / Double(max(operations * $0, 1)) }
    }

    /// CPU of service and database together, for one operation.
    var totalMicroseconds: Double { (serviceMicroseconds ?? 0) + postgresMicroseconds }

    var json: JSONValue {
        var object: JSONObject = [
            "scenario": .string(scenario), "connections": .integer(Int64(connections)),
            "operations": .integer(Int64(operations)), "failures": .integer(Int64(failures)),
            "perSecond": .rounded(perSecond), "p50Milliseconds": .rounded(p50Milliseconds, 3),
            "p99Milliseconds": .rounded(p99Milliseconds, 3), "postgresMicroseconds": .rounded(postgresMicroseconds),
        ]
        if let serviceMicroseconds { object["serviceMicroseconds"] = .rounded(serviceMicroseconds) }
        if let walBytes { object["walBytesPerMutation"] = .rounded(walBytes) }
        if let requestBytes { object["requestBytes"] = .integer(Int64(requestBytes)) }
        return .object(object)
    }
}

extension JSONValue {
    /// A measured number, with so many digits after the point.
    static func rounded(_ value: Double, _ digits: Int = 1) -> JSONValue {
        JSONDecimal(Text.fixed(value, digits)).map { .decimal($0) } ?? .string(Text.fixed(value, digits))
    }
}
