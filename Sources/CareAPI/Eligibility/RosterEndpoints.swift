import Care
import CareMessages
import CareServices
import Foundation
import HTTPMessages

/// Sponsors' files.
struct RosterEndpoints {
    /// A roster of 250,000 people is some 60 MB.
    static let maximumBytes = 64 << 20

    let rosters: RosterService
    let acknowledgements: AcknowledgementService

    var load: Endpoint {
        Endpoint(
            Operation(
                "loadRoster", "Loads a roster, or says what loading it would do.",
                for: .roles([.sponsor, .operator]),
                query: [
                    .init("file", .label, "the file's name, at most 200 bytes"),
                    .init("dryRun", .boolean, "true or false"),
                ], takes: .roster(maximumBytes: Self.maximumBytes),
                gives: [
                    .created(.loadReport, "The file was read; `state` says whether it was applied."),
                    .ok(.loadReport, "The file had been received before, or this was a dry run: nothing was done."),
                ])
        ) { [rosters, acknowledgements] call in
            let slug = try call.path("sponsor") { Slug($0) }
            let name = try call.query("file") { Label($0) }
            let dryRun = try call.query("dryRun") { Bool($0) } ?? false
            let (format, file) = try call.roster()
            let report = try await rosters.load(
                sponsor: slug, fileName: name, format: format, file: file, dryRun: dryRun, actor: call.actor)
            if format == .x12, !dryRun, let load = UUID(uuidString: report.id) {
                try await acknowledgements.keep(for: load, of: slug, file: file, actor: call.actor)
            }
            return try .json(report, status: report.repeated || dryRun ? .ok : .created)
        }
    }

    var list: Endpoint {
        Endpoint(
            Operation(
                "listLoads", "Lists what a sponsor's files did.", for: .roles([.sponsor, .operator]),
                gives: [.ok(.loads, "Newest first, at most 100, without their faults.")])
        ) { [rosters] call in
            let slug = try call.path("sponsor") { Slug($0) }
            return try .json(Loads(loads: await rosters.loads(of: slug, actor: call.actor)))
        }
    }

    var show: Endpoint {
        Endpoint(
            Operation(
                "showLoad", "Shows what one file did, with its faulty rows.", for: .roles([.sponsor, .operator]),
                gives: [.ok(.loadReport, "The report.")])
        ) { [rosters] call in
            let slug = try call.path("sponsor") { Slug($0) }
            let load = try call.path("load") { $0.utf8.count == 36 ? UUID(uuidString: $0) : nil }
            return try .json(await rosters.load(load, of: slug, actor: call.actor))
        }
    }
}
