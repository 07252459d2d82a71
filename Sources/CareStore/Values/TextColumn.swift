package import Care
package import Postgres

/// A value of care that lies in a column as text.
package protocol TextColumn: PostgresEncodable, PostgresDecodable, CustomStringConvertible {
    /// Nil when the text is not one of these.
    init?(_ text: String)
}

extension TextColumn {
    package static var postgresType: PostgresType { String.postgresType }

    package func encode(into bytes: inout PostgresBytes) throws(PostgresError) { try description.encode(into: &bytes) }

    /// - Throws: `PostgresError` when the column holds what Care refuses, which a constraint or our own writing should prevent.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> Self {
        guard let value = Self(try String.decode(bytes)) else {
            throw .malformedValue(type: String(describing: Self.self))
        }
        return value
    }
}

extension Label: TextColumn {}
extension Note: TextColumn {}
extension Slug: TextColumn {}
extension TimeZoneName: TextColumn {}
extension USState: TextColumn {}

extension Role: PostgresEncodable, PostgresDecodable {}
extension Side: PostgresEncodable, PostgresDecodable {}
extension PlanItem.Block: PostgresEncodable, PostgresDecodable {}
extension LoggedItem.AbandonedReason: PostgresEncodable, PostgresDecodable {}
extension CheckIn.Moment: PostgresEncodable, PostgresDecodable {}
extension CheckIn.Aspect: PostgresEncodable, PostgresDecodable {}
extension RunLog.Surface: PostgresEncodable, PostgresDecodable {}
extension RunLog.Terrain: PostgresEncodable, PostgresDecodable {}
extension Shoe.Firmness: PostgresEncodable, PostgresDecodable {}
extension RedFlag: PostgresEncodable, PostgresDecodable {}
extension ActivityModification.Terrain: PostgresEncodable, PostgresDecodable {}
extension CareTeamRole: PostgresEncodable, PostgresDecodable {}
