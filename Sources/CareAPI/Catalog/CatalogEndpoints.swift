import Care
import CareMessages
import CareServices
import HTTPMessages

/// Published content: the same for everybody.
struct CatalogEndpoints {
    let catalog: CatalogService

    var listing: Endpoint {
        Endpoint(
            Operation(
                "listCatalog", "Lists exercises and templates as published now.", for: .signedIn,
                gives: [.ok(.catalogListing, "Everything published.")])
        ) { [catalog] _ in
            try .json(await catalog.listing())
        }
    }

    var search: Endpoint {
        Endpoint(
            Operation(
                "searchExercises", "Finds exercises by words, target, equipment and category.", for: .signedIn,
                query: [
                    .init("text", .text(200), "words, each of which must be found"),
                    .init("target", .slug, "a body part, such as calf"),
                    .init("equipment", .slug, "what is at hand, such as towel; none for nothing at all"),
                    .init("category", .choice(Exercise.Category.self), "a category, such as strength"),
                ],
                gives: [.ok(.exerciseMatches, "The best first.")])
        ) { [catalog] call in
            let equipment = try call.query("equipment") { Slug($0) }
            let needsNothing = equipment?.description == "none"
            return try .json(
                await catalog.exercises(
                    ExerciseSearch(
                        text: call.query("text") { Label($0) }, target: call.query("target") { Slug($0) },
                        equipment: needsNothing ? nil : equipment, withoutEquipment: needsNothing,
                        category: call.query("category") { Exercise.Category(rawValue: $0) })))
        }
    }

    var exercise: Endpoint {
        Endpoint(
            Operation(
                "exercise", "Shows an exercise.", for: .signedIn,
                gives: [.ok(.exerciseAnswer, "Its published version.")])
        ) { [catalog] call in
            try .json(await catalog.exercise(call.path("exercise") { Slug($0) }))
        }
    }

    var template: Endpoint {
        Endpoint(
            Operation(
                "template", "Shows a template with the exercises that it names.", for: .signedIn,
                gives: [.ok(.templateAnswer, "Its published version.")])
        ) { [catalog] call in
            try .json(await catalog.template(call.path("template") { Slug($0) }))
        }
    }
}
