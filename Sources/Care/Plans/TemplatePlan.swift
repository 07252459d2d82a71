/// Why a template cannot become a member's plan.
package enum TemplateProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The template names exercises that the catalog does not hold; in order, each once.
    case unknownExercises([Slug])
    /// The plan that comes of it could not be prescribed.
    case notPrescribable([FieldViolation])

    package var description: String {
        switch self {
        case .unknownExercises(let slugs):
            "the catalog holds no exercise \(slugs.map(\.description).joined(separator: ", ")): "
                + "load the content that the template belongs to"
        case .notPrescribable(let violations):
            "the template makes no valid plan: "
                + violations.map { "\($0.pointer) \($0.message)" }.joined(separator: "; ")
        }
    }
}

extension Template {
    /// The plan that a PT starts from: doses and frequencies filled in from the exercises where the template leaves them
    /// out, and each exercise pinned to the version that is published now.
    ///
    /// `title` and `note` replace the template's own; an item that leaves its note out has none.
    package func plan(
        program: Slug, title: Label? = nil, note: Note? = nil, until: LocalDay? = nil,
        exercises: [Slug: (exercise: Exercise, version: Int)]
    ) throws(TemplateProblem) -> PlanContent {
        var unknown: [Slug] = []
        var planItems: [PlanItem] = []
        for item in items {
            guard let (exercise, version) = exercises[item.exercise] else {
                if !unknown.contains(item.exercise) { unknown.append(item.exercise) }
                continue
            }
            planItems.append(
                PlanItem(
                    block: item.block, exercise: item.exercise, exerciseVersion: version,
                    dose: item.dose ?? exercise.defaultDose, side: item.side,
                    frequency: item.frequency ?? exercise.defaultFrequency, note: item.note))
        }
        guard unknown.isEmpty else { throw .unknownExercises(unknown) }
        let content = PlanContent(
            program: program, title: title ?? self.title, items: planItems, modifications: modifications,
            note: note ?? self.note, until: until)
        let violations = content.violations
        guard violations.isEmpty else { throw .notPrescribable(violations) }
        return content
    }

    /// The exercises whose dose no source gives and the template leaves out: the PT is asked to set it (domain guide §4.4,
    /// Towel Scrunches).
    package func dosesForPTToSet(exercises: [Slug: (exercise: Exercise, version: Int)]) -> [Slug] {
        items.filter { $0.dose == nil && exercises[$0.exercise]?.exercise.doseIsForPTToSet == true }.map(\.exercise)
    }
}
