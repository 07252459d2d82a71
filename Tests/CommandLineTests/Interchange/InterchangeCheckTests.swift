import Care
import Foundation
import StrictJSON
import Testing

@testable import soleus

@Suite struct `Checking a file before it is sent` {
    private static func sample(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "db/samples/\(name)"), encoding: .utf8)
    }

    private let moment = Instant(milliseconds: 1_795_348_800_000)  // 2026-11-22T12:00:00Z

    @Test(arguments: ["acme-outdoor-roster.834", "questions.270"])
    func `finds nothing wrong with our samples`(name: String) throws {
        let check = InterchangeCheck(file: name, Array(try Self.sample(name).utf8))
        #expect(check.lines == ["A \(name)"])
        let answer = try #require(check.acknowledgement(at: moment))
        #expect(String(decoding: answer, as: UTF8.self).contains("*261122*1200*^*00501*"))
    }

    @Test func `names the place of each fault, and no value`() throws {
        let text = try Self.sample("acme-outdoor-roster.834").replacingOccurrences(of: "19850228", with: "19850230")
        let check = InterchangeCheck(file: "r.834", Array(text.utf8))
        #expect(
            check.lines == [
                "E r.834", "  set 0001: segment 16, DMG in loop 2100A: has elements at fault, DMG02 is no date",
            ])
        #expect(check.json["verdict"] == "E")
    }

    @Test func `says in words what is wrong with the envelope`() throws {
        let text = try Self.sample("acme-outdoor-roster.834")
        for (place, other, line) in [
            ("IEA*1*", "IEA*9*", "  interchange: IEA01 is not the number of groups (TA1 note 021)"),
            ("GE*1*", "GE*2*", "  group 301: GE01 is not the number of sets (AK905 code 5)"),
            ("SE*36*", "SE*35*", "  set 0001: SE01 is not the number of segments (IK502 code 4)"),
        ] {
            let check = InterchangeCheck(file: "r.834", Array(text.replacingOccurrences(of: place, with: other).utf8))
            #expect(check.lines.contains(line), "\(check.lines)")
        }
    }

    @Test func `rejects what is none, and has no acknowledgement for it`() {
        let check = InterchangeCheck(file: "x", Array("hello".utf8))
        #expect(check.lines.first == "R x" && check.lines.count == 2)
        #expect(check.acknowledgement(at: moment) == nil)
    }
}
