/// One reason why a value is refused, with the JSON Pointer (RFC 6901) of the field inside it.
package struct FieldViolation: Hashable, Sendable, Codable {
    package var pointer: String
    /// What the field must be, without the value that was sent.
    package var message: String

    package init(pointer: String, message: String) {
        self.pointer = pointer
        self.message = message
    }
}
