import Care

/// A plan as a PT reads and edits it: a few header lines, then one line for each exercise.
///
///     member: Ana Ruiz (01931e7c-…)
///     base: 1
///     program: ankle-pain-after-running
///     title: Ankle pain after running
///
///     [main]
///     calf-raises      3 x 10-15       both   3/week   rest 60s   load 5kg   # a comment
///         > Slow on the way down.
///
/// The text holds everything of a `PlanContent` except the exercises' versions: an exercise keeps the version that the
/// base has, and a new one gets the version that is published, so that nobody has to know them. `@2` after the name
/// says another one.
struct PlanText: Hashable {
    /// Printed for the reader's sake and not read back: the id decides.
    var memberName: String
    var member: MemberID
    /// The revision that the text was made from; 0 when there was none.
    var base: Int
    /// Left to the service's default when nil.
    var effectiveFrom: LocalDay?
    /// Why the plan changes; asked for when it is sent, not when it is exported.
    var reason: Note?
    var content: PlanContent
}

/// One thing in a plan's text that cannot be read or prescribed, and where.
struct PlanTextProblem: Error, Hashable, CustomStringConvertible {
    /// Counted from 1.
    var line: Int
    /// Counted from 1, in Unicode scalars.
    var column: Int
    /// What is wrong and what was expected.
    var message: String

    var description: String { "line \(line), column \(column): \(message)" }
}

/// Every problem of a text in the order of its lines, so that one look at the file is enough.
struct PlanTextProblems: Error, Hashable, CustomStringConvertible {
    var problems: [PlanTextProblem]

    init(_ problems: [PlanTextProblem]) {
        self.problems = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    var description: String { problems.map(\.description).joined(separator: "\n") }
}
