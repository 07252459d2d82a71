/// One step on the way from the whole value to a part of it.
struct CodingStep: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ key: any CodingKey) {
        stringValue = key.stringValue
        intValue = nil
    }

    init(index: Int) {
        stringValue = index.description
        intValue = index
    }

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        self.init(index: intValue)
    }

    static var parent: CodingStep { CodingStep(stringValue: "super") }
}

extension JSONProblem {
    /// The JSON Pointer for a coding path.
    static func pointer(_ path: [any CodingKey]) -> String {
        path.reduce(into: "") { $0 += token($1.stringValue) }
    }

    /// A problem for whatever an `init(from:)` threw while it stood at `path`.
    init(_ error: any Error, path: [any CodingKey]) {
        func at(_ context: DecodingError.Context) -> String {
            // A path shorter than our own was made up by the type: ours says more.
            Self.pointer(context.codingPath.count >= path.count ? context.codingPath : path)
        }
        switch error {
        case let problem as JSONProblem:
            self = problem
        case DecodingError.keyNotFound(let key, let context):
            self.init(.fieldMissing, pointer: at(context) + Self.token(key.stringValue), "This field is required.")
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            self.init(.fieldType, pointer: at(context), context.debugDescription)
        case DecodingError.dataCorrupted(let context):
            self.init(.fieldValue, pointer: at(context), context.debugDescription)
        case EncodingError.invalidValue(_, let context):
            self.init(.fieldValue, pointer: Self.pointer(context.codingPath), context.debugDescription)
        default:
            // Another error's text may quote the value, so it is not repeated.
            self.init(.fieldValue, pointer: Self.pointer(path), "This value breaks a rule of its field.")
        }
    }
}
