import Testing

@testable import Care

@Suite struct `Why a question finds nobody` {
    private typealias Candidate = EligibilityQuestion.Candidate<String>

    private func candidate(
        _ id: String, _ first: String, _ last: String, _ born: String
    ) throws -> Candidate {
        Candidate(
            person: id, sponsorMemberID: try rosterID(id), subscriberID: try rosterID("F-1"),
            firstName: try nameKey(first), lastName: try nameKey(last), birthDate: try day(born))
    }

    @Test(
        arguments: [
            ("A-1", "Lind", "1991-05-17", nil),
            ("A-9", "Lind", "1991-05-17", .numberUnknown),
            ("A-1", "Lund", "1991-05-17", .lastNameDiffers),
            ("A-1", "Lind", "1991-05-18", .birthDateDiffers),
            ("A-1", "Lund", "1991-05-18", .personDiffers),
            ("F-1", "Lind", "2015-02-28", .severalFit),
        ] as [(String, String, String, EligibilityQuestion.Misfit?)])
    func `is one reason`(id: String, last: String, born: String, misfit: EligibilityQuestion.Misfit?) throws {
        let roster = [
            try candidate("A-1", "Oda", "Lind", "1991-05-17"), try candidate("A-2", "Per", "Lind", "2015-02-28"),
            try candidate("A-3", "Kai", "Lind", "2015-02-28"),
        ]
        let question = EligibilityQuestion(
            identifier: try rosterID(id), lastName: try nameKey(last), birthDate: try day(born))
        #expect(question.misfit(among: roster) == misfit)
        #expect(question.misfit(among: roster.reversed()) == misfit)
    }
}
