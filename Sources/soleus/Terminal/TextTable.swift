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
        var yields = false

        init(_ heading: String, _ alignment: Alignment = .left, yields: Bool = false) {
            self.heading = heading
            self.alignment = alignment
            self.yields = yields
        }
    }

    private static let gap = "  "
    /// A column that gives way keeps this much, or words would be cut into syllables.
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
    /// A cell that is too long goes on in the next line, under itself: nothing is cut off, since what does not fit is as
    /// often as not what somebody was looking for.
    func lines(width: Int) -> [String] {
        let widths = fittedWidths(width)
        return ([columns.map(\.heading)] + rows).flatMap { cells in
            let pieces = zip(cells, widths).map { brokenLines(of: $0, to: $1) }
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
        // The widest gives way first, one step at a time, so that no column suffers alone.
        while excess > 0 {
            let yielding = columns.indices.filter { columns[$0].yields && widths[$0] > Self.leastYieldingColumns }
            guard let widest = yielding.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }
}
