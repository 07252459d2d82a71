import Care
import CareMessages
import CareServices
import HTTPMessages

/// How sponsors' files are to be read.
struct FeedEndpoints {
    let sponsors: SponsorService

    var show: Endpoint {
        Endpoint(
            Operation(
                "showFeed", "Shows how a sponsor's files are read.", for: .roles([.sponsor, .operator]),
                gives: [.ok(.feedRules, "The rules.")])
        ) { [sponsors] call in
            let slug = try call.path("sponsor") { Slug($0) }
            return try .json(await sponsors.feed(of: slug, actor: call.actor))
        }
    }

    var put: Endpoint {
        Endpoint(
            Operation(
                "putFeed", "Says how a sponsor's files are to be read from now on.", for: .roles([.operator]),
                query: [.init("dryRun", .boolean, "true or false")], takes: .json(.feedRules),
                gives: [.ok(.feedRules, "The rules, which hold from the next file on; after a dry run they do not.")])
        ) { [sponsors] call in
            let slug = try call.path("sponsor") { Slug($0) }
            let dryRun = try call.query("dryRun") { Bool($0) } ?? false
            return try .json(await sponsors.setFeed(of: slug, call.json(), dryRun: dryRun, actor: call.actor))
        }
    }
}
