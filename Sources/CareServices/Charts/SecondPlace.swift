import CareStore
package import Postgres
import Synchronization

/// Knows which transactions are on a second place, which survives this database.
///
/// It looks at most once a second, and only while somebody asks. What it says is true and a little old: a number counts once
/// everything that was committed by the transactions below it has been seen there.
package final class SecondPlace: Sendable {
    /// What counts as a second place.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case none
        /// A streaming standby has the log on its disk.
        case standby
        /// `archive_command` has taken the file of the log.
        case archive
    }

    private struct State {
        /// Every transaction with a lower number is on the second place.
        var horizon: UInt64 = 0
        /// The next such number, with the place in the log that the second place has to reach for it.
        var next: SecondPlaceMark?
        var lookedAt: ContinuousClock.Instant?
        /// When `next` was marked: everything older is known to be there once it is.
        var nextMarkedAt: ContinuousClock.Instant?
        /// When the mark was made that the second place was last seen to have reached.
        var reachedMarkedAt: ContinuousClock.Instant?
    }

    private let kind: Kind
    private let database: Database
    private let state = Mutex(State())

    private let pause: Duration
    private let began = ContinuousClock.now

    /// - Parameter pause: how long what it saw is good enough.
    package init(_ kind: Kind, database: Database, pause: Duration = .seconds(1)) {
        self.kind = kind
        self.database = database
        self.pause = pause
    }

    /// Every transaction with a lower number than this is on the second place; nil where there is none.
    package func horizon() async -> UInt64? {
        guard kind != .none else { return nil }
        let isDue = state.withLock { state in
            let now = ContinuousClock.now
            guard state.lookedAt.map({ now - $0 >= pause }) ?? true else { return false }
            // Noted before it looks, so that nobody else looks meanwhile.
            state.lookedAt = now
            return true
        }
        if isDue { await look() }
        return state.withLock(\.horizon)
    }

    /// How far behind the second place is known to be at most; nil where there is none.
    package func lag() async -> Duration? {
        guard await horizon() != nil else { return nil }
        return ContinuousClock.now - (state.withLock(\.reachedMarkedAt) ?? began)
    }

    private func look() async {
        let next = state.withLock(\.next)
        // A look that fails leaves what is known as it is: whoever asked has their own work with the database to report on.
        let seen = try? await database.transaction(.readOnly) { [kind] transaction in
            if let next {
                let has = kind == .standby ? SecondPlaceStatements.standbyHas : SecondPlaceStatements.archiveHas
                guard try transaction.only(has, next.place) else { return next }
            }
            return try transaction.only(SecondPlaceStatements.mark)
        }
        guard let seen else { return }
        state.withLock { state in
            if let next, next != seen {
                state.horizon = max(state.horizon, next.horizon)
                state.reachedMarkedAt = state.nextMarkedAt
            }
            if next != seen { state.nextMarkedAt = .now }
            state.next = seen
        }
    }
}
