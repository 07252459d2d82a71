import CLibPQ

/// A connection string taken apart into settings, with our defaults where it says nothing.
struct ConnectionString: Sendable {
    /// Settings by libpq's keyword, in the order of the keywords.
    let settings: [(keyword: String, value: String)]

    /// Reads the configuration's `keyword=value` pairs or `postgresql://` address.
    init(_ configuration: DatabaseConfiguration) throws(PostgresError) {
        var found = try Self.parse(configuration.conninfo)
        found.merge(Self.defaults(for: found, configuration)) { stated, _ in stated }
        settings = found.sorted { $0.key < $1.key }.map { (keyword: $0.key, value: $0.value) }
    }

    private static func parse(_ text: String) throws(PostgresError) -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        defer { if let message = unsafe message { unsafe PQfreemem(message) } }
        guard let options = unsafe PQconninfoParse(text, &message) else {
            // libpq's message may repeat the string, and with it a password.
            throw .invalidConnectionString(reason: "write keyword=value pairs, or postgresql://user@host/dbname")
        }
        defer { unsafe PQconninfoFree(options) }
        var found: [String: String] = [:]
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe found[String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe option += 1
        }
        return found
    }

    private static func defaults(
        for stated: [String: String], _ configuration: DatabaseConfiguration
    ) -> [String: String] {
        // The server's text must be UTF-8 whatever the environment of this process says.
        var defaults = [
            "connect_timeout": "3", "application_name": configuration.applicationName, "client_encoding": "UTF8",
        ]
        if configuration.plansForAnyValues { defaults["options"] = "-c plan_cache_mode=force_generic_plan" }
        let host = stated["hostaddr"] ?? stated["host"] ?? ""
        if host.isEmpty || host.hasPrefix("/") { return defaults }
        defaults["tcp_user_timeout"] = "10000"
        defaults["keepalives_idle"] = "30"
        defaults["keepalives_interval"] = "10"
        defaults["keepalives_count"] = "3"
        defaults["target_session_attrs"] = "read-write"
        let isLoopback = host == "localhost" || host == "::1" || host.hasPrefix("127.")
        if !isLoopback {
            // libpq's own default would fall back to clear text without a word.
            defaults["sslmode"] = "verify-full"
            defaults["gssencmode"] = "disable"
        }
        return defaults
    }
}
