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
