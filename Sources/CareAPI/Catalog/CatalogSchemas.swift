import Care

extension Schema {
    static let exercise = object(
        .required("slug", slug), .required("name", label), .required("category", choice(Exercise.Category.self)),
        .required("targets", array(slug)), .required("equipment", array(slug)),
        .required("laterality", choice(Exercise.Laterality.self)),
        .required("doseKind", choice(Exercise.DoseKind.self)), .required("purpose", note),
        .required("steps", array(note)), .required("cues", array(note)), .required("mistakes", array(note)),
        .required("stopSigns", array(note)), .required("defaultDose", dose),
        .required("defaultFrequency", frequency), .required("doseIsForPTToSet", boolean),
        .optional("doseSource", note),
        .optional("ladder", object(.required("ladder", slug), .required("rung", integer(from: 1))).named("LadderPlace"))
    ).named("Exercise")
    static let exerciseAnswer = object(
        .required("version", integer(from: 1)), .required("exercise", exercise)
    ).named("ExerciseAnswer")
    private static let templateItems = array(
        object(
            .required("block", block), .required("exercise", slug), .optional("dose", dose),
            .required("side", side), .optional("frequency", frequency), .optional("note", note)
        ).named("TemplateItem"))
    private static let criterion = object(
        .required("measure", choice(Criterion.Measure.self)), .optional("limit", integer(0...100)),
        .optional("days", integer(1...90)), .required("words", note), .required("source", note)
    ).named("Criterion")
    private static let phase = object(
        .required("slug", slug), .required("title", label), .required("summary", note),
        .required("usualLength", label), .required("entry", array(criterion)), .required("exit", array(criterion)),
        .required("items", templateItems), .required("modifications", array(activityModification)),
        .required("runPhases", array(integer(1...6))), .required("selfCare", array(note)), .optional("note", note)
    ).named("Phase")
    static let template = object(
        .required("slug", slug), .required("title", label), .required("summary", note),
        .required("items", templateItems), .required("modifications", array(activityModification)),
        .optional("note", note), .optional("phases", array(phase))
    ).named("Template")
    static let templateAnswer = object(
        .required("version", integer(from: 1)), .required("template", template),
        .required("exercises", array(exerciseAnswer))
    ).named("TemplateAnswer")
    static let exerciseMatches = object(.required("exercises", array(exerciseAnswer))).named("ExerciseMatches")
    static let catalogListing = object(
        .required("exercises", array(exerciseAnswer)), .required("templates", array(templateReference))
    ).named("CatalogListing")
}
