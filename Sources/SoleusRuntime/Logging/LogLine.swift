import Foundation
package import Logging

/// Logs to standard error, one line for each event: time, level, message and what is known beside it, as `name=value`.
///
/// Line breaks and other controls are escaped, so that nobody can write a line of their own into the log.
package struct LogLine: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level

    package init(level: Logger.Level) { logLevel = level }

    /// Makes every logger of this process log this way; once, before the first.
    package static func bootstrap(level: Logger.Level) {
        LoggingSystem.bootstrap { _ in LogLine(level: level) }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { _, new in new }
        var line =
            "\(Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))) level=\(event.level.rawValue)"
        line += " message=\(Self.quoted("\(event.message)"))"
        for (name, value) in facts.sorted(by: { $0.key < $1.key }) { line += " \(name)=\(Self.quoted("\(value)"))" }
        // Whoever reads the log has gone: there is nobody left to tell.
        try? FileHandle.standardError.write(contentsOf: Foundation.Data((line + "\n").utf8))
    }

    /// The text as it is when it is one plain word, else in quotation marks with everything escaped that could mislead.
    static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x3D && $0 != 0x5C }
        guard !isPlain else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted += "\\"
                quoted.unicodeScalars.append(scalar)
            case "\n": quoted += "\\n"
            case _
            where scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029:
                quoted += "\\u{\(String(scalar.value, radix: 16))}"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
