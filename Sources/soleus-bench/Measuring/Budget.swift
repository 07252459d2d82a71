/// What a scenario may cost at most; where there is no limit, nil.
struct Budget: Sendable {
    var serviceMicroseconds: Double?
    var postgresMicroseconds: Double?
    var walBytes: Double?
    var p99Milliseconds: Double?

    /// The budgets of a push of 20, of an idle pull, of a poke and of a first sync.
    static func of(_ scenario: String) -> Budget? {
        switch scenario {
        case PushScenario.name(20): Budget(serviceMicroseconds: 250, postgresMicroseconds: 1_100, walBytes: 800)
        case PullScenario.idle: Budget(serviceMicroseconds: 150, postgresMicroseconds: 500)
        case WatchScenario.name: Budget(p99Milliseconds: 50)
        case PullScenario.first(10_000): Budget(p99Milliseconds: 1_000)
        default: nil
        }
    }

    /// What of a figure is over its limit, in words; empty when nothing is.
    func overruns(_ figure: Figure) -> [String] {
        [
            ("service CPU", figure.serviceMicroseconds, serviceMicroseconds, "µs"),
            ("PostgreSQL CPU", figure.postgresMicroseconds, postgresMicroseconds, "µs"),
            ("WAL", figure.walBytes, walBytes, "B/mutation"), ("p99", figure.p99Milliseconds, p99Milliseconds, "ms"),
        ].compactMap { what, found, limit, unit in
            guard let found, let limit, found > limit else { return nil }
            return "\(what) \(Text.short(found)) of \(Text.short(limit)) \(unit)"
        }
    }
}
