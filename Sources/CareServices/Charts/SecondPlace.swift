package import Care
import CareStore
package import Postgres
import Synchronization

/// Knows up to when everything that was committed is on a second place, which survives this database.
///
/// It looks at most once a second, and only while somebody asks. What it says is true and a little old: a moment counts once
/// all that was committed before it has been seen there.
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
        /// Everything committed before it is on the second place.
        var instant = Instant(milliseconds: 0)
        /// The next such moment, and the place in the log that the second place has to reach for it.
        var next: (instant: Instant, place: String)?
        var lookedAt: ContinuousClock.Instant?
    }

    private let kind: Kind
    private let database: Database
    private let state = Mutex(State())

    private let pause: Duration

    /// - Parameter pause: how long what it saw is good enough.
    package init(_ kind: Kind, database: Database, pause: Duration = .seconds(1)) {
        self.kind = kind
        self.database = database
        self.pause = pause
    }

    /// Everything committed before this moment of the database's clock is on the second place; nil where there is none.
    package func instant() async -> Instant? {
        guard kind != .none else { return nil }
        let isDue = state.withLock { state in
            let now = ContinuousClock.now
            guard state.lookedAt.map({ now - $0 >= pause }) ?? true else { return false }
            // Noted before it looks, so that nobody else looks meanwhile.
            state.lookedAt = now
            return true
        }
        if isDue { await look() }
        return state.withLock(\.instant)
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
            if let next, next != seen { state.instant = max(state.instant, next.instant) }
            state.next = seen
        }
    }
}
