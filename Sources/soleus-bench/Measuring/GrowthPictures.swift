import Foundation
import StrictJSON

/// What `soleus-bench growth --keep` has kept, as pictures: cost by the number of members, and by the rows of a chart.
struct GrowthPictures {
    private struct Row {
        var members: Double
        /// Of charts of an exact size; nil for ordinary ones.
        var rows: Double?
        var figures: [String: Double]
    }

    private let rows: [Row]

    /// The figures that are drawn: by their place in a row, with what they are called.
    private static let drawn = [
        ("push", "serviceMicroseconds", "push of 20, service"),
        ("push", "postgresMicroseconds", "push of 20, PostgreSQL"),
        ("idle", "serviceMicroseconds", "idle pull, service"),
        ("idle", "postgresMicroseconds", "idle pull, PostgreSQL"),
        ("twenty", "serviceMicroseconds", "20 new, service"), ("twenty", "postgresMicroseconds", "20 new, PostgreSQL"),
        ("selfCheck", "postgresMicroseconds", "self-check, PostgreSQL"),
    ]

    init(_ found: [JSONValue]) {
        rows = found.compactMap { row in
            guard let members = row["members"]?.integerValue, let charts = row["charts"]?.stringValue else {
                return nil
            }
            var figures: [String: Double] = [:]
            for (figure, field, name) in Self.drawn {
                figures[name] = row[figure]?[field]?.decimalValue.flatMap { Double($0.description) }
            }
            return Row(
                members: Double(members), rows: charts.split(separator: " ").first.flatMap { Double($0) },
                figures: figures)
        }
    }

    /// The pictures by the names of their files.
    func written() -> [(name: String, svg: String)] {
        let ordinary = rows.filter { $0.rows == nil }.sorted { $0.members < $1.members }
        let largest = rows.compactMap { $0.rows == nil ? nil : $0.members }.max()
        let sized = rows.filter { $0.rows != nil && $0.members == largest }
            .sorted { ($0.rows ?? 0) < ($1.rows ?? 0) }
        return [
            ("growth-members.svg", chart(ordinary, "members", "CPU of one operation, by members") { $0.members }),
            (
                "growth-rows.svg",
                chart(sized, "rows of the chart", "CPU of one operation, by rows of the chart") { $0.rows ?? 0 }
            ),
        ].compactMap { name, chart in chart.svg().map { (name, $0) } }
    }

    private func chart(_ rows: [Row], _ xName: String, _ title: String, _ x: (Row) -> Double) -> LineChart {
        LineChart(
            title: title, xName: xName, yName: "µs",
            lines: Self.drawn.map { _, _, name in
                LineChart.Line(
                    name: name, points: rows.compactMap { row in row.figures[name].map { (x: x(row), y: $0) } })
            }.filter { !$0.points.isEmpty })
    }
}
