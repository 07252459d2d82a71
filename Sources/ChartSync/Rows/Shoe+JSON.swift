package import Care
package import StrictJSON

extension Shoe: JSONObjectForm {
    package init(_ field: inout JSONFields<Shoe>) throws(JSONProblem) {
        self.init(
            label: try field("label", \.label), inUseFrom: try field("inUseFrom", \.inUseFrom),
            startMeters: try field("startMeters", \.startMeters), firmness: try field("firmness", \.firmness),
            insert: try field("insert", \.insert), retiredOn: try field("retiredOn", \.retiredOn))
    }
}
