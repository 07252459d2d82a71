package import Care
package import ChartSync
import GRDB
import StrictJSON

/// What was recorded: the row, and the number under which it waits for the service.
package struct Recorded: Hashable, Sendable {
    package var row: RowID
    package var seq: Int64
}

extension OfflineStore {
    /// Records a session, check-in, run or shoe, whether or not the service can be reached.
    ///
    /// It is on the disk when this returns, shows in every read at once, and goes out with the next sync.
    ///
    /// - Throws: `StoreError.invalid` for what the service would set aside; nothing is recorded then.
    package func record(_ content: RowContent, at now: Instant) throws(StoreError) -> Recorded {
        let recorded = try record([content], at: now)
        guard let first = recorded.first else { throw .damaged("nothing was recorded") }
        return first
    }

    /// Records several at once: all of them or none.
    package func record(_ contents: [RowContent], at now: Instant) throws(StoreError) -> [Recorded] {
        for content in contents {
            guard ConflictRules.rules(for: content.kind).insertedBy.contains(.member) else {
                throw .notAllowed(kind: content.kind.rawValue)
            }
            let violations = content.violations
            guard violations.isEmpty else { throw .invalid(violations) }
        }
        return try write { database in
            _ = try DeviceTable.enrolled(database)
            return try contents.map { content in
                try Self.append(
                    content.kind, .insert, RowID.make(at: now), body: try content.body(), at: now, database)
            }
        }
    }

    /// Changes a shoe: only the fields that differ from what this device shows are sent.
    ///
    /// - Returns: Nil when nothing differs.
    /// - Throws: `StoreError.unknownRow`, or `.invalid` when the changed shoe breaks a rule.
    package func change(_ shoe: RowID, to changed: Shoe, at now: Instant) throws(StoreError) -> Recorded? {
        guard changed.violations.isEmpty else { throw .invalid(changed.violations) }
        return try write { database in
            let shown = try ShownRow.current(shoe, .shoe, database)
            guard let before = shown.body.objectValue, let after = try JSONValue.encoding(changed).objectValue else {
                throw StoreError.damaged("shoe \(shoe) is no object")
            }
            var update = JSONObject([])
            for member in after.members where before[member.key] != member.value { update[member.key] = member.value }
            for member in before.members where after[member.key] == nil {
                // Only what this version knows how to clear: a newer version's field stays as it is.
                let known = ConflictRules.rules(for: .shoe).groups.contains { $0.fields.contains(member.key) }
                if known { update[member.key] = .null }
            }
            guard !update.isEmpty else { return nil }
            return try Self.append(
                .shoe, .update, shoe, base: shown.version, body: .object(update), at: now, database)
        }
    }

    /// Withdraws a session, check-in, run or shoe.
    package func withdraw(_ row: RowID, kind: RowKind, at now: Instant) throws(StoreError) -> Recorded {
        guard ConflictRules.rules(for: kind).deletedBy.contains(.member) else {
            throw .notAllowed(kind: kind.rawValue)
        }
        return try write { database in
            let shown = try ShownRow.current(row, kind, database)
            return try Self.append(kind, .delete, row, base: shown.version, at: now, database)
        }
    }

    private static func append(
        _ kind: RowKind, _ op: RowOperation, _ row: RowID, base: Int64? = nil, body: JSONValue? = nil,
        at now: Instant, _ database: Database
    ) throws -> Recorded {
        let mutation = Mutation(
            seq: try DeviceTable.takeSeq(database), kind: kind.rawValue, op: op.rawValue, row: row, base: base,
            body: body)
        try OutboxTable.append(mutation, recordedAt: now, database)
        return Recorded(row: row, seq: mutation.seq)
    }
}
