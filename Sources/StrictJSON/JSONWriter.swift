/// Writes JSON in the one form whose bytes are hashed for checksums.
///
/// The canonical form of a value is exactly this:
/// * UTF-8, no white space between tokens, no byte order mark, no newline at the end.
/// * The members of each object are sorted by the bytes of their keys' UTF-8, as unsigned numbers; a key that is the
///   beginning of another comes first. Elements of arrays keep their order.
/// * In strings and keys, `"` is `\"` and `\` is `\\`. Backspace, tab, newline, form feed and carriage return are `\b`,
///   `\t`, `\n`, `\f` and `\r`; the other characters below U+0020 are `\u00` and two lower-case hexadecimal digits.
///   Every other character, `/` and U+007F included, stands as itself. Nothing is normalised.
/// * A whole number has no leading zeros and no plus. A number with a decimal point stands as it was read: `1.0` and
///   `1.00` differ.
package enum JSONWriter {
    /// The canonical form.
    package static func write(_ value: JSONValue) -> [UInt8] {
        var output = JSONOutput(.canonical)
        output.append(value)
        return output.bytes
    }

    /// The canonical form, but for the members of objects, which keep their order.
    package static func write(keepingOrder value: JSONValue) -> [UInt8] {
        var output = JSONOutput(.keepingOrder)
        output.append(value)
        return output.bytes
    }
}
