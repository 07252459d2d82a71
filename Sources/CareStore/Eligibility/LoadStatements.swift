package import Care
package import Foundation
package import Postgres

/// What became of one file of a sponsor, as it is kept.
package struct RosterLoad: Hashable, Sendable {
    package var id: UUID
    /// SHA-256 of the file, 32 bytes; nil for the undoing of a load.
    package var sha256: [UInt8]?
    package var fileName: Label?
    package var receivedAt: Instant
    package var state: LoadState
    package var reason: String?
    package var madeOn: LocalDay?
    /// What the feed's files were when it was compared; nil before, and for the undoing of a load.
    package var mode: FeedMode?
    /// The load that this one took back, and the one that took this back.
    package var undoes: UUID?
    package var undoneBy: UUID?
    /// Rows in the file, header aside.
    package var rowCount = 0
    package var faultyCount = 0
    package var effects = RosterEffects()

    package init(
        id: UUID, sha256: [UInt8]?, fileName: Label?, receivedAt: Instant, state: LoadState, undoes: UUID? = nil
    ) {
        self.id = id
        self.sha256 = sha256
        self.fileName = fileName
        self.receivedAt = receivedAt
        self.state = state
        self.undoes = undoes
    }
}

/// What a file changes, in people: each is counted once.
package struct RosterEffects: Hashable, Sendable {
    package var added = 0
    package var changed = 0
    /// Known, without cover from today on, and covered again after the load.
    package var reinstated = 0
    /// With cover today or later before the load, and without it after.
    package var terminated = 0
    package var unchanged = 0

    package init() {}
}

/// A load moved on, by whom and when.
package struct LoadTransition: Hashable, Sendable {
    package var state: LoadState
    package var at: Instant
    package var role: Role
    package var subject: UUID
    /// The credential that acted.
    package var credential: UUID
    package var reason: String?

    package init(state: LoadState, at: Instant, role: Role, subject: UUID, credential: UUID, reason: String? = nil) {
        self.state = state
        self.at = at
        self.role = role
        self.subject = subject
        self.credential = credential
        self.reason = reason
    }
}

package enum LoadStatements {
    private static let columns = """
        SELECT load_id, sha256, file_name, received_at, state, reason, made_on, undoes, undone_by, row_count,
            faulty_count, added_count, changed_count, reinstated_count, terminated_count, unchanged_count, feed_mode
        FROM eligibility_load WHERE sponsor_id = $1
        """

    /// The load of this very file, if there was one that still counts: what was turned down or taken back may come again.
    package static let ofFile = Statement(
        columns + " AND sha256 = $2 AND state NOT IN ('undone', 'rejected')",
        takes: Types(SponsorID.self, [UInt8].self),
        gives: Types(
            UUID.self, [UInt8]?.self, Label?.self, Instant.self, LoadState.self, String?.self, LocalDay?.self,
            UUID?.self, UUID?.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self,
            FeedMode?.self)
    ).map(load)

    package static let find = Statement(
        columns + " AND load_id = $2", takes: Types(SponsorID.self, UUID.self),
        gives: Types(
            UUID.self, [UInt8]?.self, Label?.self, Instant.self, LoadState.self, String?.self, LocalDay?.self,
            UUID?.self, UUID?.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self,
            FeedMode?.self)
    ).map(load)

    /// The newest loads, so many of them.
    package static let newest = Statement(
        columns + " ORDER BY position DESC LIMIT $2", takes: Types(SponsorID.self, Int.self),
        gives: Types(
            UUID.self, [UInt8]?.self, Label?.self, Instant.self, LoadState.self, String?.self, LocalDay?.self,
            UUID?.self, UUID?.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self,
            FeedMode?.self)
    ).map(load)

    /// Begins a load, the last of its sponsor's so far; under the sponsor's lock.
    package static let insert = Statement(
        """
        INSERT INTO eligibility_load (
            sponsor_id, load_id, sha256, file_name, received_at, state, undoes, position, row_count, faulty_count,
            added_count, changed_count, reinstated_count, terminated_count, unchanged_count
        )
        SELECT $1, $2, $3, $4, $5, $6, $7, coalesce(max(position), 0) + 1, 0, 0, 0, 0, 0, 0, 0
        FROM eligibility_load WHERE sponsor_id = $1
        """,
        takes: Types(
            SponsorID.self, UUID.self, [UInt8]?.self, Label?.self, Instant.self, LoadState.self, UUID?.self))

    /// What is known of a load by now; its header and its sender where the file has them.
    package static let update = Statement(
        """
        UPDATE eligibility_load SET state = $3, reason = $4, made_on = $5, header = coalesce($6, header),
            row_count = $7, faulty_count = $8, added_count = $9, changed_count = $10, reinstated_count = $11,
            terminated_count = $12, unchanged_count = $13, feed_mode = $14,
            sender = coalesce($15, sender)
        WHERE sponsor_id = $1 AND load_id = $2
        """,
        takes: Types(
            SponsorID.self, UUID.self, LoadState.self, String?.self, LocalDay?.self, [String]?.self, Int32.self,
            Int32.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self, FeedMode?.self,
            String?.self))

    /// Marks a load as worked on until the transaction ends, also when it ends with its process; another that wants to
    /// work on the same load waits.
    package static let workOn = Statement(
        "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0))::text", takes: Types(UUID.self),
        gives: Types(String.self))

    /// Whether a process is at work on a load.
    package static let isWorkedOn = Statement(
        "SELECT NOT pg_try_advisory_xact_lock_shared(hashtextextended($1::uuid::text, 0))", takes: Types(UUID.self),
        gives: Types(Bool.self))

    package static let markUndone = Statement(
        "UPDATE eligibility_load SET state = 'undone', undone_by = $3 WHERE sponsor_id = $1 AND load_id = $2",
        takes: Types(SponsorID.self, UUID.self, UUID.self))

    /// When the newest file was made that is in force, and the header and the sender of the last one that is; each nil
    /// where it is not known.
    package static let lastInForce = Statement(
        """
        SELECT
            (SELECT max(made_on) FROM eligibility_load
                WHERE sponsor_id = $1 AND state IN ('applied', 'acknowledged')),
            (SELECT header FROM eligibility_load
                WHERE sponsor_id = $1 AND state IN ('applied', 'acknowledged') AND header IS NOT NULL
                ORDER BY position DESC LIMIT 1),
            (SELECT sender FROM eligibility_load
                WHERE sponsor_id = $1 AND state IN ('applied', 'acknowledged') AND sender IS NOT NULL
                ORDER BY position DESC LIMIT 1)
        """,
        takes: Types(SponsorID.self), gives: Types(LocalDay?.self, [String]?.self, String?.self))

    /// Whether a file of the sponsor came into force that was received after a load.
    package static let isOvertaken = Statement(
        """
        SELECT EXISTS (
            SELECT FROM eligibility_load AS later
            JOIN eligibility_load AS load ON load.sponsor_id = $1 AND load.load_id = $2
            WHERE later.sponsor_id = $1 AND later.position > load.position AND later.undoes IS NULL
                AND later.state IN ('applied', 'acknowledged')
        )
        """,
        takes: Types(SponsorID.self, UUID.self), gives: Types(Bool.self))

    /// Whether another sponsor has sent this very file.
    package static let isAnothers = Statement(
        "SELECT EXISTS (SELECT FROM eligibility_load WHERE sha256 = $2 AND sponsor_id <> $1)",
        takes: Types(SponsorID.self, [UInt8].self), gives: Types(Bool.self))

    /// The faults of a load, in order.
    package static let faults = Statement(
        """
        SELECT line, column_name, code, masked_value, message FROM load_fault
        WHERE sponsor_id = $1 AND load_id = $2 ORDER BY position
        """,
        takes: Types(SponsorID.self, UUID.self),
        gives: Types(Int32.self, String.self, String.self, String.self, String.self))

    package static let insertFaults = Statement(
        """
        INSERT INTO load_fault (sponsor_id, load_id, position, line, column_name, code, masked_value, message)
        SELECT $1, $2, fault.position, fault.line, fault.column_name, fault.code, fault.masked_value, fault.message
        FROM unnest($3::integer[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[])
            AS fault (position, line, column_name, code, masked_value, message)
        """,
        takes: Types(
            SponsorID.self, UUID.self, [Int32].self, [Int32].self, [String].self, [String].self, [String].self,
            [String].self))

    package static let holds = Statement(
        "SELECT code, is_severe, detail FROM load_hold WHERE sponsor_id = $1 AND load_id = $2 ORDER BY code",
        takes: Types(SponsorID.self, UUID.self), gives: Types(HoldCode.self, Bool.self, String.self))

    package static let insertHold = Statement(
        "INSERT INTO load_hold (sponsor_id, load_id, code, is_severe, detail) VALUES ($1, $2, $3, $4, $5)",
        takes: Types(SponsorID.self, UUID.self, HoldCode.self, Bool.self, String.self))

    /// Where a load has been, in order.
    package static let steps = Statement(
        """
        SELECT state, at, actor_role, actor_subject, actor_credential, reason FROM load_step
        WHERE sponsor_id = $1 AND load_id = $2 ORDER BY position
        """,
        takes: Types(SponsorID.self, UUID.self),
        gives: Types(LoadState.self, Instant.self, Role.self, UUID.self, UUID.self, String?.self)
    ).map { LoadTransition(state: $0, at: $1, role: $2, subject: $3, credential: $4, reason: $5) }

    package static let insertStep = Statement(
        """
        INSERT INTO load_step (
            sponsor_id, load_id, position, state, at, actor_role, actor_subject, actor_credential, reason
        )
        SELECT $1, $2, count(*), $3, $4, $5, $6, $7, $8 FROM load_step WHERE sponsor_id = $1 AND load_id = $2
        """,
        takes: Types(
            SponsorID.self, UUID.self, LoadState.self, Instant.self, Role.self, UUID.self, UUID.self, String?.self))

    package static let all: [any AnyStatement] = [
        ofFile, find, newest, insert, update, markUndone, lastInForce, isOvertaken, isAnothers, faults, insertFaults,
        holds, insertHold, steps, insertStep, workOn, isWorkedOn,
    ]

    /// The call that keeps a load that has just begun.
    package static func insert(_ load: RosterLoad, of sponsor: SponsorID) -> Call<Int> {
        insert.run(sponsor, load.id, load.sha256, load.fileName, load.receivedAt, load.state, load.undoes)
    }

    /// The call that keeps what is known of a load by now.
    package static func update(
        _ load: RosterLoad, of sponsor: SponsorID, header: [String]? = nil, sender: String? = nil
    ) -> Call<Int> {
        update.run(
            sponsor, load.id, load.state, load.reason, load.madeOn, header, Int32(clamping: load.rowCount),
            Int32(clamping: load.faultyCount), Int32(clamping: load.effects.added),
            Int32(clamping: load.effects.changed), Int32(clamping: load.effects.reinstated),
            Int32(clamping: load.effects.terminated), Int32(clamping: load.effects.unchanged), load.mode,
            sender)
    }

    /// The call that records where a load has got to.
    package static func insert(_ step: LoadTransition, of load: UUID, _ sponsor: SponsorID) -> Call<Int> {
        insertStep.run(sponsor, load, step.state, step.at, step.role, step.subject, step.credential, step.reason)
    }

    @Sendable private static func load(
        id: UUID, sha256: [UInt8]?, fileName: Label?, receivedAt: Instant, state: LoadState, reason: String?,
        madeOn: LocalDay?, undoes: UUID?, undoneBy: UUID?, rowCount: Int32, faultyCount: Int32, added: Int32,
        changed: Int32, reinstated: Int32, terminated: Int32, unchanged: Int32, mode: FeedMode?
    ) -> RosterLoad {
        var load = RosterLoad(
            id: id, sha256: sha256, fileName: fileName, receivedAt: receivedAt, state: state, undoes: undoes)
        load.reason = reason
        load.madeOn = madeOn
        load.undoneBy = undoneBy
        load.mode = mode
        load.rowCount = Int(rowCount)
        load.faultyCount = Int(faultyCount)
        load.effects.added = Int(added)
        load.effects.changed = Int(changed)
        load.effects.reinstated = Int(reinstated)
        load.effects.terminated = Int(terminated)
        load.effects.unchanged = Int(unchanged)
        return load
    }
}
