import Foundation
import StrictJSON
import TestPostgres
import Testing

/// Each bad file gets a clear verdict from `soleus`, and the cover in force stays as it was.
@Suite struct `A bad roster` {
    private func withCovered(_ body: (Practice) async throws -> Void) async throws {
        try await Practice.prepared { practice in
            try await practice.start()
            try await practice.open()
            #expect(try await practice.load(RosterFile.of(count: 60)).json["state"] == "applied")
            try await body(practice)
        }
    }

    /// What a report says of what is wrong.
    private func said(_ report: JSONValue) -> [String] {
        let holds = report["holds"]?.arrayValue ?? []
        let faults = report["faults"]?.arrayValue ?? []
        return [report["reason"]?.stringValue ?? ""] + (holds + faults).compactMap { $0["code"]?.stringValue }
    }

    @Test func `of whatever kind gets its verdict`() async throws {
        try await withCovered { practice in
            let before = try await practice.coverInForce().filter { $0.contains("KX-1") }
            for file in BadFile.all {
                let path = try practice.write("bad.csv", bytes: file.bytes)
                let finished = try await practice.send(path, file.more)
                #expect(finished.ending == .exited(file.status), "\(file): \(finished)")
                let report = try finished.json
                #expect(report["state"]?.stringValue == file.state, "\(file): \(finished)")
                #expect(said(report).contains { $0.hasPrefix(file.code) }, "\(file): \(said(report))")
                if file.status != 0 { #expect(finished.errors.contains("nothing was applied"), "\(file)") }
                // Of the people who were covered before, nobody's cover has moved.
                #expect(try await practice.coverInForce().filter { $0.contains("KX-1") } == before, "\(file)")
            }
        }
    }

    @Test func `of a million faulty rows or one field of 100 MB is read to its end`() async throws {
        try await withCovered { practice in
            let before = try await practice.coverInForce()
            let good = Array(RosterFile.of(count: 60).text.utf8)
            let rows = [UInt8](1_000_000, copiesOf: Array("x\n".utf8))
            let faulty = try await practice.send(try practice.write("rows.csv", bytes: good + rows)).exiting(3).json
            #expect(faulty["counts"]?["faulty"] == 1_000_000 && faulty["state"] == "held")
            #expect(faulty["faults"]?.arrayValue?.count == 1_000)

            let field =
                Array("subscriber,KX-90001,KX-90001,self,\"".utf8) + [UInt8](repeating: 65, count: 100 << 20) + [10]
            let wide = try await practice.send(try practice.write("field.csv", bytes: good + field)).exiting(0).json
            #expect(said(wide).contains("field.too_long") && wide["counts"]?["unchanged"] == 60)
            #expect(try await practice.coverInForce() == before)
        }
    }

    @Test func `of another sponsor is held, and refused where the feed names its groups`() async throws {
        try await withCovered { practice in
            try await practice.soleus(
                "sponsor", "add", "other", "--name", "Other", "--kind", "employer", "--mode", "full", "--end-date",
                "last_covered_day", profile: "operator")
            let before = try await practice.coverInForce()
            let file = practice.folder.appending(component: "roster.csv").path
            let held = try await practice.send(file, sponsor: "other", profile: "operator").exiting(3).json
            #expect(said(held).contains("another_sponsors"))
            // And by a program of another sponsor it is as if there were no such sponsor.
            let foreign = try await practice.send(file, sponsor: "other", profile: "acme")
            #expect(foreign.ending == .exited(3) || foreign.ending == .exited(4), "\(foreign)")
            #expect(try await practice.coverInForce() == before)
        }
    }

    @Test func `in X12 gets its verdict for wrong counts, wrong terminators and its end`() async throws {
        try await withCovered { practice in
            let before = try await practice.coverInForce()
            let sample = TestCluster.packageDirectory.appending(
                components: "db", "samples", "acme-outdoor-roster.834")
            let text = try String(contentsOf: sample, encoding: .utf8)
            let cases: [(name: String, text: String, status: Int32, code: String)] = [
                ("another count of segments", text.replacing(/SE\*[0-9]+/, with: "SE*7"), 3, "x12.rejected"),
                ("another count of people", text.replacing("QTY*TO*3", with: "QTY*TO*4"), 3, "control_totals"),
                ("another count of groups", text.replacing("IEA*1*", with: "IEA*2*"), 3, "x12.rejected"),
                (
                    "other terminators than it declares",
                    String(text.prefix(107)) + text.dropFirst(107).replacing("~\n", with: "\n"), 3, "x12.unreadable"
                ),
                ("cut off", String(text.prefix(text.count / 2)), 3, "x12."),
                ("marked as a test", text.replacing("*0*P*:", with: "*0*T*:"), 3, "x12.test"),
            ]
            for (name, text, status, code) in cases {
                let finished = try await practice.send(try practice.write("bad.834", text))
                #expect(finished.ending == .exited(status), "\(name): \(finished)")
                #expect(said(try finished.json).contains { $0.hasPrefix(code) }, "\(name): \(finished)")
                #expect(try await practice.coverInForce() == before, "\(name)")
            }
        }
    }
}
