package import Care
package import StrictJSON

extension RunLog: JSONObjectForm {
    package init(_ field: inout JSONFields<RunLog>) throws(JSONProblem) {
        self.init(
            moment: try field("moment", \.moment), distanceMeters: try field("distanceMeters", \.distanceMeters),
            durationSeconds: try field("durationSeconds", \.durationSeconds), surface: try field("surface", \.surface),
            terrain: try field("terrain", \.terrain), shoe: try field("shoe", \.shoe),
            effort: try field("effort", \.effort), painDuring: try field("painDuring", \.painDuring),
            note: try field("note", \.note))
    }
}
