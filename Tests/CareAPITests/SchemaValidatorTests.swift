import StrictJSON
import Testing

@Suite struct `The validator of answers` {
    private static let validator = SchemaValidator(
        document: ["components": ["schemas": ["Pain": ["type": "integer", "minimum": 0, "maximum": 10]]]])

    @Test(
        arguments: [
            (["type": "object", "required": ["a"], "properties": ["a": ["type": "string"]]], [:]),
            (["type": "object", "properties": ["a": ["type": "string"]]], ["b": 1]),
            (["type": "object", "properties": ["a": ["type": "string"]]], ["a": 1]),
            (["type": "object", "additionalProperties": ["type": "integer"]], ["b": "x"]),
            (["type": "array", "items": ["type": "integer"]], [1, "x"]),
            (["type": "array", "items": [:], "maxItems": 1], [1, 2]),
            (["type": "array", "items": [:], "minItems": 1], []),
            (["$ref": "#/components/schemas/Pain"], 11), (["$ref": "#/components/schemas/Nothing"], 1),
            (["anyOf": [["type": "null"], ["type": "integer"]]], "x"), (["allOf": [["type": "null"]]], 1),
            (["enum": ["a", "b"]], "c"), (["const": "a"], "b"), (["type": "string", "pattern": "^[a-z]+$"], "A"),
            (["type": "string", "format": "uuid"], "x"), (["type": "string", "format": "date"], "2026-02-30"),
            (["type": "string", "format": "date-time"], "yesterday"), (["type": "string", "minLength": 1], ""),
            (["type": "string", "maxLength": 1], "ab"), (["minimum": 1], 0), (["unheardOf": 1], 0), (true, 1),
        ] as [(JSONValue, JSONValue)])
    func `finds what does not fit`(schema: JSONValue, value: JSONValue) {
        #expect(!Self.validator.faults(of: value, schema: schema).isEmpty)
    }

    @Test func `finds nothing where all fits`() {
        let schema: JSONValue = [
            "type": "object", "required": ["pain"],
            "properties": ["pain": ["$ref": "#/components/schemas/Pain"], "note": ["type": "string"]],
        ]
        #expect(Self.validator.faults(of: ["pain": 10], schema: schema) == [])
        #expect(Self.validator.faults(of: ["pain": 0, "note": "x"], schema: schema) == [])
    }
}
