import Care
import ChartSync
import StrictJSON

/// Makes up what a member records: facts, things that change, and things that are deleted again.
struct Recorder {
    private let name: String
    private var generator: SeededGenerator
    private var checkIns: [RowID] = []
    private var shoes: [RowID] = []
    private(set) var pullsNow = false

    init(name: String, seed: UInt64) {
        self.name = name
        generator = SeededGenerator(seed: seed)
    }

    mutating func batch(for journal: inout Handset.Journal) throws -> [Mutation] {
        pullsNow = Int.random(in: 0..<5, using: &generator) == 0
        return try (0..<Int.random(in: 1...6, using: &generator)).map { _ in try next(for: &journal) }
    }

    private mutating func next(for journal: inout Handset.Journal) throws -> Mutation {
        journal.lastSeq += 1
        let seq = journal.lastSeq
        let marker = "\(name) \(seq)"
        switch Int.random(in: 0..<10, using: &generator) {
        case 0:
            let row = RowID.make(at: .now)
            shoes.append(row)
            journal.rows[row] = Handset.Expected(kind: .shoe, marker: marker, seq: seq)
            let day = LocalMoment(.now, in: .utc).day
            return Mutation(
                seq: seq, kind: RowKind.shoe.rawValue, op: RowOperation.insert.rawValue, row: row,
                body: ["label": .string(marker), "inUseFrom": .string(day.description), "startMeters": 0])
        case 1, 2:
            guard let row = shoes.randomElement(using: &generator), let before = journal.rows[row],
                let told = journal.told[before.seq]
            else { return try checkIn(seq, marker, &journal) }
            journal.rows[row] = Handset.Expected(kind: .shoe, marker: marker, seq: seq)
            return Mutation(
                seq: seq, kind: RowKind.shoe.rawValue, op: RowOperation.update.rawValue, row: row, base: told.version,
                body: ["label": .string(marker)])
        case 3:
            guard let row = checkIns.popLast() else { return try checkIn(seq, marker, &journal) }
            journal.rows[row] = Handset.Expected(kind: .checkIn, marker: nil, seq: seq)
            return Mutation(seq: seq, kind: RowKind.checkIn.rawValue, op: RowOperation.delete.rawValue, row: row)
        default: return try checkIn(seq, marker, &journal)
        }
    }

    private mutating func checkIn(
        _ seq: Int64, _ marker: String, _ journal: inout Handset.Journal
    ) throws -> Mutation {
        let row = RowID.make(at: .now)
        checkIns.append(row)
        journal.rows[row] = Handset.Expected(kind: .checkIn, marker: marker, seq: seq)
        guard let pain = PainScore(Int.random(in: 0...10, using: &generator)), let note = Note(marker) else {
            throw NotAsExpected("no check-in of \(marker)")
        }
        let checkIn = CheckIn(moment: LocalMoment(.now, in: .utc), about: .now, pain: pain, note: note)
        return Mutation(
            seq: seq, kind: RowKind.checkIn.rawValue, op: RowOperation.insert.rawValue, row: row,
            body: try RowContent.checkIn(checkIn).body())
    }
}
