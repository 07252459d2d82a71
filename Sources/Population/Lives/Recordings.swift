package import Care
package import ChartSync
import Foundation

/// What a member of the population records from now on: the load that a benchmark makes is of the kind that the charts hold.
package struct Recordings: Sendable {
    private let person: Person
    private let at: Instant
    private let habits: Habits
    private var dice: Dice
    private var lastSeq: Int64

    /// `lastSeq` is the number of the device's last mutation so far.
    package init(of person: Person, after lastSeq: Int64, at instant: Instant) {
        self.person = person
        self.lastSeq = lastSeq
        at = instant
        dice = Dice(seed: UInt64(bitPattern: instant.milliseconds) ^ UInt64(bitPattern: lastSeq), .life, person.index)
        habits = Habits(&dice)
    }

    /// The device's next mutations, all of them insertions.
    ///
    /// - Throws: `JSONProblem` only for a value of ours that is not JSON, which the types rule out.
    package mutating func next(_ count: Int) throws -> [Mutation] {
        var mutations: [Mutation] = []
        let zone = TimeZoneName(LocalClock.zones[person.home.zone]) ?? .utc
        while mutations.count < count {
            let moment = LocalMoment(at.adding(seconds: Int64(mutations.count)), in: zone)
            let occasion = habits.occasion(
                moment, progress: 0.5, revision: 1, shoe: nil, limit: count - mutations.count, &dice)
            for fact in occasion.facts {
                lastSeq += 1
                mutations.append(
                    Mutation(
                        seq: lastSeq, kind: fact.content.kind.rawValue, op: RowOperation.insert.rawValue, row: fact.row,
                        body: try fact.content.body()))
            }
        }
        return mutations
    }
}
