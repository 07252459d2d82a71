import Foundation
import Testing

@testable import X12

@Suite struct `An 834` {
    private func read(_ text: String) throws -> [EnrolmentEvent] {
        var reader = EnrolmentReader()
        return try reader.read(Array(text.utf8)) + reader.finish()
    }

    private func members(_ events: [EnrolmentEvent]) -> [EnrolledMember] {
        events.compactMap { if case .member(let member) = $0 { member } else { nil } }
    }

    @Test func `says what it is before its members`() throws {
        guard case .header(let header) = try read(Corpus.text("rich.834")).first else {
            Issue.record("the header comes first")
            return
        }
        #expect(header.action == .change && header.action?.isFull == false)
        #expect(header.reference == "NL-77" && header.day == "20261130" && header.masterPolicy == "NL-MASTER")
        #expect(header.sponsorName == "NORTHLINE" && header.payerID == "111222333")
    }

    @Test func `gives each member with what the sponsor says of them`() throws {
        let members = members(try read(Corpus.text("rich.834")))
        #expect(members.map(\.firstName) == ["JOSE", "ANA", "KIM"])
        let jose = try #require(members.first)
        #expect(jose.isSubscriber && jose.relationship == "18" && jose.maintenanceType == "021")
        #expect(jose.reference("0F") == "NL-1" && jose.reference("1L") == "G-7")
        #expect(jose.birthDate == "19800229" && jose.gender == "M" && jose.language == "SPA")
        #expect(jose.state == "CO" && jose.postalCode == "80010")
        #expect(jose.contacts.map(\.qualifier) == ["HP", "EM", "TE"])
        #expect(jose.coverages.map(\.insuranceLine) == ["HLT", "DEN"])
        #expect(jose.coverages[0].dates.map(\.qualifier) == ["348", "300"])
        #expect(jose.coverages[1].dates[0].first == "20260101" && jose.coverages[1].dates[0].last == "20261231")
        #expect(members[2].maintenanceType == "024" && members[2].dates.first?.qualifier == "357")
        #expect(members.allSatisfy { $0.faults.isEmpty })
    }

    @Test func `counts its lives, and compares them with what it declares`() throws {
        guard case .end(let totals, let outcome) = try read(Corpus.text("rich.834")).last else {
            Issue.record("the end comes last")
            return
        }
        #expect(totals.subscribers == 2 && totals.dependents == 1 && !totals.disagree)
        #expect(outcome.verdict == .accepted)
        let wrong = try read(Corpus.text("rich.834").replacingOccurrences(of: "QTY*ET*2", with: "QTY*ET*3"))
        guard case .end(let wrongTotals, _) = wrong.last else {
            Issue.record("the end comes last")
            return
        }
        #expect(wrongTotals.disagree && wrongTotals.declaredSubscribers == 3)
    }

    @Test func `holds a fault against the member whose it is, also when the next one brings it to light`() throws {
        let text = try Corpus.text("small.834")
        let cut = text.replacingOccurrences(
            of: "HD*030**HLT*PPO-GOLD*FAM~\nDTP*348*D8*20260101~\n", with: "HD*030**HLT*A~\n")
        let members = members(try read(cut))
        #expect(members.map(\.faults.count) == [1, 0])
        #expect(members[0].faults.first?.description == "segment 15, DTP in loop 2300: is missing")
    }

    @Test func `lets a member stand whose fault is in nothing that a roster needs`() throws {
        let text = try Corpus.text("small.834").replacingOccurrences(of: "DENVER*CO", with: "DENVER*QQ")
        #expect(members(try read(text)).map(\.faults.count) == [0, 0])
    }

    @Test func `admits letters beyond ASCII`() throws {
        let text = try Corpus.text("small.834").replacingOccurrences(of: "*BEN~", with: "*BJÖRN~")
        let members = members(try read(text))
        #expect(members.first?.firstName == "BJÖRN" && members.first?.faults.isEmpty == true)
    }

    @Test func `holds one segment at most of a file without terminators`() throws {
        var reader = EnrolmentReader()
        let opening = Array(try Corpus.text("small.834").utf8.prefix(106))
        let endless = [UInt8](repeating: 0x41, count: 1 << 20)
        let thrown = #expect(throws: InterchangeProblem.self) {
            _ = try reader.read(opening)
            _ = try reader.read(endless)
        }
        #expect(thrown?.code == .segmentTooLong)
        #expect(reader.outcome?.problem == thrown)
    }
}
