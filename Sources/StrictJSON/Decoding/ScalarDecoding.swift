/// Exact readings of single values, or a problem without a place.
extension JSONValue {
    package func exactBool() throws(JSONProblem) -> Bool {
        guard case .bool(let value) = self else { throw .wrongKind(self, wanted: "true or false") }
        return value
    }

    package func exactString() throws(JSONProblem) -> String {
        guard case .string(let value) = self else { throw .wrongKind(self, wanted: "a string") }
        return value
    }

    package func exactInteger<Wanted: FixedWidthInteger>(_ type: Wanted.Type) throws(JSONProblem) -> Wanted {
        guard case .integer(let value) = self else { throw .wrongKind(self, wanted: "a whole number") }
        guard let exact = Wanted(exactly: value) else {
            throw JSONProblem(.fieldValue, "This must be a whole number from \(Wanted.min) to \(Wanted.max).")
        }
        return exact
    }

    func nearestNumber<Wanted: BinaryFloatingPoint & LosslessStringConvertible>(
        _ type: Wanted.Type
    ) throws(JSONProblem) -> Wanted {
        switch self {
        case .integer(let value): return Wanted(value)
        case .decimal(let value):
            guard let number = Wanted(value.text) else { throw JSONProblem(.fieldValue, "This number is too large.") }
            return number
        default: throw .wrongKind(self, wanted: "a number")
        }
    }
}
