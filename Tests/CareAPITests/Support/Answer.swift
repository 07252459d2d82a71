import HTTPMessages
import StrictJSON

/// What the service answered.
struct Answer {
    let response: Response
    let bytes: [UInt8]
    /// Nil when there is no body, or it is no JSON.
    let json: JSONValue?

    init(_ response: Response) {
        self.response = response
        bytes = response.bodyBytes()
        var limits = JSONLimits()
        limits.bodyBytes = 64 << 20
        // A body that cannot be read is nil, which every expectation about a body then finds.
        json = try? JSONReader.read(bytes, limits: limits)
    }

    var status: Int { response.status.code }

    /// The last part of the problem's type.
    var problem: String? {
        json?["type"]?.stringValue.map { String($0.dropFirst("/problems/".count)) }
    }

    /// The cursor of a scope's page in the answer to a pull.
    func cursor(of scope: String) -> JSONValue? {
        self["pages"]?.arrayValue?.first { $0["scope"]?.stringValue == scope }?["cursor"]
    }

    /// What a path of member names and indices leads to.
    subscript(_ path: String...) -> JSONValue? {
        path.reduce(json) { value, step in
            if let index = Int(step), let elements = value?.arrayValue {
                elements.indices.contains(index) ? elements[index] : nil
            } else {
                value?[step]
            }
        }
    }
}
