import Foundation
import StrictJSON

/// Content that is just enough to break each rule in, whatever the project's own grows to.
enum SampleContent {
    /// Two rungs of one ladder, an exercise on none, a template of all three, an article and a disclaimer.
    static func write(to directory: URL) throws {
        let files: [(String, JSONValue)] = [
            ("exercises/heel-raises.json", exercise("heel-raises", rung: 1)),
            ("exercises/single-heel-raises.json", exercise("single-heel-raises", rung: 2)),
            ("exercises/wobbles.json", exercise("wobbles", rung: nil)),
            ("templates/steady.json", template),
            ("articles/steady-feet.json", article),
            (
                "disclaimers/article.json",
                [
                    "slug": "article", "title": "About this article", "text": "For education.",
                    "appliesTo": "articles",
                ]
            ),
        ]
        for (path, body) in files {
            let file = directory.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(JSONWriter.write(keepingOrder: body)).write(to: file)
        }
    }

    /// For both sides at once, and dosed in repetitions.
    static func exercise(_ slug: String, rung: Int?) -> JSONValue {
        var object: JSONObject = [
            "slug": .string(slug), "name": .string(slug), "category": "strength", "targets": ["calf"],
            "equipment": ["wall"], "laterality": "bilateral", "doseKind": "reps", "purpose": "Strong calves.",
            "steps": ["Rise.", "Lower."], "cues": ["Slowly."], "mistakes": ["Bouncing."],
            "stopSigns": ["Pain goes above 5 out of 10."], "defaultDose": ["sets": 2, "reps": 10],
            "defaultFrequency": ["perDay": 1, "perWeek": 3], "doseIsForPTToSet": true,
            "doseSource": "A choice, for the PT to set.",
        ]
        if let rung { object["ladder"] = ["ladder": "heel-raise", "rung": .integer(Int64(rung))] }
        return .object(object)
    }

    /// With dose and frequency of its own, so that an exercise's bad default is the exercise's alone.
    static func item(_ exercise: String) -> JSONValue {
        let dose: JSONValue = ["sets": 1, "reps": 5]
        let frequency: JSONValue = ["perDay": 1, "perWeek": 3]
        return [
            "block": "main", "exercise": .string(exercise), "side": "both", "dose": dose, "frequency": frequency,
        ]
    }

    /// A phase with one exercise.
    static func phase(entry: JSONValue, exit: [JSONValue], exercise: String) -> JSONValue {
        [
            "slug": "begin", "title": "Begin", "summary": "Gently.", "usualLength": "1 week", "entry": [entry],
            "exit": .array(exit), "items": [item(exercise)], "modifications": [], "runPhases": [], "selfCare": [],
        ]
    }

    private static let template: JSONValue = [
        "slug": "steady", "title": "Steady", "summary": "Calves and balance.",
        "items": [item("heel-raises"), item("single-heel-raises"), item("wobbles")], "modifications": [],
    ]

    private static let article: JSONValue = [
        "slug": "steady-feet", "title": "Steady feet", "publishedOn": "2026-01-05", "reviewDueOn": "2028-01-05",
        "expert": "A. Writer", "clinicalReviewer": "B. Reader", "medicalReviewer": "C. Reader",
        "sections": [["heading": "Why", "paragraphs": ["Because."]]], "references": [],
    ]
}
