/// Who sends an interchange to whom (ISA); names are without the spaces that fill them up.
package struct InterchangeHeader: Hashable, Sendable {
    package struct Party: Hashable, Sendable {
        package let qualifier: String
        package let id: String

        package init(qualifier: String, id: String) {
            self.qualifier = qualifier
            self.id = id
        }
    }

    package let sender: Party
    package let receiver: Party
    /// YYMMDD and HHMM as they were sent.
    package let date: String
    package let time: String
    package let controlNumber: String
    /// Marked as a test by its sender: nothing in it is meant to come true.
    package let isTest: Bool
    /// Whether the sender asks for a TA1 when all is well too.
    package let asksForAcknowledgement: Bool
    package let delimiters: Delimiters

    init(_ isa: Segment) {
        func trimmed(_ element: Int) -> String {
            let bytes = isa.bytes(element)
            let end = bytes.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? bytes.startIndex
            return String(decoding: bytes[..<end], as: UTF8.self)
        }
        sender = Party(qualifier: trimmed(5), id: trimmed(6))
        receiver = Party(qualifier: trimmed(7), id: trimmed(8))
        date = isa.text(9)
        time = isa.text(10)
        controlNumber = isa.text(13)
        isTest = isa.text(15) == "T"
        asksForAcknowledgement = isa.text(14) == "1"
        delimiters = isa.delimiters
    }
}

/// What a functional group holds and between whom (GS).
package struct GroupHeader: Hashable, Sendable {
    package let group: String
    package let sender: String
    package let receiver: String
    package let controlNumber: String
    package let version: String

    init(_ gs: Segment) {
        group = gs.text(1)
        sender = gs.text(2)
        receiver = gs.text(3)
        controlNumber = gs.text(6)
        version = gs.text(8)
    }
}

/// Which transaction set begins (ST).
package struct SetHeader: Hashable, Sendable {
    package let set: String
    package let controlNumber: String
    package let version: String

    init(_ st: Segment) {
        set = st.text(1)
        controlNumber = st.text(2)
        version = st.text(3)
    }
}
