package import Care
package import StrictJSON

extension ChartMerge {
    /// What a person's decision about a mutation that was set aside does to the chart.
    package struct Settlement: Sendable {
        /// One for each change of the result, in order: what was kept, where it was accepted, and then the decision.
        package var mutations: [Mutation]
        package var result: Result
    }

    /// Settles what was set aside under an id, in one commit: its author's row, if it is accepted, and then the decision.
    ///
    /// The row is its author's: it is judged as if it came now, by all rules but those that only a person can set aside.
    /// When it still breaks one, its outcome in the result says so, and nothing of the result may be committed.
    ///
    /// - Parameter withoutReference: leaves out the shoe or plan revision that it names and that the chart does not have.
    /// - Returns: Nil when there is no such row in the picture, or the decision is not one that can be taken about it.
    /// - Throws: `JSONProblem` only for a row of the picture that cannot be written as JSON, which its own types rule out.
    package static func settle(
        _ id: RowID, as decision: SetAside.Resolution.Decision, note: Note?, by role: Role,
        withoutReference: Bool = false, in picture: Picture
    ) throws(JSONProblem) -> Settlement? {
        guard case .setAside(let aside) = picture.rows[id]?.content else { return nil }
        let resolution = Mutation(
            seq: 0, kind: RowKind.setAside.rawValue, op: RowOperation.update.rawValue, row: id,
            body: try JSONValue.encoding(Ruling(decision: decision, note: note)))
        guard decision == .accepted, aside.resolution == nil else {
            let result = try apply([resolution], to: picture, role: role, device: nil)
            return Settlement(mutations: [resolution], result: result)
        }
        guard let author = aside.acceptableAuthor else { return nil }
        let kept = withoutReference ? aside.mutation.withoutReferences : aside.mutation
        var merge = ChartMerge(
            picture: picture, role: author, device: nil, schema: ProtocolVersion.accepted.lowerBound, isAccepting: true)
        try merge.apply(kept)
        merge.role = role
        try merge.apply(resolution)
        return Settlement(mutations: [kept, resolution], result: try merge.finish())
    }

    /// The decision that an update of a row of kind `set_aside` brings.
    struct Ruling: Hashable, Codable {
        var decision: SetAside.Resolution.Decision
        var note: Note?
    }

    func settlement(_ mutation: Mutation, at version: Int64) -> Verdict {
        guard var row = picture.rows[mutation.row], case .setAside(var aside) = row.content else {
            return .setAside(.unknownRow, nil)
        }
        let ruling: Ruling
        do throws(JSONProblem) {
            guard let body = mutation.body else {
                return .setAside(.invalid, FieldViolation(pointer: "/body", message: "must be there"))
            }
            ruling = try body.decode()
        } catch {
            return .setAside(.invalid, FieldViolation(pointer: "/body\(error.pointer)", message: error.message))
        }
        // The first word stands. Who comes later wanted it settled, and it is: nothing more is kept aside about it.
        if let standing = aside.resolution {
            return .already(row, .update, standing.decision == ruling.decision ? .applied : .merged)
        }
        guard ruling.decision == .accepted ? isAccepting : role != .member || aside.isMembersOwn else {
            return .setAside(
                .notAllowed, FieldViolation(pointer: "/body/decision", message: "is not yours to take"))
        }
        aside.resolution = SetAside.Resolution(decision: ruling.decision, role: role, note: ruling.note)
        row.content = .setAside(aside)
        row.version = version
        return .take(row, .update, .applied)
    }
}

extension SetAside {
    /// What was sent, as it was kept; a base is not.
    package var mutation: Mutation { Mutation(seq: seq, kind: kind, op: op, row: row, body: body) }

    /// The role whose row it becomes when it is accepted; nil for what can only be dismissed.
    ///
    /// A change or deletion was meant for a row as its author saw it, and is made again on the row as it is. What its author
    /// was not allowed to do, and what this version does not know, nobody can accept for them.
    package var acceptableAuthor: Role? {
        guard op == RowOperation.insert.rawValue, reason != .notAllowed, let kind = RowKind(rawValue: kind) else {
            return nil
        }
        let authors = ConflictRules.rules(for: kind).insertedBy
        // Whose access had ended was a practitioner, and no fact that is a member's alone comes from one.
        let order: [Role] = reason == .accessEnded ? [.practitioner] : [.member, .practitioner]
        return order.first(where: authors.contains)
    }

    /// Whether a member may dismiss it, being a rejection of what was theirs to record.
    ///
    /// A quarantine is for the care team.
    fileprivate var isMembersOwn: Bool {
        status == .rejected
            && (RowKind(rawValue: kind).map { ConflictRules.rules(for: $0).insertedBy.contains(.member) } ?? true)
    }
}
