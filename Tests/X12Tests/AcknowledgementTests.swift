import Foundation
import Testing

@testable import X12

@Suite struct `A 999` {
    private func acknowledge(_ text: String) throws -> [String] {
        var reader = InterchangeReader([.enrolment])
        do throws(InterchangeProblem) {
            _ = try reader.read(Array(text.utf8))
            _ = try reader.finish()
        } catch {
            // The acknowledgement says what became of it.
        }
        let outcome = try #require(reader.outcome)
        let stamp = try #require(InterchangeWriter.Stamp(day: "20261201", time: "0730", controlNumber: 42))
        let answer = String(decoding: Acknowledgement(of: outcome, stamp: stamp).bytes, as: UTF8.self)
        return answer.split(separator: "\n").map(String.init)
    }

    private func edited(_ edits: (String, String)...) throws -> String {
        try edits.reduce(try Corpus.text("small.834")) { text, edit in
            let place = try #require(text.range(of: edit.0))
            return text.replacingCharacters(in: place, with: edit.1)
        }
    }

    @Test func `accepts a file as it should be, and goes back to its sender`() throws {
        let lines = try acknowledge(Corpus.text("small.834"))
        #expect(
            lines == [
                "ISA*00*          *00*          *ZZ*SOLEUS         *ZZ*ACMEOUTDOOR    *261201*0730*^*00501*000000042*0*P*:~",
                "GS*FA*SOLEUS*ACMEOUTDOOR*20261201*0730*1*X*005010X231A1~", "ST*999*0001*005010X231A1~",
                "AK1*BE*101*005010X220A1~", "AK2*834*0001*005010X220A1~", "IK5*A~", "AK9*A*1*1*1~", "SE*6*0001~",
                "GE*1*1~", "IEA*1*000000042~",
            ])
    }

    @Test func `names the segment, the element and the loop of what is wrong with one member`() throws {
        let lines = try acknowledge(edited(("19850228*M", "19850230*X")))
        #expect(lines[5...9] == ["IK3*DMG*13*2100*8~", "IK4*2*1251*8~", "IK4*3*1068*7~", "IK5*E*5~", "AK9*E*1*1*1~"])
    }

    @Test func `says that a segment is missing where it should have stood`() throws {
        let lines = try acknowledge(edited(("REF*0F*AO-1~\n", ""), ("SE*23", "SE*22")))
        #expect(lines[5...6] == ["IK3*REF*8*2000*3~", "IK5*E*5~"])
    }

    @Test func `rejects a set whose count is wrong`() throws {
        let lines = try acknowledge(edited(("SE*23", "SE*24")))
        #expect(lines[5...6] == ["IK5*R*4~", "AK9*R*1*1*0~"])
    }

    @Test func `rejects a group whose control numbers differ, whatever is in it`() throws {
        let lines = try acknowledge(edited(("GE*1*101", "GE*1*999")))
        #expect(lines.contains("AK9*R*1*1*0*4~"))
    }

    @Test func `rejects what it could read of a file that was cut off, and says so of the interchange`() throws {
        let text = try Corpus.text("small.834")
        let end = try #require(text.range(of: "HD*030**HLT*PPO-GOLD~")).lowerBound
        let lines = try acknowledge(String(text[..<end]))
        #expect(lines[1] == "TA1*000000101*261130*0405*R*023~")
        #expect(lines.contains("IK5*R*2~"))
        #expect(lines.contains("AK9*R*1*1*0*3~"))
    }

    @Test func `never accepts a group of an interchange whose envelope is at fault`() throws {
        let lines = try acknowledge(edited(("*ZZ*ACMEOUTDOOR    *", "*QQ*ACMEOUTDOOR    *")))
        // And goes back under a qualifier that an interchange may carry.
        #expect(
            lines == [
                "ISA*00*          *00*          *ZZ*SOLEUS         *ZZ*ACMEOUTDOOR    *261201*0730*^*00501*000000042*0*P*:~",
                "TA1*000000101*261130*0405*R*005~", "IEA*0*000000042~",
            ])
    }

    @Test func `says of the envelope that all is well, where its sender asks`() throws {
        let lines = try acknowledge(edited(("*00501*000000101*0*P", "*00501*000000101*1*P")))
        #expect(lines[1] == "TA1*000000101*261130*0405*A*000~")
        #expect(lines.contains("AK9*A*1*1*1~"))
    }

    @Test func `repeats a control number that is none as far as its place can hold it`() throws {
        let set = try acknowledge(edited(("ST*834*0001", "ST*834*001"), ("SE*23*0001", "SE*23*001")))
        #expect(set.contains("AK2*834*0001*005010X220A1~") && set.contains("IK5*R*7~"))
        let group = try acknowledge(edited(("0405*101*X", "0405*A01*X"), ("GE*1*101", "GE*1*A01")))
        #expect(group.contains("AK1*BE*01*005010X220A1~") && group.contains("AK9*R*1*1*0*6~"))
    }

    @Test func `names a segment without any value`() throws {
        let lines = try acknowledge(edited(("19850228*M~\n", "19850228*M~\nLUI~\n"), ("SE*23", "SE*24")))
        #expect(lines.contains { $0.hasPrefix("IK3*LUI*") } && lines.contains("IK5*E*5~"))
    }

    @Test func `repeats no value of the file`() throws {
        let lines = try acknowledge(edited(("19850228*M", "19850230*M"), ("*BEN~", "*BEN****ZZ~")))
        #expect(lines.contains("IK4*2*1251*8~"))
        #expect(!lines.joined().contains("BEN") && !lines.joined().contains("1985"))
    }

    @Test func `keeps the first thousand faults of however many there are`() throws {
        let member = "INS*N*19*030*XN*A~\nREF*0F*AO-1~\nNM1*IL*1*O'CONNOR*MAX~\nDMG*D8*20120505*Q~\n"
        let text = try edited(("INS*N", String(repeating: member, count: 1_200) + "INS*N"))
        let lines = try acknowledge(text)
        #expect(lines.count { $0.hasPrefix("IK3") } == InterchangeReader.maximumFaults)
    }
}
