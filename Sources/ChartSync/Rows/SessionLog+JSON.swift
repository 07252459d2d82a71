package import Care
package import StrictJSON

extension SessionLog: JSONObjectForm {
    package init(_ field: inout JSONFields<SessionLog>) throws(JSONProblem) {
        self.init(
            planRevision: try field("planRevision", \.planRevision), moment: try field("moment", \.moment),
            items: try field("items", \.items), effort: try field("effort", \.effort),
            painDuring: try field("painDuring", \.painDuring), note: try field("note", \.note))
    }
}

extension LoggedItem: JSONObjectForm {
    package init(_ field: inout JSONFields<LoggedItem>) throws(JSONProblem) {
        self.init(
            exercise: try field("exercise", \.exercise), sets: try field("sets", \.sets),
            skippedReason: try field("skippedReason", \.skippedReason),
            abandonedReason: try field("abandonedReason", \.abandonedReason),
            difficulty: try field("difficulty", \.difficulty))
    }
}

extension LoggedSet: JSONObjectForm {
    package init(_ field: inout JSONFields<LoggedSet>) throws(JSONProblem) {
        self.init(
            reps: try field("reps", \.reps), holdSeconds: try field("holdSeconds", \.holdSeconds),
            durationSeconds: try field("durationSeconds", \.durationSeconds),
            loadGrams: try field("loadGrams", \.loadGrams))
    }
}
