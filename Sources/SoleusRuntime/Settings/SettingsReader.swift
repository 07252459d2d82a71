import Configuration
import Foundation
import Logging

/// Reads settings from the environment and a JSON file, and collects everything that is wrong with them.
///
/// A setting such as `cursorKeyFile` is `SOLEUS_CURSOR_KEY_FILE` in the environment, which wins, and `cursorKeyFile` in the
/// file.
package struct SettingsReader {
    private let reader: ConfigReader
    private(set) var problems: [String] = []

    /// - Throws: `SettingsProblems` when the file cannot be read.
    package init(
        file: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws(SettingsProblems) {
        // An empty variable is one that somebody cleared.
        let environment = environment.filter { !$0.value.isEmpty }
        var providers: [any ConfigProvider] = [
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "soleus")
        ]
        if let file {
            do {
                let path = InMemoryProvider(values: ["filePath": ConfigValue(.string(file), isSecret: false)])
                providers.append(try await FileProvider<JSONSnapshot>(config: ConfigReader(provider: path)))
            } catch {
                throw SettingsProblems(problems: ["--config \(file): it cannot be read as a JSON object"])
            }
        }
        reader = ConfigReader(providers: providers)
    }

    /// The environment variable of a setting.
    static func variable(_ name: String) -> String {
        "SOLEUS_"
            + name.map { $0.isUppercase ? "_\($0)" : String($0).uppercased() }.joined()
    }

    func text(_ name: String) -> String? { reader.string(forKey: ConfigKey(stringLiteral: name)) }

    mutating func required(_ name: String, _ meaning: String) -> String {
        if let text = text(name) { return text }
        problems.append("\(Self.variable(name)) is not set: \(meaning)")
        return ""
    }

    /// A setting that is read from text; the default where there is none.
    mutating func value<Value>(
        _ name: String, default fallback: Value, _ expected: String, _ read: (String) -> Value?
    ) -> Value {
        guard let text = text(name) else { return fallback }
        if let value = read(text) { return value }
        problem(name, expected)
        return fallback
    }

    mutating func problem(_ name: String, _ what: String) {
        problems.append("\(Self.variable(name)) \(what)")
    }

    /// Throws everything that was found.
    func finish() throws(SettingsProblems) {
        if !problems.isEmpty { throw SettingsProblems(problems: problems) }
    }
}

/// Everything that is wrong with the settings, at once.
package struct SettingsProblems: Error, Hashable, CustomStringConvertible {
    package let problems: [String]

    package var description: String {
        "The settings cannot be used:\n" + problems.map { "  \($0)" }.joined(separator: "\n")
    }
}
