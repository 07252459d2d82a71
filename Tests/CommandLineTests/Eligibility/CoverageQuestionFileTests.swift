import Care
import CareMessages
import Testing

@testable import soleus

@Suite struct `A file of questions about coverage` {
    @Test func `keeps its order and its row ids`() throws {
        let questions = try CoverageQuestionFile.read(
            Array(
                """
                Row_ID,sponsor_member_id,extra,last_name,birth_date,on_date,First_Name
                b,AC-2,?,"O'Neil, Jr.",1987-04-12,,
                a,AC-1,?,Ruíz,1990-01-01,2027-01-01,Ana

                """.utf8))
        #expect(questions.map(\.rowId.description) == ["b", "a"])
        #expect(questions.map(\.number) == ["AC-2", "AC-1"])
        #expect(questions.map(\.lastName.description) == ["O'Neil, Jr.", "Ruíz"])
        #expect(questions.map(\.firstName?.description) == [nil, "Ana"])
        #expect(questions.map(\.on) == [nil, LocalDay("2027-01-01")])
    }

    @Test(arguments: [
        ("", "line 1: expected the header"),
        ("row_id,last_name,birth_date\n", "line 1: the header has no sponsor_member_id"),
        ("row_id,row_id,sponsor_member_id,last_name,birth_date\n", "row_id is there twice"),
        ("row_id,sponsor_member_id,last_name,birth_date\n1,A,B\n", "line 2: expected 4 fields"),
        ("row_id,sponsor_member_id,last_name,birth_date\n1,A,B,12/04/1987\n", "line 2, birth_date: expected a date"),
        ("row_id,sponsor_member_id,last_name,birth_date\n1,,B,1987-04-12\n", "line 2, sponsor_member_id: expected"),
        ("row_id,sponsor_member_id,last_name,birth_date,first_name\n1,A,B,1987-04-12,\u{7}\n", "line 2, first_name:"),
        ("row_id,sponsor_member_id,last_name,birth_date,on_date\n1,A,B,1987-04-12,now\n", "line 2, on_date: expected"),
    ]) func `is refused as a whole, with line and column`(text: String, message: String) {
        let problems = #expect(throws: CoverageQuestionFile.Problems.self) {
            _ = try CoverageQuestionFile.read(Array(text.utf8))
        }
        #expect(problems?.lines.first?.contains(message) == true, "\(problems?.lines ?? [])")
    }
}
