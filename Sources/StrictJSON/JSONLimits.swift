/// How much JSON may be in one body.
///
/// The defaults are those of the sync protocol; a client that reads a long pull passes its own.
package struct JSONLimits: Hashable, Sendable {
    /// Bytes of the whole text: 1 MiB, the largest push.
    package var bodyBytes = 1 << 20

    /// Arrays and objects inside one another: 32, since no message of ours needs ten.
    package var depth = 32

    /// UTF-8 bytes of one string after its escapes are undone: 64 KiB.
    package var stringBytes = 1 << 16

    /// UTF-8 bytes of one key: 128, so that a JSON Pointer stays readable.
    package var keyBytes = 128

    /// Elements of one array.
    package var elementCount = 10_000

    /// Members of one object.
    package var memberCount = 1_000

    /// Digits of one number with a decimal point; never more than `JSONDecimal.digitCountLimit`.
    package var decimalDigitCount = JSONDecimal.digitCountLimit

    /// The whole numbers that every reader of JSON holds exactly: ±2^53.
    package static let integers: ClosedRange<Int64> = -(1 << 53)...(1 << 53)

    /// The limits of the sync protocol.
    package init() {}
}
