/// The text format of Prometheus, version 0.0.4.
enum MetricText {
    /// A metric with its series, in the order of their labels; nothing where it has none.
    static func family(_ description: MetricDescription, _ series: [[String]: [MetricSample]]) -> String {
        guard !series.isEmpty else { return "" }
        let name = description.name
        var text = "# HELP \(name) \(escaped(description.help))\n# TYPE \(name) \(type(of: description.kind))\n"
        for (values, samples) in series.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let labels = zip(description.labels, values).map { label($0, $1) }
            for sample in samples {
                let all = labels + (sample.bound.map { [label("le", $0)] } ?? [])
                let braced = all.isEmpty ? "" : "{\(all.joined(separator: ","))}"
                text += "\(name)\(sample.suffix)\(braced) \(number(sample.value))\n"
            }
        }
        return text
    }

    /// Whole numbers without a point; the rest so that it reads back as it is.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map { String($0) } ?? "\(value)"
    }

    private static func type(of kind: MetricDescription.Kind) -> String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }

    private static func label(_ name: String, _ value: String) -> String {
        "\(name)=\"\(escaped(value, quotes: true))\""
    }

    private static func escaped(_ text: String, quotes: Bool = false) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
