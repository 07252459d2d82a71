import Synchronization

/// Counts what clients do by token buckets, in memory: each process of the service counts for itself.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: ContinuousClock.Instant
    }

    private let limit: RateLimit
    private let maximumBuckets: Int
    private let buckets = Mutex<[String: Bucket]>([:])

    /// - Parameter maximumBuckets: how many keys are remembered; some 100 bytes each.
    init(_ limit: RateLimit, maximumBuckets: Int = 20_000) {
        self.limit = limit
        self.maximumBuckets = maximumBuckets
    }

    /// Takes a token of the key's bucket; the whole seconds until there is one, when there is none.
    func secondsUntilAllowed(_ key: String, now: ContinuousClock.Instant = .now) -> Int? {
        buckets.withLock { buckets in
            if buckets[key] == nil, buckets.count >= maximumBuckets { makeRoom(in: &buckets, now) }
            var bucket = filled(buckets[key], now)
            defer { buckets[key] = bucket }
            guard bucket.tokens < 1 else {
                bucket.tokens -= 1
                return nil
            }
            return Int(((1 - bucket.tokens) * limit.secondsPerToken).rounded(.up))
        }
    }

    private func filled(_ bucket: Bucket?, _ now: ContinuousClock.Instant) -> Bucket {
        guard let bucket else { return Bucket(tokens: Double(limit.burst), filledAt: now) }
        let earned = ((now - bucket.filledAt) / .seconds(1)) / limit.secondsPerToken
        return Bucket(tokens: min(Double(limit.burst), bucket.tokens + max(0, earned)), filledAt: now)
    }

    /// Forgets full buckets, which say nothing; if there are none, half of the rest, the fullest first.
    private func makeRoom(in buckets: inout [String: Bucket], _ now: ContinuousClock.Instant) {
        buckets = buckets.filter { filled($0.value, now).tokens < Double(limit.burst) }
        guard buckets.count >= maximumBuckets else { return }
        let kept = buckets.sorted { filled($0.value, now).tokens < filled($1.value, now).tokens }.prefix(
            maximumBuckets / 2)
        buckets = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
