/// An error as clients see it: problem details (RFC 9457).
///
/// `type` is what a program decides by, `title` is the same for every problem of a type, `detail` says what to do about
/// this one. None of them repeats what a member wrote.
package struct Problem: Hashable, Sendable, Error {
    /// One fault in a request's body.
    package struct Fault: Hashable, Sendable {
        /// Where: a JSON Pointer (RFC 6901) into the body.
        package let pointer: String
        package let code: String
        package let detail: String

        package init(pointer: String, code: String, detail: String) {
            self.pointer = pointer
            self.code = code
            self.detail = detail
        }
    }

    /// The value of a member that a problem type adds.
    package enum Value: Hashable, Sendable {
        case string(String)
        case integer(Int)
        case boolean(Bool)
    }

    /// A URI reference, such as `/problems/invalid-json`.
    package var type: String
    package var title: String
    package var status: HTTPStatus
    package var detail: String?
    /// The id that the access log has for the request; the server fills it in.
    package var requestID: String?
    /// Rendered as `errors`, when there are any.
    package var faults: [Fault]
    /// Members that this problem type adds, rendered in the order of their names.
    package var members: [String: Value]

    /// - Parameter slug: the last part of `type`: `invalid-json` becomes `/problems/invalid-json`.
    package init(
        _ slug: String, _ status: HTTPStatus, title: String, detail: String? = nil, faults: [Fault] = [],
        members: [String: Value] = [:]
    ) {
        type = "/problems/\(slug)"
        self.title = title
        self.status = status
        self.detail = detail
        self.faults = faults
        self.members = members
    }
}

extension Problem {
    /// The problem as `application/problem+json`, in UTF-8.
    package func json() -> [UInt8] {
        var entries = [("type", quoted(type)), ("title", quoted(title)), ("status", String(status.code))]
        if let detail { entries.append(("detail", quoted(detail))) }
        if let requestID { entries.append(("requestId", quoted(requestID))) }
        if !faults.isEmpty {
            let list = faults.map { fault in
                object([
                    ("pointer", quoted(fault.pointer)), ("code", quoted(fault.code)), ("detail", quoted(fault.detail)),
                ])
            }
            entries.append(("errors", "[" + list.joined(separator: ",") + "]"))
        }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            switch value {
            case .string(let text): entries.append((name, quoted(text)))
            case .integer(let number): entries.append((name, String(number)))
            case .boolean(let truth): entries.append((name, truth ? "true" : "false"))
            }
        }
        return Array(object(entries).utf8)
    }
}

private func object(_ entries: [(String, String)]) -> String {
    "{" + entries.map { "\(quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}"
}

/// A JSON string: quotation mark, reverse solidus and control characters are escaped, everything else stays UTF-8.
private func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\n": quoted += "\\n"
        case "\r": quoted += "\\r"
        case "\t": quoted += "\\t"
        case "\u{0}"..."\u{1F}", "\u{7F}":
            let digits = String(scalar.value, radix: 16)
            quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}
