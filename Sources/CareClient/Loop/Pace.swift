/// Time and chance for the background loop; parameters, so that tests decide both.
package struct Pace: Sendable {
    /// Waits so long, or throws when the task is cancelled.
    package var sleep: @Sendable (_ seconds: Double) async throws -> Void
    /// A number from 0 up to, but not including, 1.
    package var chance: @Sendable () -> Double
    /// Seconds since some moment, by a clock that nobody sets.
    package var seconds: @Sendable () -> Double

    package init(
        sleep: @escaping @Sendable (_ seconds: Double) async throws -> Void,
        chance: @escaping @Sendable () -> Double,
        seconds: @escaping @Sendable () -> Double
    ) {
        self.sleep = sleep
        self.chance = chance
        self.seconds = seconds
    }

    /// The continuous clock, which goes on while the machine sleeps, and the system's randomness.
    package static let system = Pace(
        sleep: { seconds in try await Task.sleep(for: .seconds(seconds), clock: .continuous) },
        chance: { Double.random(in: 0..<1) }, seconds: { (ContinuousClock.now - Pace.start) / .seconds(1) })

    private static let start = ContinuousClock.now
}

/// How long to wait after a failure: exponential, with full jitter, and never less than the service asks for.
///
/// Full jitter (a wait between nothing and the ceiling) spreads the devices that lost the service at the same moment over the
/// whole time, instead of letting them come back together.
struct BackOff: Hashable {
    /// The ceiling of the first wait.
    static let firstSeconds = 2.0
    /// The ceiling of every wait from the tenth failure or so on.
    static let longestSeconds = 900.0
    /// The part of an asked-for wait that is added by chance.
    static let spread = 0.25

    /// Failures in a row.
    private(set) var failures = 0

    /// The wait after one more failure.
    mutating func failed(retryAfterSeconds: Int?, chance: Double) -> Double {
        let ceiling = min(Self.longestSeconds, Self.firstSeconds * Self.power(failures))
        failures += 1
        guard let asked = retryAfterSeconds.map(Double.init), asked > 0 else { return ceiling * chance }
        return min(asked, Self.longestSeconds * 4) * (1 + Self.spread * chance)
    }

    mutating func succeeded() { failures = 0 }

    private static func power(_ exponent: Int) -> Double { exponent < 20 ? Double(1 << exponent) : .infinity }
}
