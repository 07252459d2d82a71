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
