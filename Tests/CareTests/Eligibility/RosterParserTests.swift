import Testing

@testable import Care

@Suite struct `Parsing a roster` {
    static let header = RosterColumn.allCases.map(\.rawValue).joined(separator: ",")

    /// The canonical row of a subscriber, with some columns replaced.
    static func row(_ replaced: [RosterColumn: String] = [:]) -> String {
        let usual: [RosterColumn: String] = [
            .recordType: "subscriber", .sponsorMemberID: "AO-10001", .subscriberID: "AO-10001", .relationship: "self",
            .firstName: "Ana", .lastName: "Ruiz", .birthDate: "1990-04-12", .sex: "F", .email: "ana@example.com",
            .state: "CO", .planCode: "PPO-1", .effectiveDate: "2024-01-01",
        ]
        return RosterColumn.allCases.map { replaced[$0] ?? usual[$0] ?? "" }.joined(separator: ",")
    }

    static func child(_ id: String, of subscriber: String) -> String {
        row([
            .recordType: "dependent", .relationship: "child", .sponsorMemberID: id, .subscriberID: subscriber,
            .firstName: "Leo", .birthDate: "2015-06-01",
        ])
    }

    struct Outcome {
        var rows: [RosterRow] = []
        var errors: [RowError] = []
        var counts = RosterCounts()
        var header: RosterHeader?
        var repeated: Set<RosterID> = []

        var codes: [String] { errors.map(\.code.rawValue) }
    }

    static func parse(
        _ lines: [String], header: String = header, meaning: EndDateMeaning = .lastCoveredDay,
        known: Set<RosterID> = [], chunk: Int = 50, maximumRows: Int = 1_000
    ) throws -> Outcome {
        var parser = RosterParser(
            RosterSettings(endDateMeaning: meaning, asOf: try day("2026-11-22"), maximumRows: maximumRows))
        var outcome = Outcome()
        var events: [RosterEvent] = []
        var rest = Array(([header] + lines).joined(separator: "\n").utf8)[...]
        while !rest.isEmpty {
            events += try parser.parse(Array(rest.prefix(chunk)))
            rest = rest.dropFirst(chunk)
        }
        events += try parser.endOfFile()
        events += parser.settle(knownSubscribers: known)
        for event in events {
            switch event {
            case .row(let row): outcome.rows.append(row)
            case .refused(let errors): outcome.errors += errors
            case .withdrawn(let error):
                outcome.rows.removeAll { $0.line == error.line }
                outcome.errors.append(error)
            }
        }
        outcome.counts = parser.counts
        outcome.header = parser.header
        outcome.repeated = parser.repeatedMemberIDs
        return outcome
    }

    @Test func `types every field`() throws {
        let row = try #require(
            try Self.parse([
                Self.row([
                    .recordType: "SUBSCRIBER", .relationship: " Self ", .lastName: "\"Dubois-Martín, Jr.\"", .sex: "x",
                    .state: "co", .endDate: "2026-12-31", .subscriberID: "", .language: "es", .zip: "80202",
                ])
            ]).rows.first)
        #expect(row.line == 2)
        #expect(row.recordType == .subscriber)
        #expect(row.relationship == .subscriber)
        #expect(row.subscriberID == row.sponsorMemberID)
        #expect(row.lastName.description == "Dubois-Martín, Jr.")
        #expect(row.lastNameKey.description == "DUBOISMARTIN")
        #expect(row.sex == .other)
        #expect(row.state == USState("CO"))
        #expect(row.period == CoveragePeriod(from: try day("2024-01-01"), until: try day("2027-01-01")))
        #expect(row.language?.description == "es")
        #expect(row.phone == nil)
    }

    @Test(
        arguments: [
            (.recordType, "E", "record_type.unknown"), (.recordType, "", "field.missing"),
            (.sponsorMemberID, "", "field.missing"), (.sponsorMemberID, "A B", "id.invalid"),
            (.sponsorMemberID, "123-45-6789", "id.looks_like_ssn"), (.relationship, "cousin", "relationship.unknown"),
            (.relationship, "spouse", "relationship.mismatch"), (.lastName, "", "field.missing"),
            (.lastName, "--", "name.invalid"), (.lastName, "\"a\nb\"", "text.control"),
            (.firstName, String(repeating: "x", count: 201), "field.too_long"),
            (.birthDate, "1990-02-30", "date.invalid"),
            (.birthDate, "04/12/1990", "date.invalid"), (.birthDate, "2026-11-23", "birth_date.in_future"),
            (.birthDate, "1090-04-12", "birth_date.implausible"), (.sex, "W", "sex.unknown"),
            (.state, "ZZ", "state.unknown"), (.planCode, "", "field.missing"), (.effectiveDate, "", "field.missing"),
            (.endDate, "2023-01-01", "end.before_start"), (.endDate, "31.12.2026", "date.invalid"),
        ] as [(RosterColumn, String, String)])
    func `refuses a faulty field by line, column and code`(column: RosterColumn, value: String, code: String) throws {
        let outcome = try Self.parse([
            Self.row([.sponsorMemberID: "AO-1", .subscriberID: "AO-1"]), Self.row([column: value]),
        ])
        let error = try #require(outcome.errors.first)
        #expect(outcome.codes == [code])
        #expect(error.line == 3)
        #expect(error.column == column.rawValue)
        #expect(outcome.rows.count == 1)
        #expect(outcome.counts.refused == 1 && outcome.counts.accepted == 1 && outcome.counts.rows == 2)
        if value.count > 1 { #expect(!error.description.contains(value)) }
    }

    @Test func `reports everything that is wrong with a row at once`() throws {
        let outcome = try Self.parse([Self.row([.state: "ZZ", .lastName: "", .birthDate: "never"])])
        #expect(outcome.codes == ["field.missing", "date.invalid", "state.unknown"])
        #expect(outcome.counts.refused == 1)
    }

    @Test func `masks values, and shows of a birth date nothing`() throws {
        let errors = try Self.parse([Self.row([.state: "Colorado", .birthDate: "2031-04-12"])]).errors
        #expect(errors.map(\.maskedValue) == [nil, "C… (8)"])
        #expect(RowError.mask("") == nil)
        #expect(RowError.mask("x") == "… (1)")
        #expect(RowError.mask("=1+1") == "… (4)")
    }

    @Test func `says whose id is on several rows, and takes one subscriber of a family`() throws {
        let outcome = try Self.parse([
            Self.row(), Self.row([.planCode: "PPO-2"]), Self.row([.sponsorMemberID: "AO-2"]),
        ])
        #expect(outcome.rows.map(\.planCode.description) == ["PPO-1", "PPO-2"])
        #expect(outcome.rows.map(\.isFirst) == [true, false])
        #expect(outcome.repeated.map(\.description) == ["AO-10001"])
        #expect(outcome.codes == ["duplicate.subscriber"])
    }

    @Test func `lets a refused row claim no id`() throws {
        let outcome = try Self.parse([Self.row([.state: "ZZ"]), Self.row()])
        #expect(outcome.codes == ["state.unknown"])
        #expect(outcome.rows.map(\.line) == [3])
    }

    @Test func `remembers whom refused rows name, where that can be read`() throws {
        var parser = RosterParser(RosterSettings(endDateMeaning: .lastCoveredDay, asOf: try day("2026-11-22")))
        let lines = [
            Self.header, Self.row([.sponsorMemberID: "AO-1", .state: "ZZ"]), Self.row([.sponsorMemberID: "AO 2"]),
            "subscriber,AO-3", Self.row([.sponsorMemberID: "AO-4"]), "subscriber,\"AO-5\"x", Self.row(),
        ]

        _ = try parser.parse(Array(lines.joined(separator: "\n").utf8))
        _ = try parser.endOfFile()

        #expect(parser.refusedMemberIDs.map(\.description).sorted() == ["AO-1", "AO-10001", "AO-3"])
    }

    @Test func `refuses a whole roster that breaks off in a row, and takes one that breaks off after it`() throws {
        func parse(_ last: String, isWhole: Bool) throws -> RosterCounts {
            var settings = RosterSettings(endDateMeaning: .lastCoveredDay, asOf: try day("2026-11-22"))
            settings.isWhole = isWhole
            var parser = RosterParser(settings)
            _ = try parser.parse(Array("\(Self.header)\n\(last)".utf8))
            _ = try parser.endOfFile()
            return parser.counts
        }
        let whole = Self.row([.language: "es"])
        for cut in [String(whole.dropLast(40)), "subscriber,\"AO", "subscriber,AO-1"] {
            let problem = #expect(throws: RosterFileProblem.self) { try parse(cut, isWhole: true) }
            #expect(problem?.code == .truncated)
            #expect(try parse(cut, isWhole: false).refused == 1)
        }
        #expect(try parse("subscriber,AO-1\n", isWhole: true).refused == 1)
        #expect(try parse(whole, isWhole: true).accepted == 1)
        // A fault that no cut makes.
        #expect(try parse(Self.row([.state: "ZZ"]), isWhole: true).refused == 1)
    }

    @Test func `says of a row over several lines that it may hold others`() throws {
        let swallowed = Self.row([.sponsorMemberID: "AO-2"])
        let outcome = try Self.parse([Self.row([.lastName: "\"Ruiz\n\(swallowed.replacing(",", with: ";"))\""])])
        #expect(outcome.codes == ["text.control"])
        #expect(outcome.counts.refused == 1 && outcome.counts.unattributed == 1)
    }

    @Test func `takes dependants before or after their subscriber`() throws {
        let outcome = try Self.parse([
            Self.child("AO-7", of: "AO-10001"), Self.row(), Self.child("AO-8", of: "AO-10001"),
        ])
        #expect(outcome.rows.count == 3)
        #expect(outcome.counts.subscribers == 1 && outcome.counts.dependents == 2)
    }

    @Test func `withdraws dependants whose subscriber nobody knows`() throws {
        let lines = [Self.child("AO-7", of: "AO-9"), Self.row()]
        let outcome = try Self.parse(lines)
        #expect(outcome.codes == ["subscriber.unknown"])
        #expect(outcome.errors.first?.line == 2)
        #expect(outcome.errors.first?.column == "subscriber_id")
        #expect(outcome.rows.map(\.line) == [3])
        #expect(outcome.counts.accepted == 1 && outcome.counts.refused == 1 && outcome.counts.dependents == 0)
        #expect(try Self.parse(lines, known: [rosterID("AO-9")]).errors.isEmpty)
    }

    @Test func `withdraws dependants of dependants, in chains, in circles and of themselves`() throws {
        let outcome = try Self.parse([
            Self.row(), Self.child("AO-10002", of: "AO-10001"), Self.child("AO-10003", of: "AO-10002"),
            Self.child("AO-10004", of: "AO-10005"), Self.child("AO-10005", of: "AO-10004"),
            Self.child("AO-10006", of: "AO-10006"),
        ])
        #expect(outcome.rows.map(\.sponsorMemberID.description) == ["AO-10001", "AO-10002"])
        #expect(outcome.codes == Array(repeating: "subscriber.is_dependent", count: 4))
    }

    @Test func `names the subscribers that it has not seen`() throws {
        var parser = RosterParser(RosterSettings(endDateMeaning: .lastCoveredDay, asOf: try day("2026-11-22")))
        let lines = [
            Self.header, Self.child("1", of: "B"), Self.child("2", of: "A"), Self.child("3", of: "B"), Self.row(),
        ]
        _ = try parser.parse(Array(lines.joined(separator: "\n").utf8))
        _ = try parser.endOfFile()
        #expect(parser.unresolvedSubscriberIDs.map(\.description) == ["A", "B"])
    }

    @Test func `reads the end date as the feed means it`() throws {
        let line = Self.row([.endDate: "2026-06-30"])
        let last = try #require(Self.parse([line]).rows.first?.period)
        let first = try #require(Self.parse([line], meaning: .firstUncoveredDay).rows.first?.period)
        #expect(last.contains(try day("2026-06-30")))
        #expect(!last.contains(try day("2026-07-01")))
        #expect(first.contains(try day("2026-06-29")))
        #expect(!first.contains(try day("2026-06-30")))
        let forever = try #require(Self.parse([Self.row([.endDate: "9999-12-31"])]).rows.first)
        #expect(forever.period.until == nil)
    }

    @Test func `takes the columns in any order and case and reports those it does not know`() throws {
        let columns = RosterColumn.allCases.reversed()
        let usual = Self.row().split(separator: ",", omittingEmptySubsequences: false)
        let outcome = try Self.parse(
            [usual.reversed().joined(separator: ",") + ",42"],
            header: columns.map { $0.rawValue.uppercased() }.joined(separator: " , ") + ",Badge No")
        #expect(outcome.rows.map(\.lastName.description) == ["Ruiz"])
        #expect(outcome.header?.unknownColumns == ["Badge No"])
    }

    @Test(arguments: [
        ("", "file.empty"), ("first_name,last_name", "header.missing"), (header + ",ZIP", "header.duplicate"),
        ("\"open", "header.invalid"), (header + ",\"a\nb\"", "header.invalid"),
        (header.replacing(",end_date", with: ""), "header.missing"),
    ])
    func `refuses a file by its header`(header: String, code: String) throws {
        let problem = #expect(throws: RosterFileProblem.self) { try Self.parse([], header: header) }
        #expect(problem?.code.rawValue == code)
    }

    @Test func `goes on throwing a file problem`() throws {
        var parser = RosterParser(RosterSettings(endDateMeaning: .lastCoveredDay, asOf: try day("2026-11-22")))
        #expect(throws: RosterFileProblem.self) { try parser.parse(Array("nonsense\n".utf8)) }
        #expect(throws: RosterFileProblem.self) { try parser.parse(Array("\(Self.header)\n".utf8)) }
        #expect(throws: RosterFileProblem.self) { try parser.endOfFile() }
    }

    @Test func `refuses rows of another width and files of too many rows`() throws {
        #expect(try Self.parse(["a,b", Self.row()]).codes == ["row.field_count"])
        let problem = #expect(throws: RosterFileProblem.self) {
            try Self.parse([Self.row(), Self.row()], maximumRows: 1)
        }
        #expect(problem?.code == .tooManyRows)
    }

    @Test(arguments: 0..<100)
    func `counts every row once, whatever is in it and however it is cut`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let lines = (0..<30).map { _ -> String in
            let id = "AO-\(Int.random(in: 0..<20, using: &generator))"
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: return Self.child(id, of: "AO-\(Int.random(in: 0..<25, using: &generator))")
            case 1: return Self.row([.sponsorMemberID: id, .subscriberID: id, .birthDate: "x"])
            case 2: return "a\"b"
            default: return Self.row([.sponsorMemberID: id, .subscriberID: id])
            }
        }
        let outcome = try Self.parse(lines)
        let counts = outcome.counts
        #expect(counts.rows == lines.count)
        #expect(counts.accepted + counts.refused == counts.rows)
        #expect(counts.accepted == outcome.rows.count)
        #expect(counts.subscribers + counts.dependents == counts.accepted)
        let firsts = outcome.rows.filter(\.isFirst).map(\.sponsorMemberID)
        #expect(Set(firsts).count == firsts.count)
        #expect(outcome.rows.allSatisfy { $0.isFirst || outcome.repeated.contains($0.sponsorMemberID) })
        #expect(Set(outcome.errors.map(\.line)).isDisjoint(with: outcome.rows.map(\.line)))
        let cut = try Self.parse(lines, chunk: .random(in: 1...9, using: &generator))
        #expect(cut.rows == outcome.rows && cut.errors == outcome.errors)
    }
}
