import Care
import ChartSync
import Foundation
import TestPostgres
import Testing

@Suite struct `The page of bodies` {
    @Test func `shows one of every kind that a device may write`() throws {
        let page = TestCluster.packageDirectory.appending(
            components: "Sources", "ChartSync", "ChartSync.docc", "Bodies.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let written = RowKind.allCases.filter { kind in
            !ConflictRules.rules(for: kind).insertedBy.isDisjoint(with: [.member, .practitioner])
        }
        for kind in written {
            #expect(text.contains("\"kind\": \"\(kind.rawValue)\", \"op\": \"insert\""), "\(kind)")
        }
    }
}
