import Testing

@testable import Care

@Suite struct `An eligibility question` {
    private typealias Candidate = EligibilityQuestion.Candidate<String>

    private func candidate(
        _ person: String, _ id: String, of family: String, _ first: String, _ last: String, _ born: String
    ) throws -> Candidate {
        Candidate(
            person: person, sponsorMemberID: try rosterID(id), subscriberID: try rosterID(family),
            firstName: try nameKey(first), lastName: try nameKey(last), birthDate: try day(born))
    }

    private func roster() throws -> [Candidate] {
        [
            try candidate("ben", "AO-2", of: "F-2", "Ben", "O'Connor", "1985-02-28"),
            try candidate("mia", "AO-21", of: "F-2", "Mia", "O'Connor", "2012-05-05"),
            try candidate("max", "AO-22", of: "F-2", "Max", "O'Connor", "2012-05-05"),
            try candidate("eve", "AO-3", of: "F-3", "Eve", "O'Connor", "1985-02-28"),
        ]
    }

    private func ask(_ id: String, _ last: String, _ born: String, first: String? = nil) throws
        -> EligibilityQuestion.Match<String>
    {
        let question = EligibilityQuestion(
            identifier: try rosterID(id), lastName: try nameKey(last), firstName: try first.map { try nameKey($0) },
            birthDate: try day(born))
        let match = question.match(among: try roster())
        #expect(match == question.match(among: try roster().reversed()))
        return match
    }

    @Test func `finds a person by their own id or their subscriber's`() throws {
        #expect(try ask("AO-2", "OCONNOR", "1985-02-28") == .one("ben"))
        #expect(try ask("F-2", "o’connor", "1985-02-28") == .one("ben"))
        #expect(try ask("AO-21", "O'Connor", "2012-05-05") == .one("mia"))
    }

    @Test func `tells twins apart by the first name`() throws {
        #expect(try ask("F-2", "O'Connor", "2012-05-05") == .ambiguous)
        #expect(try ask("F-2", "O'Connor", "2012-05-05", first: "Máx") == .one("max"))
        #expect(try ask("F-2", "O'Connor", "2012-05-05", first: "Zoe") == .mismatch)
    }

    @Test func `does not ask for the first name where one person fits`() throws {
        #expect(try ask("AO-2", "O'Connor", "1985-02-28", first: "Benjamin") == .one("ben"))
    }

    @Test func `takes a number for its owner's, before a relative's with the same name and birth date`() throws {
        let twins = [
            try candidate("ben", "F-2", of: "F-2", "Ben", "O'Connor", "1985-02-28"),
            try candidate("bea", "AO-23", of: "F-2", "Bea", "O'Connor", "1985-02-28"),
        ]
        for (first, person) in [(nil, "ben"), ("Ben", "ben"), ("Bea", "bea")] as [(String?, String)] {
            let question = EligibilityQuestion(
                identifier: try rosterID("F-2"), lastName: try nameKey("O'Connor"),
                firstName: try first.map { try nameKey($0) }, birthDate: try day("1985-02-28"))
            #expect(question.match(among: twins) == .one(person))
            #expect(question.match(among: twins.reversed()) == .one(person))
        }
    }

    @Test func `tells a mismatch from an unknown id, for trusted partners only`() throws {
        #expect(try ask("AO-9", "O'Connor", "1985-02-28") == .unknown)
        #expect(try ask("ao-2", "O'Connor", "1985-02-28") == .unknown)
        #expect(try ask("AO-2", "O'Connor", "1985-02-27") == .mismatch)
        #expect(try ask("AO-2", "Connor", "1985-02-28") == .mismatch)
    }
}
