/// Writes an interchange segment by segment, and keeps its counts and control numbers.
package struct InterchangeWriter {
    /// When an interchange was made, and the number that tells it from its sender's others.
    package struct Stamp: Hashable, Sendable {
        /// CCYYMMDD and HHMM.
        let day: String
        let time: String
        let controlNumber: String

        /// Nil unless the day has eight digits, the time four, and the number fits into nine.
        package init?(day: String, time: String, controlNumber: Int) {
            let isNumber = { (text: String, count: Int) in
                text.utf8.count == count && text.utf8.allSatisfy { (48...57).contains($0) }
            }
            guard isNumber(day, 8), isNumber(time, 4), (1...999_999_999).contains(controlNumber) else { return nil }
            self.day = day
            self.time = time
            let digits = String(controlNumber)
            self.controlNumber = String(repeating: "0", count: 9 - digits.count) + digits
        }
    }

    /// What stands in one element.
    enum Part: Hashable, Sendable, ExpressibleByStringLiteral {
        case value(String)
        case composite([String])
        case repeated([String])

        init(stringLiteral value: String) { self = .value(value) }
    }

    private let delimiters = Delimiters.customary
    private let stamp: Stamp
    private var output: [UInt8] = []
    private var groupCount = 0
    private var setCount = 0
    private var segmentCount = 0

    /// Writes the segment that opens the interchange.
    init(from sender: InterchangeHeader.Party, to receiver: InterchangeHeader.Party, isTest: Bool, stamp: Stamp) {
        self.stamp = stamp
        write(
            "ISA",
            [
                "00", .value(Self.padded("", 10)), "00", .value(Self.padded("", 10)),
                .value(Self.padded(sender.qualifier, 2)),
                .value(Self.padded(sender.id, 15)), .value(Self.padded(receiver.qualifier, 2)),
                .value(Self.padded(receiver.id, 15)),
                .value(String(stamp.day.dropFirst(2))), .value(stamp.time),
            ], isOpening: true)
        output.removeLast(2)
        let mark = { (byte: UInt8) in String(decoding: [byte], as: UTF8.self) }
        let rest = [
            mark(delimiters.repetition), "00501", stamp.controlNumber, "0", isTest ? "T" : "P",
            mark(delimiters.component),
        ]
        for part in rest {
            output.append(delimiters.element)
            output += part.utf8
        }
        output += [delimiters.segment, 0x0A]
    }

    mutating func beginGroup(_ group: String, from sender: String, to receiver: String, version: String) {
        groupCount += 1
        setCount = 0
        write(
            "GS",
            [
                .value(group), .value(sender), .value(receiver), .value(stamp.day), .value(stamp.time),
                .value(String(groupCount)), "X", .value(version),
            ])
    }

    mutating func beginSet(_ set: String, version: String) {
        setCount += 1
        segmentCount = 0
        segment("ST", [.value(set), .value(setNumber), .value(version)])
    }

    mutating func segment(_ id: String, _ parts: [Part]) {
        segmentCount += 1
        write(id, parts)
    }

    mutating func endSet() { write("SE", [.value(String(segmentCount + 1)), .value(setNumber)]) }

    mutating func endGroup() { write("GE", [.value(String(setCount)), .value(String(groupCount))]) }

    /// The whole interchange, now that it ends.
    consuming func end() -> [UInt8] {
        write("IEA", [.value(String(groupCount)), .value(stamp.controlNumber)])
        return output
    }

    /// A segment that belongs to no transaction set.
    mutating func write(_ id: String, _ parts: [Part], isOpening: Bool = false) {
        var texts = parts.map { part in
            switch part {
            case .value(let text): isOpening ? text : clean(text)
            case .composite(let texts): joined(texts.map(clean), delimiters.component)
            case .repeated(let texts): joined(texts.map(clean), delimiters.repetition)
            }
        }
        while texts.last?.isEmpty == true { texts.removeLast() }
        output += id.utf8
        for text in texts {
            output.append(delimiters.element)
            output += text.utf8
        }
        // A line for each segment, for people who look at one.
        output += [delimiters.segment, 0x0A]
    }

    /// A control number or name that breaks its syntax, as far as the element can hold it: cut off, or filled up with zeros.
    static func fitted(_ text: String, _ length: ClosedRange<Int>, digitsOnly: Bool = false) -> String {
        let kept = text.utf8.filter { byte in
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            let isLetter = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
            return isDigit || (!digitsOnly && isLetter)
        }
        let fitting = String(decoding: kept.prefix(length.upperBound), as: UTF8.self)
        return String(repeating: "0", count: max(0, length.lowerBound - fitting.utf8.count)) + fitting
    }

    private var setNumber: String {
        let digits = String(setCount)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private func joined(_ texts: [String], _ separator: UInt8) -> String {
        var texts = texts
        while texts.last?.isEmpty == true { texts.removeLast() }
        return texts.joined(separator: String(decoding: [separator], as: UTF8.self))
    }

    /// Nothing that would cut the segment somewhere else, and no spaces at the end.
    private func clean(_ text: String) -> String {
        let marks: Set<UInt8> = [delimiters.element, delimiters.component, delimiters.repetition, delimiters.segment]
        let bytes = text.utf8.map { byte in byte < 0x20 || byte == 0x7F || marks.contains(byte) ? 0x20 : byte }
        let end = bytes.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? 0
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    /// The text in a field of fixed length; what no such field can hold becomes a question mark.
    private static func padded(_ text: String, _ length: Int) -> String {
        let marks: Set<UInt8> = [
            Delimiters.customary.element, Delimiters.customary.component, Delimiters.customary.repetition,
            Delimiters.customary.segment,
        ]
        let fitting = text.utf8.prefix(length).map { byte in
            (0x20..<0x7F).contains(byte) && !marks.contains(byte) ? byte : UInt8(ascii: "?")
        }
        return String(decoding: fitting, as: UTF8.self) + String(repeating: " ", count: length - fitting.count)
    }
}
