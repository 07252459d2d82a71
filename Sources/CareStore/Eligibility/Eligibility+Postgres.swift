package import Care
import Postgres

// How the values of eligibility lie in columns.

extension RosterID: TextColumn {}
/// A key reads as itself: it is one word of capitals without accents, which making a key leaves as it is.
extension NameKey: TextColumn {}

extension Sponsor.Kind: PostgresEncodable, PostgresDecodable {}
extension EndDateMeaning: PostgresEncodable, PostgresDecodable {}
extension FeedMode: PostgresEncodable, PostgresDecodable {}
extension RosterDateFormat: PostgresEncodable, PostgresDecodable {}
extension MatchKeys: PostgresEncodable, PostgresDecodable {}
extension FeedRules.Approval: PostgresEncodable, PostgresDecodable {}
extension RosterColumn: PostgresEncodable, PostgresDecodable {}
extension LoadState: PostgresEncodable, PostgresDecodable {}
extension HoldCode: PostgresEncodable, PostgresDecodable {}
extension RosterRow.Ending: PostgresEncodable, PostgresDecodable {}
extension RosterRow.Relationship: PostgresEncodable, PostgresDecodable {}
extension RosterRow.Sex: PostgresEncodable, PostgresDecodable {}
