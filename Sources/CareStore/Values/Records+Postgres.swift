package import Care
package import Postgres

// The names of what records say travel as text, as everywhere.

extension OutcomeInstrument: PostgresEncodable, PostgresDecodable {}
extension AbilityScore: PostgresEncodable, PostgresDecodable {}
extension FallReport.Kind: PostgresEncodable, PostgresDecodable {}
extension AlertFinding: PostgresEncodable, PostgresDecodable {}
extension AlertRule: PostgresEncodable, PostgresDecodable {}
extension AlertLevel: PostgresEncodable, PostgresDecodable {}
extension SelfCareLog.Measure: PostgresEncodable, PostgresDecodable {}
extension Visit.Mode: PostgresEncodable, PostgresDecodable {}
extension Visit.Status: PostgresEncodable, PostgresDecodable {}
extension Goal.Status: PostgresEncodable, PostgresDecodable {}
extension Suggestion.Rule: PostgresEncodable, PostgresDecodable {}
extension SuggestionRecord.Decision.Kind: PostgresEncodable, PostgresDecodable {}

extension RunPhase: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { Int16.postgresType }

    package func encode(into bytes: inout PostgresBytes) throws(PostgresError) {
        Int16(rawValue).encode(into: &bytes)
    }

    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> RunPhase {
        guard let phase = RunPhase(rawValue: Int(try Int16.decode(bytes))) else {
            throw .valueOutOfRange(type: "RunPhase")
        }
        return phase
    }
}
