import StrictJSON

/// JSON for people and for `diff`: indented by two, members sorted by name, one line break at the end.
func prettyJSON(_ value: JSONValue) -> String {
    var text = ""
    append(value, indentation: "", to: &text)
    return text + "\n"
}

private func append(_ value: JSONValue, indentation: String, to text: inout String) {
    let inner = indentation + "  "
    switch value {
    case .array(let elements) where !elements.isEmpty:
        text += "["
        for (index, element) in elements.enumerated() {
            text += (index > 0 ? ",\n" : "\n") + inner
            append(element, indentation: inner, to: &text)
        }
        text += "\n" + indentation + "]"
    case .object(let object) where !object.isEmpty:
        text += "{"
        for (index, member) in object.members.sorted(by: { $0.key < $1.key }).enumerated() {
            text += (index > 0 ? ",\n" : "\n") + inner
            text += String(decoding: JSONWriter.write(.string(member.key)), as: UTF8.self) + ": "
            append(member.value, indentation: inner, to: &text)
        }
        text += "\n" + indentation + "}"
    default:
        text += String(decoding: JSONWriter.write(value), as: UTF8.self)
    }
}
