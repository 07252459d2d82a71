import Care
import CareStore
import ChartSync
import Foundation
import Population
import Postgres

/// Where the charts that a scenario uses stand, as the database says.
struct Standing: Sendable {
    var person: Person
    var lastSeq: Int64
    var version: Int64
    var head: [UInt8]
    var checksum: ChartChecksum

    private static let find = Statement(
        """
        SELECT chart.member_id, progress.last_seq, chart.version, chart.head, chart.checksum
        FROM chart JOIN device_progress AS progress USING (member_id)
        WHERE member_id = ANY ($1) AND progress.device_id = ANY ($2)
        """,
        takes: Types([MemberID].self, [DeviceID].self),
        gives: Types(MemberID.self, Int64.self, Int64.self, [UInt8].self, ChartChecksum.self))

    private static let setAside = Statement(
        "SELECT count(*) FROM set_aside WHERE member_id = ANY ($1)", takes: Types([MemberID].self),
        gives: Types(Int64.self))

    private static let restless = Statement(
        """
        SELECT count(*) FROM alert_look
        WHERE member_id = ANY ($1) AND due_at <= clock_timestamp() + interval '2 minutes'
        """,
        takes: Types([MemberID].self), gives: Types(Int.self))

    /// The same, once the service has looked for alerts in all of the charts: until then it may write to any of them.
    static func atRest(_ people: [Person], in database: Database) async throws -> [Standing] {
        let deadline = ContinuousClock.now + .seconds(300)
        while try await database.perform(.readOnly, restless.only(people.map(\.member))) > 0 {
            guard ContinuousClock.now < deadline else { throw BenchProblem.restless }
            try await Task.sleep(for: .milliseconds(200))
        }
        return try await find(people, in: database)
    }

    /// In the order of the people.
    static func find(_ people: [Person], in database: Database) async throws -> [Standing] {
        let found = try await database.perform(.readOnly, find.all(people.map(\.member), people.map(\.device)))
        let byMember = Dictionary(found.map { ($0.0, $0) }) { first, _ in first }
        return people.compactMap { person in
            byMember[person.member].map {
                Standing(person: person, lastSeq: $0.1, version: $0.2, head: $0.3, checksum: $0.4)
            }
        }
    }

    /// How many mutations of some people were ever set aside.
    static func setAsideCount(_ people: [Person], in database: Database) async throws -> Int64 {
        try await database.perform(.readOnly, setAside.only(people.map(\.member)))
    }
}

extension Installation {
    /// So many people of a range, as evenly spread over it as can be: their charts lie in different pages.
    func people(_ count: Int, of range: Range<Int>) -> [Person] {
        guard !range.isEmpty else { return [] }
        let count = min(count, range.count)
        return (0..<count).map { person(range.lowerBound + $0 * range.count / count) }
    }
}
