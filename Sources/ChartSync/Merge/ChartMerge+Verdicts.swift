import Care
import StrictJSON

extension ChartMerge {
    /// What becomes of a mutation, in the words of the current version of the messages.
    func verdict(on mutation: Mutation, at version: Int64) throws(JSONProblem) -> Verdict {
        guard picture.standing == .present else { return .setAside(.accessEnded, nil) }
        guard let kind = RowKind(rawValue: mutation.kind) else { return .setAside(.unknownKind, nil) }
        guard let op = RowOperation(rawValue: mutation.op) else { return .setAside(.unknownOperation, nil) }
        let rules = ConflictRules.rules(for: kind)
        switch op {
        case .insert:
            guard rules.insertedBy.contains(role) else { return .setAside(.notAllowed, nil) }
            return try insertion(mutation, kind, at: version)
        case .update:
            guard rules.updatedBy.contains(role) else { return .setAside(.notAllowed, nil) }
            return kind == .setAside
                ? settlement(mutation, at: version) : try update(mutation, rules, at: version)
        case .delete:
            guard rules.deletedBy.contains(role) else { return .setAside(.notAllowed, nil) }
            return deletion(mutation, kind, at: version)
        }
    }

    fileprivate func insertion(_ mutation: Mutation, _ kind: RowKind, at version: Int64) throws(JSONProblem) -> Verdict
    {
        guard mutation.row.uuid.versionNumber == 7 else {
            return .setAside(.invalid, FieldViolation(pointer: "/row", message: "must be a version 7 UUID"))
        }
        guard let body = mutation.body else {
            return .setAside(.invalid, FieldViolation(pointer: "/body", message: "must be there"))
        }
        let content: RowContent
        do throws(JSONProblem) {
            content = try RowContent(kind: kind, body: body)
        } catch {
            return .setAside(.invalid, FieldViolation(pointer: "/body\(error.pointer)", message: error.message))
        }
        if let violation = content.violations.first {
            return .setAside(
                .invalid, FieldViolation(pointer: "/body\(violation.pointer)", message: violation.message))
        }
        if picture.gone.contains(mutation.row) { return .setAside(.gone, nil) }
        if let present = picture.rows[mutation.row] {
            return present.content == content ? .already(present, .insert, .applied) : .setAside(.idTaken, nil)
        }
        if let verdict = objection(to: content, mutation) { return verdict }
        let groups = ConflictRules.rules(for: kind).groups
        return .take(
            ChartRowState(
                id: mutation.row, version: version, content: content,
                groupVersions: groups.map { _ in version }),
            .insert, .applied)
    }

    /// What speaks against a row that is sound in itself.
    fileprivate func objection(to content: RowContent, _ mutation: Mutation) -> Verdict? {
        switch content {
        case .sessionLog(let log):
            if let revision = log.planRevision, revision > picture.latestRevision {
                return .setAside(.unknownRevision, nil)
            }
        case .runLog(let run):
            if let shoe = run.shoe {
                guard case .shoe = picture.rows[shoe]?.content else { return .setAside(.unknownShoe, nil) }
            }
        case .planRevision(let revision):
            guard revision.base == picture.latestRevision else { return .setAside(.baseMoved, nil) }
            guard revision.number == revision.base + 1 else {
                return .setAside(
                    .invalid, FieldViolation(pointer: "/body/number", message: "must be the base's number plus 1"))
            }
        case .checkIn, .shoe, .outcomeResponse, .fallReport, .selfCare, .clearance, .disclaimerAcknowledgement,
            .runPhase, .alert,
            .alertAcknowledgement, .suggestion, .visit, .goal, .emergencyAccess, .setAside:
            break
        case .message(let message):
            guard (message.author == nil) == (role == .member) else {
                return .setAside(
                    .invalid, FieldViolation(pointer: "/body/author", message: "must be whoever sends it"))
            }
        case .messageReading(let reading):
            guard (reading.reader == nil) == (role == .member) else {
                return .setAside(
                    .invalid, FieldViolation(pointer: "/body/reader", message: "must be whoever sends it"))
            }
        case .careNote(let note):
            if let amended = note.amends {
                guard case .careNote = picture.rows[amended]?.content else {
                    return .setAside(
                        .invalid, FieldViolation(pointer: "/body/amends", message: "must be a note of this chart"))
                }
            }
            if let visit = note.visit {
                guard case .visit = picture.rows[visit]?.content else {
                    return .setAside(
                        .invalid, FieldViolation(pointer: "/body/visit", message: "must be a visit of this chart"))
                }
            }
        }
        // Cover is asked of what members record; a PT records what they saw.
        if role == .member, let day = content.day, let reason = picture.cover.objection(to: day),
            !(isAccepting && reason == .coverageEnded)
        {
            return .setAside(reason, nil)
        }
        return picture.objections[mutation.seq].map { .setAside($0.reason, $0.detail) }
    }

    fileprivate func update(
        _ mutation: Mutation, _ rules: ConflictRules, at version: Int64
    ) throws(JSONProblem) -> Verdict {
        if picture.gone.contains(mutation.row) { return .setAside(.gone, nil) }
        guard var row = picture.rows[mutation.row], row.content.kind == rules.kind else {
            return missing(mutation.row)
        }
        guard let base = mutation.base else {
            return .setAside(.invalid, FieldViolation(pointer: "/base", message: "an update needs a base"))
        }
        guard base < version else { return .setAside(.baseFromFuture, nil) }
        guard let update = mutation.body?.objectValue, !update.members.isEmpty else {
            return .setAside(.invalid, FieldViolation(pointer: "/body", message: "must name the changed fields"))
        }
        guard let groups = rules.groups(touchedBy: update) else {
            return .setAside(.invalid, FieldViolation(pointer: "/body", message: "names a field that cannot change"))
        }
        let moved = groups.filter { row.groupVersions[$0] > base }
        if moved.contains(where: { rules.groups[$0].whenMoved == .firstWins }) { return .setAside(.baseMoved, nil) }
        do throws(JSONProblem) {
            let body = ConflictRules.overlay(update, on: try row.content.body())
            row.content = try RowContent(kind: rules.kind, body: body)
        } catch {
            return .setAside(.invalid, FieldViolation(pointer: "/body\(error.pointer)", message: error.message))
        }
        if let violation = row.content.violations.first {
            return .setAside(
                .invalid, FieldViolation(pointer: "/body\(violation.pointer)", message: violation.message))
        }
        if let objection = picture.objections[mutation.seq] { return .setAside(objection.reason, objection.detail) }
        let merged = row.version > base
        row.version = version
        for group in groups { row.groupVersions[group] = version }
        return .take(row, .update, merged ? .merged : .applied)
    }

    fileprivate func deletion(_ mutation: Mutation, _ kind: RowKind, at version: Int64) -> Verdict {
        if picture.gone.contains(mutation.row) { return .setAside(.gone, nil) }
        guard let row = picture.rows[mutation.row], row.content.kind == kind else { return missing(mutation.row) }
        if let base = mutation.base {
            guard base < version else { return .setAside(.baseFromFuture, nil) }
            if row.version > base { return .setAside(.baseMoved, nil) }
        }
        return isNamedByRun(row.id) ? .setAside(.inUse, nil) : .remove(row)
    }

    fileprivate func isNamedByRun(_ shoe: RowID) -> Bool {
        picture.shoesInUse.contains(shoe)
            || picture.rows.values.contains { row in
                if case .runLog(let run) = row.content { run.shoe == shoe } else { false }
            }
    }

    /// A row that is not there, or not of the kind.
    private func missing(_ row: RowID) -> Verdict {
        let isWaiting = picture.rows[row] == nil && picture.waiting[row, default: 0] > 0
        return .setAside(isWaiting ? .dependsOnSetAside : .unknownRow, nil)
    }
}
