import Care
import CareServices
import Foundation
import HTTPMessages
import StrictJSON
import TestPostgres
import Testing

@Suite struct `The pages of the protocol` {
    private static func page(_ name: String) -> URL {
        TestCluster.packageDirectory.appending(components: "Sources", "ChartSync", "ChartSync.docc", "\(name).md")
    }

    @Test(arguments: [("Messages", 15), ("Bodies", 3)])
    func `show what the service answers`(name: String, moreThan count: Int) async throws {
        let examples = try PageExamples(page: Self.page(name))
        #expect(examples.exchanges.count > count)
        try await withWorld { world in
            let people = world.people
            var names = PageNames([
                "ana": people.ana, "phone": people.anasDevice, "jordan": people.jordan, "ben": people.ben,
                "token of ana": people.tokens[.ana] ?? "", "token of jordan": people.tokens[.jordan] ?? "",
                "token of olga": people.tokens[.olga] ?? "",
            ])
            for example in examples.exchanges {
                var headers: HTTPHeaders = [:]
                for (name, value) in example.headers {
                    headers.setIfAbsent(name, names.fill(value) { RowID.make(at: .now).description })
                }
                let target = names.fill(example.target) { RowID.make(at: .now).description }
                let body = names.fill(example.body) { RowID.make(at: .now).description }
                let answer = try await world.send(example.method, target, headers: headers, bytes: Array(body.utf8))
                let shown = try #require(example.answer, "line \(example.line): no answer is shown")
                #expect(answer.status == shown.status, "line \(example.line): \(answer.json.map { "\($0)" } ?? "")")
                if let pattern = shown.body {
                    let differences = names.differences(of: answer.json ?? .null, from: pattern)
                    #expect(differences == [], "line \(example.line)")
                }
            }
        }
    }
}
