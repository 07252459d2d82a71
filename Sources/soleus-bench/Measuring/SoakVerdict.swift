import StrictJSON

/// Whether anything grew in the course of a soak that ought not to.
///
/// The first quarter is left out: pools, caches and free space fill to the size that the load needs. Then a line is laid through
/// the samples, and what it rises to its end, in percent of its beginning, is the growth.
struct SoakVerdict: Hashable, Sendable {
    struct Growth: Hashable, Sendable {
        var what: String
        var percent: Double
        var allowedPercent: Double

        var isWithin: Bool { percent <= allowedPercent }
    }

    let growths: [Growth]
    /// Requests that were not answered well.
    let failures: Int

    var holds: Bool { failures == 0 && growths.allSatisfy(\.isWithin) }

    /// Nil when there are too few samples to lay a line through.
    init?(_ samples: [SoakSample], failures: Int) {
        let settled = Array(samples.drop { $0.seconds < (samples.last?.seconds ?? 0) / 4 })
        guard settled.count >= 4 else { return nil }
        func growth(_ what: String, allowed: Double, _ value: (SoakSample) -> Double) -> Growth {
            Growth(
                what: what, percent: Self.rise(settled.map { ($0.seconds, value($0)) }), allowedPercent: allowed)
        }
        growths = [
            growth("memory of the service", allowed: 5) { $0.mebibytes },
            growth("open files of the service", allowed: 2) { Double($0.descriptors) },
            growth("tables that are only changed", allowed: 10) { $0.changedTableMebibytes },
            growth("backends of PostgreSQL", allowed: 5) { Double($0.backends) },
        ]
        self.failures = failures
    }

    /// What a line through the points rises from the first to the last, in percent of where it begins.
    static func rise(_ points: [(x: Double, y: Double)]) -> Double {
        let count = Double(points.count)
        let (meanX, meanY) = (
            points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count
        )
        let spread = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
        guard spread > 0, let first = points.first, let last = points.last else { return 0 }
        let slope = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
        let beginning = meanY + slope * (first.x - meanX)
        return beginning > 0 ? slope * (last.x - first.x) / beginning * 100 : 0
    }

    var lines: [String] {
        growths.map {
            "\($0.isWithin ? "ok  " : "OVER") \($0.what): \(Text.fixed($0.percent, 1)) % of at most \(Text.fixed($0.allowedPercent, 0)) %"
        } + ["\(failures == 0 ? "ok  " : "OVER") requests that were not answered well: \(failures)"]
    }

    var json: JSONValue {
        [
            "holds": .bool(holds), "failures": .integer(Int64(failures)),
            "growths": .array(
                growths.map {
                    [
                        "what": .string($0.what), "percent": .rounded($0.percent, 2),
                        "allowedPercent": .rounded($0.allowedPercent),
                    ]
                }),
        ]
    }
}
