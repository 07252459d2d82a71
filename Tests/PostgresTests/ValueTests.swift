import Foundation
import Postgres
import TestPostgres
import Testing

private enum Mood: String, PostgresEncodable, PostgresDecodable, CaseIterable {
    case calm
    case sore
}

@Suite struct `Values on their way to the server and back` {
    /// Sends each value, alone and all together as an array, and expects the same back.
    private func expectRoundTrip<Value: PostgresEncodable & PostgresDecodable & Equatable>(
        _ values: [Value], as sqlType: String
    ) async throws {
        let one = Statement("SELECT $1::\(sqlType)", takes: Types(Value.self), gives: Types(Value.self))
        let many = Statement("SELECT $1::\(sqlType)[]", takes: Types([Value].self), gives: Types([Value].self))
        let optional = Statement("SELECT $1::\(sqlType)", takes: Types(Value?.self), gives: Types(Value?.self))
        let sparse = Statement("SELECT $1::\(sqlType)[]", takes: Types([Value?].self), gives: Types([Value?].self))
        try await withEmptyDatabase { test in
            try await test.database.transaction { transaction in
                for value in values {
                    let found1 = try transaction.only(one, value)
                    #expect(found1 == value)
                    let found2 = try transaction.only(optional, value)
                    #expect(found2 == value)
                }
                let found3 = try transaction.only(optional, nil)
                #expect(found3 == nil)
                let found4 = try transaction.only(many, values)
                #expect(found4 == values)
                let found5 = try transaction.only(many, [])
                #expect(found5 == [])
                let holes = values.flatMap { [$0, nil] }
                let found6 = try transaction.only(sparse, holes)
                #expect(found6 == holes)
            }
        }
    }

    @Test func `booleans`() async throws { try await expectRoundTrip([true, false], as: "boolean") }

    @Test func `integers of each size, to their ends`() async throws {
        try await expectRoundTrip([Int16.min, -1, 0, 1, .max], as: "smallint")
        try await expectRoundTrip([Int32.min, -1, 0, 1, .max], as: "integer")
        try await expectRoundTrip([Int64.min, -1, 0, 1, .max], as: "bigint")
        try await expectRoundTrip([Int.min, -1, 0, 1, .max], as: "bigint")
        try await expectRoundTrip((0..<500).map { _ in Int64.random(in: .min ... .max) }, as: "bigint")
    }

    @Test func `fractions, with the smallest, the largest and the infinite`() async throws {
        let extremes: [Double] = [
            0, -0.5, .pi, .greatestFiniteMagnitude, .leastNonzeroMagnitude, -.infinity, .infinity,
        ]
        try await expectRoundTrip(extremes, as: "float8")
    }

    @Test func `texts of every plane, and the empty one`() async throws {
        var generator = SystemRandomNumberGenerator()
        let random = (0..<200).map { _ in
            let scalars = (0..<20).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 1...0x10_ffff, using: &generator))
            }
            return scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
        }
        try await expectRoundTrip(["", "Knie", "\u{1}", "e\u{301}", "🦵🏽", "\u{10ffff}", "'; DROP"] + random, as: "text")
    }

    @Test func `bytes of every value, none, and many`() async throws {
        try await expectRoundTrip([[], [0], Array(0...255), [UInt8](repeating: 7, count: 100_000)], as: "bytea")
    }

    @Test func `identifiers`() async throws {
        let zero = try #require(UUID(uuidString: "00000000-0000-0000-0000-000000000000"))
        try await expectRoundTrip([zero] + (0..<50).map { _ in UUID() }, as: "uuid")
    }

    @Test func `days and moments`() async throws {
        let days = [-719_162, -1, 0, 1, 10_957, 2_932_896].map { PostgresDate(daysSince1970: $0) }
        try await expectRoundTrip(days, as: "date")
        let moments = [Int64(-62_135_596_800_000_000), -1, 0, 1, 946_684_800_000_000, 253_402_300_799_999_999]
        try await expectRoundTrip(moments.map { Timestamp(microsecondsSince1970: $0) }, as: "timestamptz")
    }

    @Test func `ranges of days`() async throws {
        let day = PostgresDate(daysSince1970: 20_000)
        let later = PostgresDate(daysSince1970: 20_031)
        let ranges = [
            PostgresDateRange(from: day, until: later), PostgresDateRange(from: nil, until: later),
            PostgresDateRange(from: day, until: nil), PostgresDateRange(from: nil, until: nil), .empty,
        ]
        try await expectRoundTrip(ranges.compactMap { $0 }, as: "daterange")
        #expect(PostgresDateRange(from: later, until: day) == nil)
        #expect(PostgresDateRange(from: day, until: later)?.contains(day) == true)
        #expect(PostgresDateRange(from: day, until: later)?.contains(later) == false)
    }

    @Test func `documents, as far as jsonb keeps them`() async throws {
        try await expectRoundTrip([JSONText(#"{"a": [1, null]}"#), JSONText("null")], as: "jsonb")
    }

    @Test func `cases of an enum, by their raw value`() async throws {
        try await expectRoundTrip(Mood.allCases, as: "text")
        let unknown = Statement("SELECT 'angry'", gives: Types(Mood.self))
        try await expect(.malformedValue(type: "Mood"), from: unknown.only())
    }

    @Test func `the server agrees on what the bytes mean`() async throws {
        let texts = Statement(
            "SELECT $1::text, $2::text, $3::text, $4::text, $5::text",
            takes: Types(
                PostgresDate.self, Timestamp.self, PostgresDateRange.self, [String?].self, Int64.self),
            gives: Types(String.self, String.self, String.self, String.self, String.self))
        let day = try #require(PostgresDate(year: 2_026, month: 2, day: 28))
        let range = try #require(PostgresDateRange(from: day, until: day.adding(days: 1)))
        try await withEmptyDatabase { test in
            let options = TransactionOptions(settings: ["timezone": "UTC", "datestyle": "ISO"])
            let row = try await test.database.transaction(options) { transaction in
                try transaction.only(
                    texts, day, Timestamp(microsecondsSince1970: 1_000_001), range, ["a", nil], -7)
            }
            #expect(row.0 == "2026-02-28")
            #expect(row.1 == "1970-01-01 00:00:01.000001+00")
            #expect(row.2 == "[2026-02-28,2026-03-01)")
            #expect(row.3 == "{a,NULL}")
            #expect(row.4 == "-7")
        }
    }

    // MARK: What is refused

    private func expect<Answer: Sendable>(_ expected: PostgresError, from call: Call<Answer>) async throws {
        try await withEmptyDatabase { test in
            await #expect(throws: expected) { try await test.database.perform(.readWrite, call) }
        }
    }

    @Test func `a text with U+0000 is refused before it is sent`() async throws {
        let echo = Statement("SELECT $1", takes: Types(String.self), gives: Types(String.self))
        try await expect(.textContainsNUL, from: echo.only("a\u{0}b"))
        let list = Statement("SELECT $1", takes: Types([String].self), gives: Types([String].self))
        try await expect(.textContainsNUL, from: list.only(["a", "\u{0}"]))
    }

    @Test func `text that is not UTF-8 is refused, not repaired`() async throws {
        try await withEmptyDatabase { test in
            // A database that checks nothing can hold such bytes.
            let name = test.name + "_ascii"
            try await test.database.session { session in
                _ = try session.perform(
                    Statement("CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'").run())
            }
            let ascii = try TestCluster.open(database: name)
            try await withClosing(ascii) {
                let broken = Statement(
                    "SELECT convert_from('\\xc328'::bytea, 'SQL_ASCII')", gives: Types(String.self))
                let options = TransactionOptions(settings: ["client_encoding": "SQL_ASCII"])
                await #expect(throws: PostgresError.textIsNotUTF8) {
                    try await ascii.transaction(options) { try $0.only(broken) }
                }
            }
            try await test.database.session { session in
                _ = try session.perform(Statement("DROP DATABASE \(name)").run())
            }
        }
    }

    @Test func `null where none is declared`() async throws {
        let statement = Statement("SELECT 1, NULL::text", gives: Types(Int32.self, String.self))
        try await expect(.unexpectedNull(column: 2), from: statement.only())
    }

    @Test func `columns of another type than declared`() async throws {
        let statement = Statement("SELECT 1::bigint", gives: Types(Int32.self))
        try await expect(
            .columnMismatch(statement: "SELECT 1::bigint", declared: [23], received: [20]), from: statement.only())
    }

    @Test func `moments and days without end`() async throws {
        let moment = Statement("SELECT 'infinity'::timestamptz", gives: Types(Timestamp.self))
        try await expect(.valueOutOfRange(type: "timestamp with time zone"), from: moment.only())
        let day = Statement("SELECT '-infinity'::date", gives: Types(PostgresDate.self))
        try await expect(.valueOutOfRange(type: "date"), from: day.only())
        let late = Statement("SELECT $1", takes: Types(Timestamp.self), gives: Types(Timestamp.self))
        try await expect(
            .valueOutOfRange(type: "timestamp with time zone"),
            from: late.only(Timestamp(microsecondsSince1970: .min)))
    }
}

@Suite struct `A day of the calendar` {
    @Test func `is counted as Foundation counts it`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for days in stride(from: -135_000, through: 2_900_000, by: 997) {
            let date = PostgresDate(daysSince1970: Int32(days))
            let (year, month, day) = date.components
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
            #expect(parts.year == year && parts.month == month && parts.day == day)
            #expect(PostgresDate(year: year, month: month, day: day) == date)
        }
    }

    @Test(arguments: [(2_025, 2, 29), (1_900, 2, 29), (2_024, 13, 1), (2_024, 0, 1), (2_024, 4, 31), (0, 1, 1)])
    func `that does not exist is nil`(year: Int, month: Int, day: Int) {
        #expect(PostgresDate(year: year, month: month, day: day) == nil)
    }

    @Test func `reads as its parts`() {
        #expect(PostgresDate(year: 24, month: 2, day: 29)?.description == "0024-02-29")
    }
}
