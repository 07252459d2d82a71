import Care

extension Actor {
    /// Refuses everybody but operators.
    ///
    /// - Throws: `CareError.notAllowed`.
    func mustBeOperator() throws(CareError) {
        guard role == .operator else { throw .notAllowed }
    }
}
