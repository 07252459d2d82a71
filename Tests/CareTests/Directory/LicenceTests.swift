import Foundation
import Testing

@testable import Care

@Suite struct `A practitioner` {
    @Test func `may practise where a licence holds, on its first and last day and between`() throws {
        let colorado = try #require(USState("CO"))
        let practitioner = Practitioner(
            id: PractitionerID(UUID()), name: try label("Pat Lee"), credentials: [],
            licences: [
                Licence(
                    state: colorado, kind: .compact, number: try label("1"), validFrom: try day("2026-01-01"),
                    validThrough: try day("2026-12-31"))
            ])
        #expect(practitioner.licences.mayPractise(in: colorado, on: try day("2026-01-01")))
        #expect(practitioner.licences.mayPractise(in: colorado, on: try day("2026-12-31")))
        #expect(!practitioner.licences.mayPractise(in: colorado, on: try day("2025-12-31")))
        #expect(!practitioner.licences.mayPractise(in: colorado, on: try day("2027-01-01")))
        #expect(!practitioner.licences.mayPractise(in: try #require(USState("UT")), on: try day("2026-06-01")))
    }
}
