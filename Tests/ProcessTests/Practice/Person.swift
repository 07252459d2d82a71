import Foundation
import TestPostgres

/// Somebody of a roster who may enrol.
struct Person: Sendable {
    var number: String
    var firstName: String
    var lastName: String
    var birthDate: String

    var fullName: String { "\(firstName) \(lastName)" }

    /// What `soleus` needs to be told to find them.
    var identity: [String] {
        ["--number", number, "--first-name", firstName, "--last-name", lastName, "--birth-date", birthDate]
    }
}

/// A file in the canonical format.
struct RosterFile: Sendable {
    var people: [Person]

    static let sample = TestCluster.packageDirectory.appending(components: "db", "samples", "acme-outdoor-roster.csv")
    static let questions = TestCluster.packageDirectory.appending(components: "db", "samples", "questions.csv")

    private static let header = """
        record_type,sponsor_member_id,subscriber_id,relationship,first_name,last_name,birth_date,sex,email,phone,zip,\
        state,group_id,plan_code,effective_date,end_date,end_reason,language
        """

    /// People who are covered without an end.
    static func of(count: Int) -> RosterFile {
        RosterFile(
            people: (1...count).map { index in
                Person(
                    number: "KX-\(10_000 + index)", firstName: "Kim", lastName: "Exemplar\(letters(index))",
                    birthDate: "19\(60 + index % 40)-0\(1 + index % 9)-1\(index % 10)")
            })
    }

    /// A number in letters: names hold no digits.
    private static func letters(_ number: Int) -> String {
        String(number).map { digit in
            let letters = Array("abcdefghij")
            return String(letters[digit.wholeNumberValue ?? 0])
        }.joined()
    }

    var text: String {
        let rows = people.map { person in
            """
            subscriber,\(person.number),\(person.number),self,\(person.firstName),\(person.lastName),\
            \(person.birthDate),F,,,80202,CO,HQ,PPO-1,2024-01-01,,,en
            """
        }
        return ([Self.header] + rows).joined(separator: "\n") + "\n"
    }
}
