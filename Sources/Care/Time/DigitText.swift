/// A text of digits and marks while it is put together, without a text of its own for each part.
struct DigitText {
    private var bytes: [UInt8] = []

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func append(_ mark: UInt8) { bytes.append(mark) }

    /// Appends a number with zeros before it, so that it takes `width` characters; a longer one takes what it needs.
    mutating func append(_ value: Int, width: Int) {
        let start = bytes.count
        var rest = value.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        while bytes.count - start < width { bytes.append(UInt8(ascii: "0")) }
        bytes[start...].reverse()
    }

    /// Appends `YYYY-MM-DD`.
    mutating func append(_ day: LocalDay) {
        let parts = day.parts
        append(parts.year, width: 4)
        append(UInt8(ascii: "-"))
        append(parts.month, width: 2)
        append(UInt8(ascii: "-"))
        append(parts.day, width: 2)
    }
}
