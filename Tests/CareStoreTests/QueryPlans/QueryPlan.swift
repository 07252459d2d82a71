import Foundation

/// How the server would carry out a statement, as EXPLAIN tells it, as far as it reads tables.
struct QueryPlan {
    /// One way in which a table is read.
    struct Access: Hashable {
        var table: String?
        /// Nil where the table itself is read from end to end.
        var index: String?
        /// Whether the index is entered at a place, and not walked from one end.
        var isEntered: Bool
    }

    let accesses: [Access]
    let text: String

    /// Reads the lines of EXPLAIN in its text format.
    init(_ lines: [String]) {
        text = lines.joined(separator: "\n")
        var accesses: [Access] = []
        for (number, line) in lines.enumerated() {
            if let match = line.firstMatch(of: /Seq Scan on (\w+)/) {
                accesses.append(Access(table: String(match.1), index: nil, isEntered: false))
            } else if let match = line.firstMatch(of: /Index (?:Only )?Scan (?:Backward )?using (\w+) on (\w+)/) {
                let isEntered = Self.hasCondition(lines[(number + 1)...])
                accesses.append(Access(table: String(match.2), index: String(match.1), isEntered: isEntered))
            } else if let match = line.firstMatch(of: /Bitmap Index Scan on (\w+)/) {
                let isEntered = Self.hasCondition(lines[(number + 1)...])
                accesses.append(Access(table: nil, index: String(match.1), isEntered: isEntered))
            }
        }
        self.accesses = accesses
    }

    /// Whether the lines that follow a node's first, up to the next node, have the condition of an index.
    private static func hasCondition(_ lines: ArraySlice<String>) -> Bool {
        lines.prefix { !$0.contains("->") }.contains { $0.contains("Index Cond:") }
    }

    /// Whether a table is read from end to end for each row that another part of the plan finds: the inner side of a nested
    /// loop, kept in memory or not.
    func readsAgainAndAgain(_ table: String) -> Bool {
        // For each nested loop that the line is in: how far its sides are indented, and how many of them have begun.
        var loops: [(indent: Int, sides: Int)] = []
        for line in text.split(separator: "\n") {
            let indent = line.prefix { $0 == " " }.count
            guard line.contains("->") || indent == 0 else { continue }
            loops.removeAll { $0.indent > indent }
            if let last = loops.indices.last, loops[last].indent == indent { loops[last].sides += 1 }
            let isInner = loops.contains { $0.sides == 2 }
            let scan = "Seq Scan on \(table)"
            if isInner, line.contains(scan + " ") || line.hasSuffix(scan) { return true }
            if line.contains("Nested Loop") { loops.append((indent + (indent == 0 ? 2 : 6), 0)) }
        }
        return false
    }

    var indexes: Set<String> { Set(accesses.compactMap(\.index)) }
}
