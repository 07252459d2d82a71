/// The bytes that cut an interchange into segments and elements, as its first segment declares them.
package struct Delimiters: Hashable, Sendable {
    package let element: UInt8
    package let component: UInt8
    package let repetition: UInt8
    package let segment: UInt8

    /// What we write with, and most senders do.
    package static let customary = Delimiters(
        known: UInt8(ascii: "*"), UInt8(ascii: ":"), UInt8(ascii: "^"), UInt8(ascii: "~"))

    /// Nil unless the four differ and none of them can stand in a value: no letter, digit or space.
    package init?(element: UInt8, component: UInt8, repetition: UInt8, segment: UInt8) {
        let all = [element, component, repetition, segment]
        guard Set(all).count == all.count, all.allSatisfy(Self.canDelimit) else { return nil }
        self.init(known: element, component, repetition, segment)
    }

    private init(known element: UInt8, _ component: UInt8, _ repetition: UInt8, _ segment: UInt8) {
        self.element = element
        self.component = component
        self.repetition = repetition
        self.segment = segment
    }

    private static func canDelimit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0, UInt8(ascii: " "), 0x80...: false
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            false
        default: true
        }
    }
}
