import Care
import ChartSync
import Foundation

/// Months of one member's care, as it reached the service: a list of commits in their order.
struct Life: Sendable {
    /// What somebody sent at once.
    struct Batch: Sendable {
        enum Author: Sendable {
            case member
            case practitioner
        }

        var author: Author
        /// When the service took it.
        var at: Instant
        var mutations: [Mutation]
    }

    private(set) var batches: [Batch] = []
    private let person: Person
    private let clock: LocalClock
    private var dice: Dice
    private var lastSeq: Int64 = 0
    private var shoe: RowID?

    /// - Throws: `JSONProblem` only for a value of ours that is not JSON, which the types rule out.
    init(of person: Person, in outline: PopulationOutline, by author: PractitionerID, _ clock: LocalClock) throws {
        self.person = person
        self.clock = clock
        dice = Dice(seed: outline.seed, .life, person.index)
        let exact = outline.exactRows(of: person.index)
        try live(
            rows: exact ?? Self.rows(around: outline.rowsPerChart, &dice), isExact: exact != nil, until: outline, author
        )
        // Offline batches come late: the order is that of their arrival.
        let order = batches.indices.sorted { (batches[$0].at, $0) < (batches[$1].at, $1) }
        batches = order.map { batches[$0] }
        number()
    }

    /// Most people record less than the average, and a few a multiple of it.
    private static func rows(around mean: Int, _ dice: inout Dice) -> Int {
        let skewed =
            0.15 + 1.7 * dice.fraction() * dice.fraction() + (dice.happens(0.1) ? 4.25 * dice.fraction() : 0.2125)
        return max(3, Int(Double(mean) * skewed * 1.19))
    }

    private mutating func live(
        rows: Int, isExact: Bool, until outline: PopulationOutline, _ author: PractitionerID
    ) throws {
        let habits = Habits(&dice)
        let spanDays = min(2_000, max(10, rows * 10 / (rows > 1_000 ? 50 : 9)))
        // Some have stopped weeks ago.
        let lastDay = outline.lastDay.adding(days: -(dice.happens(0.3) ? dice.number(0...45) : dice.number(0...3)))
        let firstDay = lastDay.adding(days: -spanDays)
        let occasionCount = max(1, Int(Double(rows) / 1.75))
        let seconds = moments(occasionCount, over: spanDays, habits)

        var made = 0
        var revision = 0
        func prescribe(_ moment: LocalMoment) throws {
            revision += 1
            made += 1
            let at = moment.at.adding(seconds: -3_600)
            let plan = Prescription.revision(revision, by: author, at: at, from: moment.day)
            batches.append(
                Batch(
                    author: .practitioner, at: at,
                    mutations: [try insertion(RowID(UUID.timeOrdered(at: at, using: &dice)), .planRevision(plan))]))
        }
        var held: [Mutation] = []
        var heldOccasions = 0
        var sentAt = Instant(milliseconds: 0)
        var index = 0
        while made < rows {
            let (day, second) = seconds[min(index, seconds.count - 1)]
            let moment = clock.moment(firstDay.adding(days: day), second: second, zone: person.home.zone)
            if index == 0 || (index % 25 == 0 && revision < 12 && made + 1 < rows) { try prescribe(moment) }
            index += 1
            guard made < rows else { break }
            var mutations: [Mutation] = []
            if habits.isRunner, shoe == nil, made + 2 <= rows {
                mutations.append(try firstShoe(moment))
                made += 1
            }
            let occasion = habits.occasion(
                moment, progress: Double(made) / Double(rows), revision: revision, shoe: shoe, limit: rows - made, &dice
            )
            mutations += try occasion.facts.map { try insertion($0.row, $0.content) }
            made += occasion.facts.count
            if !isExact { mutations += try slips(after: occasion) }
            held += mutations
            if heldOccasions == 0, dice.happens(habits.offlineProbability) { heldOccasions = dice.number(2...12) }
            heldOccasions -= 1
            if heldOccasions <= 0 || made >= rows || held.count > 150 {
                let delay = heldOccasions < 0 ? dice.number(1...40) : dice.number(3_600...90_000)
                // A device sends in order, so what comes after a late batch is later still.
                sentAt = max(occasion.at.adding(seconds: Int64(delay)), sentAt.adding(seconds: 1))
                batches.append(Batch(author: .member, at: sentAt, mutations: held))
                held = []
                heldOccasions = 0
            }
        }
    }

    /// Days and seconds of the occasions, in order: with weeks in which there is nothing.
    private mutating func moments(_ count: Int, over days: Int, _ habits: Habits) -> [(day: Int, second: Int)] {
        var pauses: [Range<Int>] = []
        for _ in 0..<days / 60 {
            let start = dice.number(0...days)
            pauses.append(start..<start + dice.number(4...16))
        }
        let moments = (0..<count).map { _ in
            var day = dice.number(0...days - 1)
            if pauses.contains(where: { $0.contains(day) }) { day = dice.number(0...days - 1) }
            return (day: day, second: habits.second(&dice))
        }
        return moments.sorted { ($0.day, $0.second) < ($1.day, $1.second) }
    }

    private mutating func firstShoe(_ moment: LocalMoment) throws -> Mutation {
        let row = RowID(UUID.timeOrdered(at: moment.at, using: &dice))
        shoe = row
        let content = Shoe(label: Label(unchecked: "blue trainers"), inUseFrom: moment.day, firmness: .medium)
        return try insertion(row, .shoe(content))
    }

    /// What goes wrong now and then: a report that is withdrawn, a run in a shoe that nobody knows.
    private mutating func slips(after occasion: Occasion) throws -> [Mutation] {
        var slips: [Mutation] = []
        if dice.happens(0.004), let fact = occasion.facts.last, fact.content.kind == .checkIn {
            slips.append(
                Mutation(
                    seq: 0, kind: RowKind.checkIn.rawValue, op: RowOperation.delete.rawValue, row: fact.row,
                    base: 0))
        }
        if dice.happens(0.0015), let fact = occasion.facts.first, case .runLog(var run) = fact.content {
            run.shoe = RowID(UUID.timeOrdered(at: occasion.at, using: &dice))
            slips.append(try insertion(RowID(UUID.timeOrdered(at: occasion.at, using: &dice)), .runLog(run)))
        }
        return slips
    }

    private func insertion(_ row: RowID, _ content: RowContent) throws -> Mutation {
        Mutation(
            seq: 0, kind: content.kind.rawValue, op: RowOperation.insert.rawValue, row: row, body: try content.body())
    }

    /// Gives the member's mutations their numbers, in the order in which they were made; a PT's have none of a device.
    private mutating func number() {
        for batch in batches.indices {
            for position in batches[batch].mutations.indices {
                switch batches[batch].author {
                case .member:
                    lastSeq += 1
                    batches[batch].mutations[position].seq = lastSeq
                case .practitioner: batches[batch].mutations[position].seq = 1
                }
            }
        }
    }
}
