/// Why a template cannot become a member's plan.
package enum TemplateProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The template names exercises that the catalog does not hold; in order, each once.
    case unknownExercises([Slug])
    /// The template has no such phase; the ones that it has.
    case unknownPhase(Slug, known: [Slug])
    /// The plan that comes of it could not be prescribed.
    case notPrescribable([FieldViolation])

    package var description: String {
        switch self {
        case .unknownExercises(let slugs):
            "the catalog holds no exercise \(slugs.map(\.description).joined(separator: ", ")): "
                + "load the content that the template belongs to"
        case .unknownPhase(let phase, let known):
            known.isEmpty
                ? "the template has no phases"
                : "the template has no phase \(phase); it has "
                    + known.map(\.description).joined(separator: ", ")
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
    /// `title` and `note` replace the template's own; an item that leaves its note out has none. With a phase it is the plan
    /// of that phase.
    package func plan(
        program: Slug, phase named: Slug? = nil, title: Label? = nil, note: Note? = nil, until: LocalDay? = nil,
        exercises: [Slug: (exercise: Exercise, version: Int)]
    ) throws(TemplateProblem) -> PlanContent {
        let phase = try phase(of: named)
        let items = phase?.items ?? items
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
            program: program, title: title ?? phase.flatMap { Label("\(self.title): \($0.title)") } ?? self.title,
            items: planItems, modifications: phase?.modifications ?? modifications,
            note: note ?? (phase.map(\.planNote) ?? self.note), until: until)
        let violations = content.violations
        guard violations.isEmpty else { throw .notPrescribable(violations) }
        return content
    }

    /// The exercises whose dose no source gives and the template leaves out: the PT is asked to set it (domain guide §4.4,
    /// Towel Scrunches).
    package func dosesForPTToSet(
        phase named: Slug? = nil, exercises: [Slug: (exercise: Exercise, version: Int)]
    ) -> [Slug] {
        (named.flatMap(phase)?.items ?? items).filter {
            $0.dose == nil && exercises[$0.exercise]?.exercise.doseIsForPTToSet == true
        }.map(\.exercise)
    }

    private func phase(of named: Slug?) throws(TemplateProblem) -> Phase? {
        guard let named else { return nil }
        guard let phase = phase(named) else { throw .unknownPhase(named, known: (phases ?? []).map(\.slug)) }
        return phase
    }
}
