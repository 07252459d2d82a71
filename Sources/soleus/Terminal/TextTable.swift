/// Rows under headings, lined up for people or separated by tabs for other programs.
struct TextTable {
    enum Alignment {
        case left, right
    }

    /// One column.
    struct Column {
        var heading: String
        var alignment = Alignment.left
        /// Whether this column gives way when the table is too wide.
        var yields: Bool
        /// Whether a cell that is too long is cut, for tables that are one line a row; else it goes on in the next line.
        var cuts: Bool

        init(_ heading: String, _ alignment: Alignment = .left, yields: Bool = false, cuts: Bool = false) {
            self.heading = heading
            self.alignment = alignment
            self.yields = yields || cuts
            self.cuts = cuts
        }
    }

    private static let gap = "  "
    /// A column that gives way keeps this much in any case.
    private static let leastYieldingColumns = 8

    var columns: [Column]
    private(set) var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row; missing cells at its end are empty.
    mutating func add(_ cells: [String]) {
        let cells = cells.prefix(columns.count).map(printable)
        rows.append(cells + Array(repeating: "", count: columns.count - cells.count))
    }

    /// Lines of at most `width` columns where the columns that give way allow it, with the headings above.
    ///
    /// A cell that is too long goes on in the next line, under itself, unless its column says otherwise: what does not fit is
    /// as often as not what somebody was looking for.
    func lines(width: Int) -> [String] {
        let widths = fittedWidths(width)
        return ([columns.map(\.heading)] + rows).flatMap { cells in
            let pieces = columns.indices.map { index in
                columns[index].cuts
                    ? [fitted(cells[index], to: widths[index])] : brokenLines(of: cells[index], to: widths[index])
            }
            return (0..<(pieces.map(\.count).max() ?? 0)).map { index in
                line(pieces.map { index < $0.count ? $0[index] : "" }, widths)
            }
        }
    }

    /// One line for each row, cells separated by tabs, without headings and never cut.
    var plainLines: [String] { rows.map { $0.joined(separator: "\t") } }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, zip(columns, widths)).map { cell, shape in
            let (column, width) = shape
            let padding = String(repeating: " ", count: max(0, width - displayWidth(of: cell)))
            return column.alignment == .left ? cell + padding : padding + cell
        }
        var line = padded.joined(separator: Self.gap)
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }

    private func fittedWidths(_ width: Int) -> [Int] {
        var widths = columns.indices.map { index in
            ([columns[index].heading] + rows.map { $0[index] }).map { displayWidth(of: $0) }.max() ?? 0
        }
        var excess = widths.reduce(0, +) + Self.gap.count * max(0, columns.count - 1) - width
        // The widest gives way first, one step at a time, so that no column suffers alone; words are broken only where the
        // table would be too wide otherwise.
        let words = columns.indices.map { index in
            columns[index].cuts ? 0 : rows.map { longestPiece(of: $0[index]) }.max() ?? 0
        }
        for floors in [words, columns.map { _ in 0 }] {
            while excess > 0 {
                let yielding = columns.indices.filter { index in
                    columns[index].yields && widths[index] > max(floors[index], Self.leastYieldingColumns)
                }
                guard let widest = yielding.max(by: { widths[$0] < widths[$1] }) else { break }
                widths[widest] -= 1
                excess -= 1
            }
        }
        return widths
    }
}
