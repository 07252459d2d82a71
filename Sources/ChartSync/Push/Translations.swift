import Care
import StrictJSON

/// What older apps say, in the words of the current version, and what they are answered, in theirs.
///
/// An old phone must be able to hand over what its owner did. A mutation is translated to be judged; its hash is taken over
/// what was sent, and what is set aside is kept as it was sent.
package enum Translations {
    /// A field of a kind's body that had another name before a version.
    private struct Renaming {
        var before: Int
        var kind: RowKind
        var old: String
        var new: String
    }

    private static let renamings = [
        // Pain has a side at every joint, not only at the ankle.
        Renaming(before: 2, kind: .checkIn, old: "sideOfAnkle", new: "aspect")
    ]

    private static func renamings(_ mutation: Mutation, from schema: Int) -> [Renaming] {
        schema == ProtocolVersion.current
            ? [] : renamings.filter { schema < $0.before && mutation.kind == $0.kind.rawValue }
    }

    /// A mutation of an app that speaks `schema`, as an app of the current version would have made it.
    ///
    /// A body that has the new name already is left alone: it would be refused for the old one beside it.
    package static func current(_ mutation: Mutation, from schema: Int) -> Mutation {
        let renamings = renamings(mutation, from: schema)
        guard !renamings.isEmpty, var body = mutation.body?.objectValue else { return mutation }
        for renaming in renamings {
            guard let value = body[renaming.old], body[renaming.new] == nil else { continue }
            body[renaming.old] = nil
            body[renaming.new] = value
        }
        var translated = mutation
        translated.body = .object(body)
        return translated
    }

    /// A fault of the translated mutation, with the field's name as its author sent it.
    static func asSent(_ fault: FieldViolation, by mutation: Mutation, from schema: Int) -> FieldViolation {
        for renaming in renamings(mutation, from: schema)
        where fault.pointer == "/body/\(renaming.new)" && mutation.body?[renaming.old] != nil {
            return FieldViolation(pointer: "/body/\(renaming.old)", message: fault.message)
        }
        return fault
    }

    /// The reasons that came with a version; those not named are of the first.
    private static let reasonsSince: [SetAsideReason: Int] = [
        .dependsOnSetAside: 2, .coverageEnded: 2, .notCovered: 2, .accessEnded: 2,
    ]

    /// An answer with only what an app of `schema` can read: one that meets a word it does not know would ask for ever.
    package static func answer(_ answer: SliceAnswer, to schema: Int) -> SliceAnswer {
        guard schema < 2 else { return answer }
        var older = answer
        older.durableThrough = nil
        older.outcomes = answer.outcomes.map { outcome in
            var older = outcome
            older.row = nil
            if let reason = outcome.reason, reasonsSince[reason, default: 1] > schema { older.reason = nil }
            return older
        }
        return older
    }
}
