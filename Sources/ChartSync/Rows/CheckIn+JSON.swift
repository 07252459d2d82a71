package import Care
package import StrictJSON

extension CheckIn: JSONObjectForm {
    package init(_ field: inout JSONFields<CheckIn>) throws(JSONProblem) {
        self.init(
            moment: try field("moment", \.moment), about: try field("about", \.about), pain: try field("pain", \.pain),
            site: try field("site", \.site), aspect: try field("aspect", \.aspect),
            stiffness: try field("stiffness", \.stiffness), swelling: try field("swelling", \.swelling),
            redFlags: try field("redFlags", \.redFlags), note: try field("note", \.note))
    }
}
