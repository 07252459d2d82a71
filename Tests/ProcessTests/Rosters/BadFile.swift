import Foundation

/// Files that sponsors really send by mistake, each with what `soleus` says of it.
struct BadFile: Sendable, CustomStringConvertible {
    var description: String
    var bytes: [UInt8]
    /// How the command ends: 0 when the good rows are taken, 3 when nothing is.
    var status: Int32
    var state: String
    /// What the reason, a hold or a faulty row says.
    var code: String
    var more: [String] = []

    static func csv(_ rows: [String]) -> [UInt8] {
        Array((RosterFile.of(count: 60).text + rows.joined(separator: "\n") + "\n").utf8)
    }

    private static func row(
        _ number: String, family: String? = nil, relationship: String = "self", born: String = "1990-04-12",
        from: String = "2024-01-01", until: String = ""
    ) -> String {
        let type = relationship == "self" ? "subscriber" : "dependent"
        return "\(type),\(number),\(family ?? number),\(relationship),Kim,Birke,\(born),,,,,,,PPO-1,\(from),\(until),,"
    }

    /// The same sixty people who are covered, spoiled in one way or another.
    static let all: [BadFile] = {
        let good = Array(RosterFile.of(count: 60).text.utf8)
        let header = Array(good.prefix { $0 != 10 }) + [10]
        func wide(_ bytes: [UInt8], _ littleEnd: Bool) -> [UInt8] { bytes.flatMap { littleEnd ? [$0, 0] : [0, $0] } }
        return [
            BadFile(description: "empty", bytes: [], status: 3, state: "rejected", code: "file.empty"),
            BadFile(description: "a header alone", bytes: header, status: 3, state: "held", code: "no_usable_rows"),
            BadFile(
                description: "cut in the middle",
                bytes: Array(good.prefix(20 + (good.prefix(good.count / 3).lastIndex(of: 10) ?? 0))), status: 3,
                state: "rejected", code: "file.truncated"),
            BadFile(
                description: "binary", bytes: [0x89] + Array("PNG\r\n\u{1A}\n".utf8) + Array(0...255), status: 3,
                state: "rejected", code: "header.invalid"),
            BadFile(
                description: "UTF-16, little end first", bytes: [0xFF, 0xFE] + wide(good, true), status: 3,
                state: "rejected", code: "file.utf16"),
            BadFile(
                description: "UTF-16, big end first", bytes: [0xFE, 0xFF] + wide(good, false), status: 3,
                state: "rejected", code: "file.utf16"),
            BadFile(
                description: "a name in Latin-1",
                bytes: good + Array("subscriber,KX-90001,KX-90001,self,Ren".utf8) + [0xE9]
                    + Array(",Birke,1990-04-12,,,,,,,PPO-1,2024-01-01,,,\n".utf8),
                status: 0, state: "applied", code: "text.not_utf8"),
            BadFile(
                description: "with a byte order mark", bytes: [0xEF, 0xBB, 0xBF] + good, status: 0, state: "applied",
                code: ""),
            BadFile(
                description: "a column twice",
                bytes: Array(String(decoding: good, as: UTF8.self).replacing("zip", with: "phone").utf8), status: 3,
                state: "rejected", code: "header.duplicate"),
            BadFile(
                description: "a day that does not exist", bytes: csv([row("KX-90001", born: "1990-02-30")]), status: 0,
                state: "applied", code: "date.invalid"),
            BadFile(
                description: "an end before its beginning", bytes: csv([row("KX-90001", until: "2023-01-01")]),
                status: 0, state: "applied", code: "end.before_start"),
            BadFile(
                description: "a subscriber who is somebody's dependant",
                bytes: csv([
                    row("KX-90001", family: "KX-10001", relationship: "spouse"),
                    row("KX-90002", family: "KX-90001", relationship: "child"),
                ]), status: 0, state: "applied", code: "subscriber.is_dependent"),
            BadFile(
                description: "two who depend on each other",
                bytes: csv([
                    row("KX-90001", family: "KX-90002", relationship: "spouse"),
                    row("KX-90002", family: "KX-90001", relationship: "spouse"),
                ]), status: 0, state: "applied", code: "subscriber.is_dependent"),
            BadFile(
                description: "fewer rows than were announced", bytes: csv([row("KX-90009")]), status: 3, state: "held",
                code: "control_totals", more: ["--expect-rows", "62"]),
        ]
    }()
}
