import CareServices
import Credentials
import Foundation
import HTTPServer
package import Logging
import Postgres

extension SettingsReader {
    /// How much is logged: `trace`, `debug`, `info`, `notice`, `warning`, `error` or `critical`; `info` unless set.
    package mutating func logLevel() -> Logger.Level {
        value(
            "logLevel", default: .info,
            "must be one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))"
        ) {
            Logger.Level(rawValue: $0.lowercased())
        }
    }

    /// - Throws: `SettingsProblems` with everything that is missing or wrong.
    package mutating func service() throws(SettingsProblems) -> ServiceSettings {
        _ = logLevel()
        let connections = poolConnections()
        var care = database("database", role: "soleus_care", connections: connections)
        // Of each of its statements, tests on a large database say that it enters an index under such a plan.
        care.plansForAnyValues = true
        let settings = ServiceSettings(
            database: care,
            eligibilityDatabase: database(
                "eligibilityDatabase", role: "soleus_eligibility", connections: max(2, connections / 2)),
            listen: address("listen", default: .tcp(host: "127.0.0.1", port: 8080)),
            healthListen: address("healthListen", default: .tcp(host: "127.0.0.1", port: 8081)),
            tls: tls(), cursorKey: cursorKey(), secondPlace: secondPlace(), spoolFolder: spoolFolder(),
            migrations: migrations(),
            drainNoticeSeconds: seconds("drainNoticeSeconds", default: 1),
            drainSeconds: seconds("drainSeconds", default: 5))
        try finish()
        return settings
    }

    /// - Throws: `SettingsProblems` with everything that is missing or wrong.
    package mutating func owner() throws(SettingsProblems) -> OwnerSettings {
        _ = logLevel()
        let settings = OwnerSettings(
            database: database("ownerDatabase", role: "soleus_owner", connections: 2), migrations: migrations())
        try finish()
        return settings
    }

    private mutating func database(_ name: String, role: String, connections: Int) -> DatabaseConfiguration {
        let conninfo = required(
            name, "how to connect as \(role), such as host=/run/postgresql dbname=soleus user=\(role)")
        var configuration = DatabaseConfiguration(conninfo: conninfo, maximumSessions: connections)
        configuration.applicationName = "soleusd"
        configuration.slowStatement = slowStatement()
        return configuration
    }

    private mutating func poolConnections() -> Int {
        value("poolConnections", default: 16, "must be a whole number from 2 to 200") { text in
            Int(text).flatMap { (2...200).contains($0) ? $0 : nil }
        }
    }

    /// From how long on a statement is named in the log; 0 for never.
    private mutating func slowStatement() -> Duration? {
        let milliseconds = value(
            "slowStatementMilliseconds", default: 500, "must be a whole number of milliseconds from 0 to 60000"
        ) { text in
            Int(text).flatMap { (0...60_000).contains($0) ? $0 : nil }
        }
        return milliseconds == 0 ? nil : .milliseconds(milliseconds)
    }

    private mutating func seconds(_ name: String, default fallback: Double) -> Double {
        value(name, default: fallback, "must be a whole number of seconds from 0 to 600") { text in
            Int(text).flatMap { (0...600).contains($0) ? Double($0) : nil }
        }
    }

    /// `host:port`, `[ipv6]:port` or `unix:/path`.
    private mutating func address(
        _ name: String, default fallback: HTTPServerConfiguration.Address
    ) -> HTTPServerConfiguration.Address {
        value(name, default: fallback, "must be like 127.0.0.1:8080, [::1]:8080 or unix:/run/soleus/http.sock") {
            text in
            if text.hasPrefix("unix:/") { return .unixSocket(path: String(text.dropFirst(5))) }
            guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
                (0...65_535).contains(port)
            else { return nil }
            var host = String(text[..<colon])
            if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
            return host.isEmpty ? nil : .tcp(host: host, port: port)
        }
    }

    private mutating func tls() -> TLSFiles? {
        switch (text("tlsCertificate"), text("tlsKey")) {
        case (nil, nil): return nil
        case (let certificate?, let key?): return TLSFiles(certificatePath: certificate, keyPath: key)
        case (nil, _?):
            problem("tlsCertificate", "is not set, yet SOLEUS_TLS_KEY is: set both or neither")
            return nil
        case (_?, nil):
            problem("tlsKey", "is not set, yet SOLEUS_TLS_CERTIFICATE is: set both or neither")
            return nil
        }
    }

    private mutating func cursorKey() -> [UInt8] {
        let path = required(
            "cursorKeyFile", "a file with 32 random bytes in hexadecimal, such as `openssl rand -hex 32` prints")
        guard !path.isEmpty else { return [] }
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            problem("cursorKeyFile", "names \(path), which cannot be read")
            return []
        }
        guard let key = Self.bytes(hexadecimal: text.trimmingCharacters(in: .whitespacesAndNewlines)),
            key.count >= Seal.keyByteCountMinimum
        else {
            problem(
                "cursorKeyFile", "names \(path), which does not hold \(Seal.keyByteCountMinimum) bytes in hexadecimal")
            return []
        }
        return key
    }

    private mutating func secondPlace() -> SecondPlace.Kind {
        value("secondPlace", default: .none, "must be none, standby or archive") { SecondPlace.Kind(rawValue: $0) }
    }

    private mutating func spoolFolder() -> String {
        value("spoolFolder", default: "/var/tmp/soleusd-\(getuid())", "must be a path from /") {
            $0.hasPrefix("/") ? $0 : nil
        }
    }

    private mutating func migrations() -> String {
        value("migrations", default: "db/migrations", "") { $0 }
    }

    private static func bytes(hexadecimal text: String) -> [UInt8]? {
        let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}
