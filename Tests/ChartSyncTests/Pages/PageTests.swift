import Care
import Foundation
import StrictJSON
import Testing

@testable import ChartSync

/// What the pages say in tables is what the code does: somebody writes a client in another language by them.
@Suite struct `The pages on the protocol` {
    private static func tables(of page: String) throws -> [[String]] {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/ChartSync/ChartSync.docc/\(page).md")
        let text = try String(contentsOf: url, encoding: .utf8)
        return text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
            line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// What stands in a cell between back quotes.
    private static func quoted(_ cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
            .map { String($0.element) }
    }

    @Test func `give the right sums`() throws {
        let rows = try Self.tables(of: "Protocol").compactMap { cells -> (row: WireRow, digits: String)? in
            let name = Self.quoted(cells[0])
            guard cells.count == 3, name.count == 2, let version = cells[0].split(separator: " ").last,
                let number = Int64(version), let body = Self.quoted(cells[1]).first,
                let digits = Self.quoted(cells[2]).first, digits.count == 32
            else { return nil }
            let value = try JSONReader.read(Array(body.utf8))
            return (WireRow(kind: name[0], id: name[1], version: number, body: value), digits)
        }

        #expect(rows.count == 3)
        for (row, digits) in rows { #expect(ChartChecksum(of: [row]).description == digits, "\(row.id)") }
        let page = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../../Sources/ChartSync/ChartSync.docc/Protocol.md"), encoding: .utf8)
        #expect(page.contains("The sum of the three is `\(ChartChecksum(of: rows.map(\.row)))`"))
        let device = try #require(DeviceID("0190163d-8694-739b-aea5-966c26f8ad90"))
        #expect(page.contains("number 7 gives `\(SetAside.rowID(device: device, seq: 7))`"))
    }

    @Test func `name every reason for setting something aside`() throws {
        var told: [SetAsideReason: String] = [:]
        for cells in try Self.tables(of: "Protocol") where cells.count == 3 {
            for reason in Self.quoted(cells[0]).compactMap(SetAsideReason.init(rawValue:)) { told[reason] = cells[1] }
        }
        #expect(told == Dictionary(uniqueKeysWithValues: SetAsideReason.allCases.map { ($0, $0.status.rawValue) }))
    }

    @Test func `name every problem of a slice and every outcome`() throws {
        let protocolCells = Set(try Self.tables(of: "Protocol").flatMap { $0 }.flatMap(Self.quoted))
        #expect(protocolCells.isSuperset(of: Outcome.Status.allCases.map(\.rawValue)))
        let stateCells = Set(try Self.tables(of: "StatesOfADevice").flatMap { $0 }.flatMap(Self.quoted))
        #expect(stateCells.isSuperset(of: SliceProblem.allCases.map(\.rawValue)))
    }

    /// The names of the kinds in words, as PTs read them.
    private static let names: [RowKind: String] = [
        .planRevision: "Plan revision", .sessionLog: "Session", .checkIn: "Check-in", .runLog: "Run", .shoe: "Shoe",
        .outcomeResponse: "Outcome response", .fallReport: "Fall report",
        .disclaimerAcknowledgement: "Disclaimer acknowledgement", .clearance: "Clearance", .runPhase: "Run phase",
        .alert: "Alert", .alertAcknowledgement: "Alert acknowledgement", .suggestion: "Suggestion",
        .selfCare: "Self-care log", .message: "Message", .messageReading: "Message reading", .visit: "Visit",
        .careNote: "Care note", .goal: "Goal",
        .emergencyAccess: "Emergency access",
    ]

    private static func roles(_ words: String, of inserters: Set<Role>) -> Set<Role> {
        if words == "no" || words.hasPrefix("no:") { return [] }
        // What follows says how, not who.
        let who = words.prefix { $0 != ":" && $0 != "," }
        if who.hasPrefix("by both") { return inserters }
        var roles: Set<Role> = []
        if who.contains("member") { roles.insert(.member) }
        if who.contains("PT") || who.contains("care team") { roles.insert(.practitioner) }
        if who.contains("service") { roles.insert(.service) }
        return roles
    }

    @Test func `tell PTs who may write what as the table of rules has it`() throws {
        let rows = try Self.tables(of: "WhoMayWriteWhat").filter { $0.count == 4 }
        let told = Dictionary(rows.map { ($0[0], $0) }) { first, _ in first }
        // What was set aside has sections of its own.
        for kind in RowKind.allCases where kind != .setAside {
            let name = try #require(Self.names[kind], "\(kind) has no name")
            let cells = try #require(told[name], "\(name) is not in the table")
            let rules = ConflictRules.rules(for: kind)
            let inserters = Self.roles(cells[1], of: [])
            #expect(inserters == Set(rules.insertedBy), "\(name)")
            #expect(Self.roles(cells[2], of: inserters) == Set(rules.updatedBy), "\(name)")
            #expect(Self.roles(cells[3], of: inserters) == Set(rules.deletedBy), "\(name)")
        }
        #expect(told.count == RowKind.allCases.count - 1 + 1, "a line for each kind, and the heading")
    }
}
