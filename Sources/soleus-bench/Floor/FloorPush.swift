import Care
import CareStore
import ChartSync
import Foundation
import Population
import Postgres

/// One push as a plain loop writes it: everything is decided and encoded before the clock runs.
struct FloorPush: Sendable {
    let standing: Standing
    let result: ChartMerge.Result
    let entry: LedgerEntry
    let hash: [UInt8]

    init(_ standing: Standing, size: Int) throws {
        self.standing = standing
        let person = standing.person
        let now = Instant.now
        var recordings = Recordings(of: person, after: standing.lastSeq, at: now)
        let mutations = try recordings.next(size)
        let picture = ChartMerge.Picture(
            version: standing.version, checksum: standing.checksum, latestRevision: 1)
        result = try ChartMerge.apply(mutations, to: picture, role: .member, device: person.device)
        entry = LedgerEntry(
            member: person.member, firstVersion: standing.version + 1, actorRole: .member, actor: person.member.uuid,
            device: person.device, firstSeq: standing.lastSeq + 1, clientTime: now, serverTime: now,
            changes: result.changes, mutationHashes: try mutations.map { try $0.contentHash() }, before: nil,
            checksum: result.checksum)
        hash = entry.hash(after: standing.head)
    }

    /// Where the chart stands afterwards.
    var after: Standing {
        var after = standing
        after.version = result.version
        after.lastSeq += Int64(result.changes.count)
        after.head = hash
        after.checksum = result.checksum
        return after
    }

    func write(in session: inout Session) throws {
        let member = standing.person.member
        try session.transaction(.readWrite) { transaction in
            _ = try transaction.only(FloorStatements.lock, member)
            try transaction.commit { pipeline in
                addSessions(member, to: &pipeline)
                addCheckIns(member, to: &pipeline)
                addRuns(member, to: &pipeline)
                pipeline.add(
                    FloorStatements.entry.run(
                        member, entry.lastVersion, entry.firstVersion, entry.actor, standing.person.device,
                        standing.lastSeq + 1, entry.serverTime, entry.serverTime, entry.changes.map(\.kind),
                        entry.changes.map(\.op), entry.changes.map(\.row), entry.changes.map(\.status),
                        entry.mutationHashes.flatMap(\.self), entry.checksum, hash))
                pipeline.add(FloorStatements.advance.run(member, result.version, hash, result.checksum))
                pipeline.add(
                    FloorStatements.progress.run(
                        member, standing.person.device, entry.lastSeq ?? 0, entry.serverTime))
            }
        }
    }

    private func addSessions(_ member: MemberID, to pipeline: inout Pipeline) {
        let found = result.inserted.compactMap { row in
            if case .sessionLog(let log) = row.content { (row: row, log: log) } else { nil }
        }
        guard !found.isEmpty else { return }
        let logs = found.map(\.log)
        var columns = SessionColumns()
        var parts: [(item: Int32, lastItem: Int32, done: Int32, lastDone: Int32)] = []
        for log in logs {
            let (items, sets) = (Int32(columns.exercises.count), Int32(columns.setExercises.count))
            columns.append(log.items)
            parts.append((items + 1, Int32(columns.exercises.count), sets + 1, Int32(columns.setExercises.count)))
        }
        pipeline.add(
            FloorStatements.sessions.run(
                member, found.map(\.row.id), found.map(\.row.version), logs.map(\.planRevision), logs.map(\.moment.at),
                logs.map(\.moment.timeZone), logs.map(\.moment.day), logs.map(\.effort), logs.map(\.painDuring),
                logs.map(\.note), parts.map(\.item), parts.map(\.lastItem), parts.map(\.done), parts.map(\.lastDone),
                columns.exercises, columns.skippedReasons, columns.difficulties, columns.setExercises, columns.setReps))
    }

    private func addCheckIns(_ member: MemberID, to pipeline: inout Pipeline) {
        let found = result.inserted.compactMap { row in
            if case .checkIn(let checkIn) = row.content { (row: row, checkIn: checkIn) } else { nil }
        }
        guard !found.isEmpty else { return }
        let checkIns = found.map(\.checkIn)
        pipeline.add(
            FloorStatements.checkIns.run(
                member, found.map(\.row.id), found.map(\.row.version), checkIns.map(\.moment.at),
                checkIns.map(\.moment.timeZone), checkIns.map(\.moment.day), checkIns.map(\.about),
                checkIns.map(\.pain), checkIns.map(\.site), checkIns.map(\.stiffness), checkIns.map(\.swelling)))
    }

    private func addRuns(_ member: MemberID, to pipeline: inout Pipeline) {
        let found = result.inserted.compactMap { row in
            if case .runLog(let run) = row.content { (row: row, run: run) } else { nil }
        }
        guard !found.isEmpty else { return }
        let runs = found.map(\.run)
        pipeline.add(
            FloorStatements.runs.run(
                member, found.map(\.row.id), found.map(\.row.version), runs.map(\.moment.at),
                runs.map(\.moment.timeZone), runs.map(\.moment.day), runs.map(\.distanceMeters),
                runs.map(\.durationSeconds), runs.map(\.surface), runs.map(\.terrain), runs.map(\.effort),
                runs.map(\.painDuring)))
    }
}
