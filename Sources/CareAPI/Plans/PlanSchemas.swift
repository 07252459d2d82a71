import Care

extension Schema {
    static let dose = object(
        .required("sets", integer(1...10)), .optional("reps", integer(1...100)),
        .optional("repsMax", integer(1...100)), .optional("holdSeconds", integer(1...300)),
        .optional("durationSeconds", integer(5...3_600)), .optional("durationSecondsMax", integer(5...3_600)),
        .optional("restSeconds", integer(0...600)), .optional("loadGrams", integer(0...200_000)),
        .optional("band", label), .optional("tempo", label), .optional("targetEffort", integer(0...10))
    ).named("Dose")
    static let frequency = object(
        .required("perDay", integer(1...6)), .required("perWeek", integer(1...7)), .optional("phrase", label)
    ).named("Frequency")
    static let side = choice(Side.self).named("Side")
    static let block = choice(PlanItem.Block.self).named("Block")
    static let planItem = object(
        .required("block", block), .required("exercise", slug), .required("exerciseVersion", integer(from: 1)),
        .required("dose", dose), .required("side", side), .required("frequency", frequency), .optional("note", note)
    ).named("PlanItem")
    static let activityModification = object(
        .required("activity", slug), .required("usualDaysPerWeek", integer(1...7)),
        .required("maximumDaysPerWeek", integer(0...7)), .required("substitutes", array(slug, atMost: 8)),
        .required("minimumSubstituteDaysPerWeek", integer(0...7)),
        .required("terrain", array(choice(ActivityModification.Terrain.self))), .optional("until", day)
    ).named("ActivityModification")
    static let planContent = object(
        .required("program", slug), .required("title", label),
        .required("items", array(planItem, atMost: Int64(PlanContent.maximumItems))),
        .required(
            "modifications", array(activityModification, atMost: Int64(PlanContent.maximumModifications))),
        .optional("note", note), .optional("until", day)
    ).named("PlanContent")
    static let templateReference = object(
        .required("slug", slug), .required("version", integer(from: 1))
    ).named("TemplateReference")
    static let planRevision = object(
        .required("number", integer(from: 1)), .required("base", integer(from: 0)), .required("author", uuid),
        .required("authoredAt", instant), .required("effectiveFrom", day), .required("reason", note),
        .optional("template", templateReference), .optional("fromSuggestion", uuid),
        .required("content", planContent)
    ).named("PlanRevision")
    static let planAnswer = object(
        .required("id", uuid),
        .optional("version", integer(from: 1).explained("The chart version that holds it; absent in a dry run.")),
        .required("authorName", string), .required("revision", planRevision)
    ).named("PlanAnswer")
    static let planRevisions = object(.required("revisions", array(planAnswer))).named("PlanRevisions")
    static let planProposal = object(
        .required("id", uuid.explained("Made by the caller; a repeat is recognised by it.")),
        .required("base", integer(from: 0).explained("The revision started from; 0 when there was none.")),
        .optional("effectiveFrom", day.explained("Tomorrow when absent; today for a first plan.")),
        .required("reason", note), .optional("template", templateReference),
        .optional("fromSuggestion", uuid.explained("Decided by the same commit.")), .required("content", planContent),
        .optional("dryRun", boolean)
    ).named("PlanProposal")
}
