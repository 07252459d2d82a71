import Care
import StrictJSON
import Testing

@testable import ChartSync

@Suite struct `What arrives late` {
    private func outcomes(
        _ mutations: [Mutation], _ change: (inout ChartMerge.Picture) -> Void, role: Role = .member
    ) throws -> [Outcome] {
        var picture = ModelChart().picture(for: mutations)
        change(&picture)
        return try ChartMerge.apply(mutations, to: picture, role: role, device: Samples.device).outcomes
    }

    @Test func `from somebody who has left the care team is kept whole, whatever it is`() throws {
        let mutations = try [
            Mutation.insert(.planRevision(Samples.plan()), Samples.row(1)),
            .insert(.checkIn(Samples.checkIn()), Samples.row(2), seq: 2),
            .update(Samples.row(3), base: nil, [:], seq: 3),
            Mutation(seq: 4, kind: "gait_film", op: "pay", row: Samples.row(4)),
        ]
        let outcomes = try outcomes(mutations, { $0.standing = .formerly }, role: .practitioner)
        #expect(outcomes.map(\.reason) == Array(repeating: .accessEnded, count: 4))
        #expect(outcomes.map(\.status) == Array(repeating: .quarantined, count: 4))
    }

    @Test(
        arguments: [
            (nil, .notCovered), (-9...(-1), .notCovered), (-9...0, .coverageEnded), (0...0, .coverageEnded),
            (1...9, .notCovered),
        ] as [(ClosedRange<Int>?, SetAsideReason)])
    func `after cover has ended is judged by the day that it is about`(
        days: ClosedRange<Int>?, reason: SetAsideReason
    ) throws {
        let day = Samples.moment.day
        let periods = days.flatMap {
            CoveragePeriod(
                from: day.adding(days: $0.lowerBound), until: day.adding(days: $0.upperBound + 1))
        }
        let facts = try [
            Mutation.insert(.sessionLog(Samples.session()), Samples.row(1)),
            .insert(.checkIn(Samples.checkIn()), Samples.row(2), seq: 2),
            .insert(.runLog(Samples.run()), Samples.row(3), seq: 3),
            // What has no day needs no cover; what is wrong in itself is wrong first.
            .insert(.shoe(Samples.shoe()), Samples.row(4), seq: 4),
            .insert(.runLog(Samples.run(meters: 0)), Samples.row(5), seq: 5),
        ]
        let outcomes = try outcomes(facts) { picture in
            picture.cover = ChartMerge.Cover([periods].compactMap(\.self), today: day.adding(days: 30))
        }
        #expect(outcomes.map(\.reason) == [reason, reason, reason, nil, .invalid])
    }

    @Test func `while today is covered counts, whatever day it is about`() throws {
        let day = Samples.moment.day
        let period = try #require(CoveragePeriod(from: day.adding(days: 30)))
        #expect(ChartMerge.Cover([period], today: day.adding(days: 30)) == .present)
        #expect(ChartMerge.Cover([period], today: day.adding(days: 29)) == .past([period]))
        let outcomes = try outcomes([.insert(.checkIn(Samples.checkIn()), Samples.row(1))]) { picture in
            picture.cover = ChartMerge.Cover([period], today: day.adding(days: 31))
        }
        #expect(outcomes.map(\.status) == [.applied])
    }

    @Test func `and is objected to is set aside for that, after everything that is wrong in itself`() throws {
        let detail = FieldViolation(pointer: "/body/effectiveFrom", message: "must not be past")
        let plans = try [
            Mutation.insert(.planRevision(Samples.plan()), Samples.row(1)),
            .insert(.planRevision(Samples.plan(4)), Samples.row(2), seq: 2),
            .insert(.planRevision(Samples.plan()), Samples.row(3), seq: 3),
        ]
        let outcomes = try outcomes(
            plans,
            { picture in
                picture.objections = [
                    1: ChartMerge.Objection(.invalid, detail), 2: ChartMerge.Objection(.notAllowed),
                ]
            }, role: .practitioner)
        #expect(outcomes.map(\.reason) == [.invalid, .baseMoved, nil])
        #expect(outcomes.map(\.detail) == [detail, nil, nil])
    }
}
