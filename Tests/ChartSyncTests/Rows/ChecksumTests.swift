import Care
import StrictJSON
import Testing

@testable import ChartSync

/// A row and its part of the sum, computed once by another program (Python's hashlib).
struct ChecksumVector: Sendable {
    var row: WireRow
    var digest: String

    static let all = [
        ChecksumVector(
            row: WireRow(
                kind: "check_in", id: "0190163d-8694-739b-aea5-966c26f8ad91", version: 7,
                body: [
                    "pain": 3, "about": "now", "redFlags": [],
                    "moment": [
                        "timeZone": "America/Denver", "day": "2026-03-01", "at": "2026-03-01T15:30:00.000Z",
                    ],
                ]),
            digest: "cc983ffd998e050cf33fc09934a9e03f"),
        ChecksumVector(
            row: WireRow(
                kind: "shoe", id: "0190163d-8694-739b-aea5-966c26f8ad92", version: 12,
                body: ["label": "Blau „Ü“", "inUseFrom": "2026-01-02", "startMeters": 0]),
            digest: "69539fa880d810d81c8ba51b68c66328"),
        ChecksumVector(
            row: WireRow(kind: "exercise", id: "calf-raises@1", version: 1, body: [:]),
            digest: "978b1231d65eeb1706a8283635c3adbe"),
    ]
    /// Of all three, after it has passed 2^128.
    static let sum = "cd76f1d7f0c500fc16738dead333f125"
}

@Suite struct `The checksum of a chart` {
    @Test(arguments: ChecksumVector.all)
    func `is that of the documented vectors`(vector: ChecksumVector) {
        #expect(ChartChecksum(of: [vector.row]).description == vector.digest)
    }

    @Test func `is a sum, in whatever order`() {
        let rows = ChecksumVector.all.map(\.row)
        #expect(ChartChecksum(of: rows).description == ChecksumVector.sum)
        #expect(ChartChecksum(of: rows.reversed()).description == ChecksumVector.sum)
        #expect(ChartChecksum(of: []).description == String(repeating: "0", count: 32))
    }

    @Test func `loses a row that is removed, and passes zero on the way`() {
        var checksum = ChartChecksum.empty
        for vector in ChecksumVector.all { checksum.remove(vector.row) }
        #expect(checksum != .empty)
        for vector in ChecksumVector.all { checksum.add(vector.row) }
        #expect(checksum == .empty)
    }

    @Test func `is the same of a row whether or not it travels`() throws {
        let contents: [RowContent] = [
            .shoe(
                Shoe(label: try #require(Label("Blau „Ü“")), inUseFrom: LocalDay(dayNumber: 20_455), startMeters: 0)),
            .checkIn(
                CheckIn(
                    moment: LocalMoment(
                        at: Instant(milliseconds: 1_772_379_000_000), timeZone: .utc, day: LocalDay(dayNumber: 20_513)),
                    about: .now, pain: try #require(PainScore(3)), note: Note("a \"b\" \\ c\n"))),
        ]
        for (index, content) in contents.enumerated() {
            let row = ChartRowState(id: Samples.row(UInt8(index)), version: Int64(index) + 7, content: content)
            var checksum = ChartChecksum.empty
            try checksum.add(row)
            #expect(checksum == ChartChecksum(of: [try WireRow(row)]))
            try checksum.remove(row)
            #expect(checksum == .empty)
        }
    }

    @Test func `differs for a row that differs in any part`() {
        let row = ChecksumVector.all[0].row
        var others = [row, row, row, row]
        others[0].kind = "check_ins"
        others[1].id = ChecksumVector.all[1].row.id
        others[2].version = 70
        others[3].body = ["pain": 4]
        #expect(Set((others + [row]).map { ChartChecksum(of: [$0]) }).count == 5)
    }

    @Test func `comes back from its text and from its bytes`() throws {
        let checksum = ChartChecksum(of: ChecksumVector.all.map(\.row))
        #expect(ChartChecksum(checksum.description) == checksum)
        #expect(ChartChecksum(bytes: checksum.bytes) == checksum)
        #expect(checksum.bytes.count == 16)
        #expect(ChartChecksum(bytes: checksum.bytes + [0]) == nil)
        #expect(ChartChecksum(bytes: []) == nil)
    }

    @Test(arguments: ["", "0", "g0000000000000000000000000000000", "+1234567890123456789012345678901"])
    func `is refused unless it has 32 hexadecimal digits`(text: String) { #expect(ChartChecksum(text) == nil) }

    @Test func `names the row of what was set aside the same for ever`() {
        let id = SetAside.rowID(device: DeviceVector.device, seq: 7)
        #expect(id.description == "e4dd3253-fde3-8f53-9141-b732ab917363")
    }

    @Test func `of a mutation is the same for ever`() throws {
        let mutation = Mutation(seq: 1, kind: "check_in", op: "delete", row: DeviceVector.row)
        #expect(try mutation.contentHash().hexadecimal == "6ede6b800c27ff53cb39672783037628")
    }
}
