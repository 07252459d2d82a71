import Care
import Testing

@testable import soleus

@Suite struct `An invented roster` {
    private static func text(people: Int = 3_000, seed: UInt64 = 7, month: Int = 0) -> String {
        var text = ""
        RosterGenerator(seed: seed, people: people, month: month).write { text += $0 }
        return text
    }

    private static func rows(_ text: String) throws -> (rows: [RosterRow], refused: [RowError]) {
        var parser = RosterParser(
            RosterSettings(endDateMeaning: .lastCoveredDay, asOf: try #require(LocalDay("2036-12-31"))))
        let events = try parser.parse(Array(text.utf8)) + parser.endOfFile() + parser.settle()
        var found: (rows: [RosterRow], refused: [RowError]) = ([], [])
        for event in events {
            switch event {
            case .row(let row): found.rows.append(row)
            case .refused(let errors): found.refused += errors
            case .withdrawn(let error): found.refused.append(error)
            }
        }
        return found
    }

    @Test func `is the same for the same seed, and of the size that was asked for`() throws {
        #expect(Self.text(people: 500) == Self.text(people: 500))
        #expect(Self.text(people: 500) != Self.text(people: 500, seed: 8))
        for people in [10, 11, 500] {
            let found = try Self.rows(Self.text(people: people))
            #expect(found.rows.count == people && found.refused.isEmpty)
        }
    }

    @Test func `has what real ones have`() throws {
        let rows = try Self.rows(Self.text()).rows
        let names = rows.map { "\($0.firstName) \($0.lastName)" }
        for part in ["'", "’", "é", "García Márquez", "-", ", Jr.", "\""] {
            #expect(names.contains { $0.contains(part) }, "no name has \(part)")
        }
        #expect(rows.contains { $0.birthDate.parts.month == 2 && $0.birthDate.parts.day == 29 })
        let children = Dictionary(grouping: rows.filter { $0.relationship == .child }) { row in
            "\(row.subscriberID) \(row.birthDate)"
        }
        #expect(children.values.contains { $0.count > 1 })
        #expect(Set(rows.map(\.zip)).count < 20 && rows.contains { $0.recordType == .dependent })
    }

    @Test func `goes on in the next month, with people gone, changed and new`() throws {
        let first = try Self.rows(Self.text()).rows
        let second = try Self.rows(Self.text(month: 1)).rows
        let before = Dictionary(uniqueKeysWithValues: first.map { ($0.sponsorMemberID, $0) })
        let after = Dictionary(uniqueKeysWithValues: second.map { ($0.sponsorMemberID, $0) })
        let gone = before.keys.filter { after[$0] == nil }.count
        let new = after.keys.filter { before[$0] == nil }.count
        let changed = before.values.filter { row in
            after[row.sponsorMemberID].map { $0.planCode != row.planCode || $0.lastName != row.lastName } ?? false
        }.count
        #expect((1..<150).contains(gone) && (1..<150).contains(new) && (1..<300).contains(changed))
        #expect(second.contains { $0.endReason != nil && $0.period.until != nil })
    }

    @Test func `gives the numbers of people who left to some who come`() throws {
        let months = try [0, 3].map { try Self.rows(Self.text(people: 60_000, month: $0)).rows }
        let families = months.map { rows in
            Dictionary(
                rows.filter { $0.recordType == .subscriber }.map { ($0.sponsorMemberID, $0.birthDate) },
                uniquingKeysWith: { first, _ in first })
        }
        let reused = families[1].filter { number, born in families[0][number].map { $0 != born } ?? false }
        #expect(!reused.isEmpty)
    }
}
