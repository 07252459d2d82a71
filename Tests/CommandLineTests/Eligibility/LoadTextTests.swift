import ArgumentParser
import Care
import CareMessages
import Synchronization
import Testing

@testable import soleus

@Suite struct `What is shown of a load` {
    @Test func `names faults in CSV, one to a line`() {
        let fault = RowFault(
            line: 7, column: "=end_date", code: "date.invalid", maskedValue: "2… (10)", message: "The value, so.")
        #expect(
            LoadTables.csv(of: [fault])
                == "line,column,code,value,message\r\n7,'=end_date,date.invalid,2… (10),\"The value, so.\"\r\n")
    }

    private static func report(faults: Int, faulty: Int, steps: [LoadStep] = []) throws -> LoadReport {
        LoadReport(
            id: "01931e7c-0000-7000-8000-000000000001", sponsor: try #require(Slug("acme")), receivedAt: .now,
            state: .applied, counts: LoadCounts(rows: 9_000, faulty: faulty), steps: steps,
            faults: (0..<faults).map {
                RowFault(line: $0 + 2, column: "zip", code: "field.missing", maskedValue: "", message: "Missing.")
            })
    }

    private static func common(_ arguments: String...) throws -> CommonOptions {
        try LoadShowCommand.parse(["--sponsor", "acme", "x"] + arguments).common
    }

    @Test func `says that there are more faults than those that are kept`() throws {
        #expect(LoadTables.more(than: try Self.report(faults: 999, faulty: 999)) == nil)
        #expect(
            LoadTables.more(than: try Self.report(faults: 1_000, faulty: 4_321))
                == "These are the first 1000 errors; 4321 rows are faulty in all.")
    }

    @Test func `of a new load names the first faults, and where the others are`() throws {
        let common = try Self.common()
        func lines(_ faults: Int) throws -> [String] {
            RosterTables.lines(
                try Self.report(faults: faults, faulty: faults), isDryRun: false,
                maximumFaults: RosterTables.faultsOfNewLoad, common)
        }
        #expect(try lines(21).count { $0.contains("field.missing") } == 20)
        #expect(
            try lines(21).last == "… and more: soleus load errors --sponsor acme 01931e7c-0000-7000-8000-000000000001")
        #expect(try lines(20).last?.contains("field.missing") == true)
    }

    @Test func `leaves room for the file's name in a list of loads, except for programs`() throws {
        var report = try Self.report(faults: 0, faulty: 0)
        report.fileName = Label("acme-outdoor-roster-2026-11.csv")
        let listed = RosterTables.loads([report], try Self.common()).lines(width: 100)
        #expect(listed.count == 2)
        #expect(listed.last?.hasPrefix("01931e7c-0000 ") == true)
        #expect(listed.last?.contains("acme-outdoor-roster-2026-11.csv") == true)
        let plain = RosterTables.loads([report], try Self.common("--plain")).plainLines
        #expect(plain.first?.hasPrefix("01931e7c-0000-7000-8000-000000000001\t") == true)
    }

    @Test func `tells two people of one sponsor apart by their credentials`() throws {
        let sponsor = "00000000-0000-4000-8000-00000000000a"
        let steps = ["01931e7c-0000-7000-8000-0000000000aa", "01931e7c-0000-7000-8000-0000000000bb"].map { credential in
            LoadStep(state: .held, at: .now, role: .sponsor, subject: sponsor, credential: credential)
        }
        let lines = LoadTables.standing(try Self.report(faults: 0, faulty: 0, steps: steps), try Self.common("--plain"))
        #expect(lines.contains { $0.contains("sponsor 00000000, credential …0000000000aa") })
        #expect(lines.contains { $0.contains("sponsor 00000000, credential …0000000000bb") })
    }

    @Test func `says how far it is, in tenths off a terminal`() {
        let lines = Mutex<[String]>([])
        let progress = RosterProgress(isTerminal: false) { line in lines.withLock { $0.append(line) } }
        for percent in 0...100 { progress.sent(percent << 20, of: 100 << 20) }
        progress.end()
        #expect(lines.withLock(\.count) == 11)
        #expect(lines.withLock(\.last) == "sending: all 102400 KiB sent\n")
        #expect(lines.withLock { $0.allSatisfy { $0.hasSuffix("\n") && !$0.contains("\u{1B}") } })
    }
}

@Suite struct `Changing a feed` {
    private static let rules = FeedRules(mode: .full, endDateMeaning: .lastCoveredDay, dependentAgeLimit: 26)

    private static func changed(_ arguments: String...) throws -> FeedRules {
        try FeedSetCommand.parse(["acme"] + arguments).changed(rules)
    }

    @Test func `leaves what is not named`() throws {
        #expect(try Self.changed() == Self.rules)
        let changed = try Self.changed("--mode", "delta", "--terminated-rows", "50", "--dependent-age-limit", "0")
        var expected = Self.rules
        expected.mode = .delta
        expected.thresholds.terminatedRows = 50
        expected.dependentAgeLimit = nil
        #expect(changed == expected)
        #expect(
            FeedText.differences(from: Self.rules, to: changed) == [
                "mode: full → delta", "children until: age 26 → any age",
                "held when ending: 10 % and 25 people → 10 % and 50 people",
            ])
    }

    @Test func `replaces lists whole, and knows our columns`() throws {
        let named = try Self.changed("--column", "birth_date=DOB", "--group", "HQ", "--group", "PLANT 2")
        #expect(named.columns.map(\.header.description) == ["DOB"] && named.groups.count == 2)
        #expect(throws: CommandFailure.self) { try Self.changed("--column", "birthday=DOB") }
    }
}
