import Care
import Foundation
import StrictJSON
import Synchronization

/// Checks values against the schemas of the API's own description, and knows no keyword that the description does not use.
///
/// Objects count as closed, although the description leaves them open for the future: a field that the service sends
/// and does not describe is a fault here.
struct SchemaValidator {
    let document: JSONValue

    /// What does not fit, as `place: fault`; empty when all does.
    func faults(of value: JSONValue, schema: JSONValue, at place: String = "") -> [String] {
        guard let keywords = schema.objectValue else { return ["\(place): the schema is no object"] }
        var faults: [String] = []
        var properties: [String: JSONValue]?
        for member in keywords.members {
            let argument = member.value
            switch member.key {
            case "$ref":
                guard let target = resolve(argument.stringValue ?? "") else {
                    faults.append("\(place): \(argument) leads nowhere")
                    continue
                }
                faults += self.faults(of: value, schema: target, at: place)
            case "allOf":
                for part in argument.arrayValue ?? [] { faults += self.faults(of: value, schema: part, at: place) }
            case "anyOf":
                let parts = argument.arrayValue ?? []
                if !parts.contains(where: { self.faults(of: value, schema: $0, at: place).isEmpty }) {
                    faults.append("\(place): fits none of anyOf")
                }
            case "type":
                if !isOf(argument.stringValue ?? "", value) { faults.append("\(place): is not of type \(argument)") }
            case "enum":
                if argument.arrayValue?.contains(value) != true { faults.append("\(place): is not in the enumeration") }
            case "const":
                if argument != value { faults.append("\(place): is not the constant") }
            case "properties":
                properties = Dictionary(
                    (argument.objectValue?.members ?? []).map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
            case "required":
                for name in argument.arrayValue ?? [] where value[name.stringValue ?? ""] == nil {
                    faults.append("\(place): \(name.stringValue ?? "?") is missing")
                }
            // Objects count as closed anyway.
            case "additionalProperties" where argument == false: break
            case "additionalProperties":
                for entry in value.objectValue?.members ?? [] {
                    faults += self.faults(of: entry.value, schema: argument, at: "\(place)/\(entry.key)")
                }
            case "items":
                for (index, element) in (value.arrayValue ?? []).enumerated() {
                    faults += self.faults(of: element, schema: argument, at: "\(place)/\(index)")
                }
            case "description", "examples": break
            default: faults += limitFaults(of: value, member.key, argument, at: place)
            }
        }
        if let properties {
            for entry in value.objectValue?.members ?? [] {
                guard let schema = properties[entry.key] else {
                    faults.append("\(place): \(entry.key) is not described")
                    continue
                }
                faults += self.faults(of: entry.value, schema: schema, at: "\(place)/\(entry.key)")
            }
        }
        return faults
    }

    func resolve(_ reference: String) -> JSONValue? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(document as JSONValue?) { $0?[String($1)] }
    }

    private func limitFaults(
        of value: JSONValue, _ keyword: String, _ argument: JSONValue, at place: String
    ) -> [String] {
        let limit = argument.integerValue ?? 0
        let isKept: Bool
        switch keyword {
        case "minimum": isKept = value.integerValue.map { $0 >= limit } ?? true
        case "maximum": isKept = value.integerValue.map { $0 <= limit } ?? true
        case "minLength": isKept = value.stringValue.map { $0.unicodeScalars.count >= limit } ?? true
        case "maxLength": isKept = value.stringValue.map { $0.unicodeScalars.count <= limit } ?? true
        case "minItems": isKept = value.arrayValue.map { $0.count >= limit } ?? true
        case "maxItems": isKept = value.arrayValue.map { $0.count <= limit } ?? true
        case "pattern": isKept = value.stringValue.map { fits($0, argument.stringValue ?? "") } ?? true
        case "format": isKept = value.stringValue.map { isInFormat($0, argument.stringValue ?? "") } ?? true
        default: return ["\(place): the keyword \(keyword) is not known to this validator"]
        }
        return isKept ? [] : ["\(place): breaks \(keyword) \(argument)"]
    }

    private func fits(_ text: String, _ pattern: String) -> Bool {
        let expression = Self.expressions.withLock { expressions in
            let known = expressions[pattern] ?? (try? NSRegularExpression(pattern: pattern))
            expressions[pattern] = known
            return known
        }
        return expression?.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }

    /// By pattern: making one takes longer than all its uses.
    private static let expressions = Mutex<[String: NSRegularExpression]>([:])

    private func isInFormat(_ text: String, _ format: String) -> Bool {
        switch format {
        case "uuid": MemberID(text) != nil
        case "date": LocalDay(text) != nil
        case "date-time": Instant(text) != nil
        default: false
        }
    }

    private func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch type {
        case "null": value.isNull
        case "boolean": value.boolValue != nil
        case "integer": value.integerValue != nil
        case "number": value.integerValue != nil || value.decimalValue != nil
        case "string": value.stringValue != nil
        case "array": value.arrayValue != nil
        case "object": value.objectValue != nil
        default: false
        }
    }
}
