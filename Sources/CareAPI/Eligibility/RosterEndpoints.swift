import Care
import CareMessages
import CareServices
import Foundation
import HTTPMessages

/// Sponsors' files.
struct RosterEndpoints {
    /// A roster of a million people is some 150 MB; it goes to disk and not to memory.
    static let maximumBytes = 2 << 30

    let rosters: RosterService

    var load: Endpoint {
        Endpoint(
            Operation(
                "loadRoster", "Loads a roster, or says what loading it would do.",
                for: .roles([.sponsor, .operator]),
                query: [
                    .init("file", .label, "the file's name, at most 200 bytes"),
                    .init("dryRun", .boolean, "true or false"),
                    .init("expectedRows", .integer(from: 0), "how many rows the file should have"),
                    .init("madeOn", .day, "when the file was made, YYYY-MM-DD; tomorrow (UTC) at the latest"),
                    .init("wait", .boolean, "true to wait for approval although nothing holds the file"),
                ], mayAnswerFirst: true, takes: .roster(maximumBytes: Self.maximumBytes),
                gives: [
                    .created(.loadReport, "The file was read; `state` says whether it was applied."),
                    .accepted(
                        .loadReport,
                        "The file was received, and `Location` says where to ask what becomes of it. Only where the "
                            + "request prefers `respond-async` and is no dry run."),
                    .ok(
                        .loadReport,
                        "The file had been received before and was neither rejected nor taken back, or this was a dry run: "
                            + "nothing was done."),
                ]),
            admit: { [rosters] call in
                _ = try call.rosterFormat()
                try await rosters.requireAccess(to: call.path("sponsor") { Slug($0) }, actor: call.actor)
            },
            answer: { [rosters] call in
                let slug = try call.path("sponsor") { Slug($0) }
                let name = try call.query("file") { Label($0) }
                let dryRun = try call.isDryRun()
                let (format, file) = try call.roster()
                let upload = RosterUpload(
                    fileName: name, format: format, file: file,
                    expectedRows: try call.query("expectedRows") { Int($0).flatMap { $0 >= 0 ? $0 : nil } },
                    madeOn: try call.query("madeOn") { LocalDay($0) },
                    waits: try call.query("wait") { Bool($0) } ?? false)
                if !dryRun, let patience = call.patienceSeconds {
                    let report = try await rosters.begin(
                        upload, sponsor: slug, waitingSeconds: patience, actor: call.actor)
                    return try Self.begun(report, of: slug)
                }
                let report = try await rosters.load(upload, sponsor: slug, dryRun: dryRun, actor: call.actor)
                return try .json(report, status: report.repeated || dryRun ? .ok : .created)
            })
    }

    /// The answer to a file that may still be worked on.
    private static func begun(_ report: LoadReport, of sponsor: Slug) throws -> Response {
        guard report.state == .received else {
            return try .json(report, status: report.repeated ? .ok : .created)
        }
        var response = try Response.json(report, status: .accepted)
        response.headers["Location"] = "/v1/sponsors/\(sponsor)/loads/\(report.id)"
        response.headers["Preference-Applied"] = "respond-async"
        response.headers["Retry-After"] = "1"
        return response
    }

    var list: Endpoint {
        Endpoint(
            Operation(
                "listLoads", "Lists what a sponsor's files did.", for: .roles([.sponsor, .operator]),
                gives: [.ok(.loads, "Newest first, at most 100, without holds, steps and faults.")])
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
            let (slug, load) = try call.load()
            return try .json(await rosters.load(load, of: slug, actor: call.actor))
        }
    }
}
