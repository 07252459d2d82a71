import Foundation
import Testing

@testable import X12

@Suite struct `A 270` {
    private func file(_ name: String) throws -> InquiryFile {
        try InquiryReader.read(Array(Corpus.text(name).utf8))
    }

    private func answer(_ answers: [InquiryAnswer], to name: String) throws -> [String] {
        let stamp = try #require(InterchangeWriter.Stamp(day: "20261130", time: "0730", controlNumber: 7))
        let bytes = AnswerWriter.write(answers, to: try file(name), stamp: stamp)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private let active = InquiryAnswer.active(
        InquiryAnswer.ActiveCoverage(
            plan: "PPO*GOLD", group: "G100", from: "20260101", through: "20261231", memberCostCents: 0))

    @Test(arguments: ["questions.270", "batch.270"]) func `asks its questions in order`(name: String) throws {
        let questions = try file(name).questions
        #expect(questions.map(\.person.firstName) == ["BEN", "NOEL", "MIA"])
        #expect(questions.map { $0.dependent == nil } == [true, true, false])
        #expect(questions[0].serviceTypes == ["PT", "AE"] && questions[0].from == "20261130")
        #expect(questions[1].person.traces == [Inquiry.Trace(number: "T-2", originator: "9BRIGHTCLN", suffix: "EAST")])
        #expect(questions[2].subscriber.id == "AO-2" && questions[2].through == "20261130")
        #expect(questions.allSatisfy { $0.receiver.id == "1234567893" })
    }

    @Test func `is answered in the caller's order, with the caller's numbers`() throws {
        let lines = try answer([active, .refused(.subscriberNotFound), .inactive], to: "questions.270")
        #expect(lines.count { $0.hasPrefix("ST*271") } == 3)
        #expect(
            Array(lines[8...18]) == [
                "HL*3*2*22*0~", "TRN*2*T-1*9BRIGHTCLN~", "NM1*IL*1*O'CONNOR*BEN****MI*AO-2~", "DMG*D8*19850228*M~",
                "EB*1**AE^PT**PPO GOLD~", "REF*6P*G100~", "DTP*291*RD8*20260101-20261231~", "EB*B**AE^PT***27*0~",
                "SE*15*0001~", "ST*271*0002*005010X279A1~", "BHT*0022*11*Q-2*20261130*0730~",
            ])
        #expect(lines.contains("AAA*N**75*C~") && lines.contains("TRN*2*T-2*9BRIGHTCLN*EAST~"))
        #expect(lines.contains("HL*4*3*23*0~") && lines.contains("EB*6**PT^98~"))
    }

    @Test func `gets one set back for a batch, with each level under its own`() throws {
        let lines = try answer([active, active, active], to: "batch.270")
        #expect(
            lines.filter { $0.hasPrefix("HL") } == [
                "HL*1**20*1~", "HL*2*1*21*1~", "HL*3*2*22*0~", "HL*4*2*22*0~", "HL*5*2*22*1~", "HL*6*5*23*0~",
            ])
        #expect(lines.contains("EB*I**98~"))
    }

    @Test func `is rejected whole where a level hangs on none`() throws {
        let text = try Corpus.text("batch.270").replacingOccurrences(of: "HL*6*5*23*0", with: "HL*6*9*23*0")
        let file = try InquiryReader.read(Array(text.utf8))
        #expect(file.questions.isEmpty)
        #expect(file.outcome.groups[0].sets[0].segmentFaults.map(\.segmentID) == ["HL"])
    }

    @Test func `is asked about the subscriber too, where it says so`() throws {
        let text = try Corpus.text("batch.270").replacingOccurrences(
            of: "HL*6*5", with: "DMG*D8*19850228~\nEQ*30~\nHL*6*5"
        ).replacingOccurrences(of: "SE*26", with: "SE*28")
        let questions = try InquiryReader.read(Array(text.utf8)).questions
        #expect(questions.map(\.person.firstName) == ["BEN", "NOEL", "BEN", "MIA"])
    }

    @Test func `after ten thousand others is too much, and no early end`() throws {
        let header = try Corpus.text("questions.270").split(separator: "\n").prefix(2).joined(separator: "\n")
        let sets = String(repeating: "ST*270*0001*005010X279A1~\nSE*2*0001~\n", count: 10_001)
        let rejected = #expect(throws: InquiryReader.Rejected.self) {
            _ = try InquiryReader.read(Array("\(header)\n\(sets)".utf8))
        }
        #expect(rejected?.problem.code == .tooManySets)
        #expect(rejected?.outcome?.faults == [.content])
    }

    @Test func `that is none is a problem and no trap`() {
        for bytes in [[], Array("ISA".utf8), [UInt8](repeating: 0, count: 500)] {
            #expect(throws: InquiryReader.Rejected.self) { _ = try InquiryReader.read(bytes) }
        }
    }
}
