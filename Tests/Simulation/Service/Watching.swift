import Care
import ChartSync
import Foundation

/// What the service writes by itself, by the rules that it really goes by: it looks at a chart a moment after each commit, and
/// now and then because time alone may have changed something.
extension Service {
    /// A commit is seen by some process, which looks at the chart a moment later, unless it dies before.
    func lookSoon(at member: MemberID) {
        schedule.after(dice.milliseconds(200...2_500)) { [self] in look(at: member) }
    }

    /// Looks at every chart now and then, for as long as the run lasts.
    func lookByClock() {
        schedule.after(dice.milliseconds(10_000...60_000)) { [self] in
            for member in Roster.members { look(at: member) }
            lookByClock()
        }
    }

    private func look(at member: MemberID) {
        guard let process = anyProcess(), process.isUp else { return }
        let transaction = database.begin(on: process.number)
        func write() {
            step(on: process) { [self] in
                guard let found = findings(on: member, at: transaction.startedAt) else {
                    return database.abort(transaction)
                }
                let marks = mutant == .alertNotMarked ? [] : marks(for: member, at: transaction.startedAt)
                step(on: process) { [self] in
                    database.commit(transaction) { state in
                        state.write(
                            found.result, to: member, hashes: found.hashes, by: .service, marking: marks,
                            in: transaction)
                    }
                }
            }
        }
        step(on: process) { [self] in
            if mutant == .alertNotQueued { write() } else { database.lock(member, in: transaction, then: write) }
        }
    }

    /// What there is to write about a chart; nil when its alerts are what they should be.
    private func findings(on member: MemberID, at now: Instant) -> (result: ChartMerge.Result, hashes: [[UInt8]])? {
        guard let chart = database.committed.charts[member] else { return nil }
        let rows = chart.rows.values.map(\.state).sorted { $0.id < $1.id }
        let dawn = Instant(milliseconds: Database.dawn)
        var picture = ChartPicture(today: TimeZoneName.utc.day(of: now), careBegan: TimeZoneName.utc.day(of: dawn))
        picture.add(rows)
        var kept: [Charted<AlertRecord>] = []
        var words: [AlertAcknowledgement] = []
        for row in rows {
            switch row.content {
            case .alert(let alert): kept.append(Charted(row.id, alert))
            case .alertAcknowledgement(let word): words.append(word)
            default: break
            }
        }
        let open = OpenAlerts(of: picture, lastLogin: dawn, acknowledgements: words, now: now)
        let changes = AlertBook(kept: kept, found: open, now: now).changes
        guard !changes.isEmpty,
            // What was made of values of ours can be written as JSON.
            let mutations = try? changes.map({ change in
                try Mutation(change, fresh: RowID(dice.uuid(at: now)), base: chart.version)
            }),
            let result = try? ChartMerge.apply(
                mutations, to: chart.picture(naming: Set(mutations.map(\.row))), role: .service, device: nil),
            result.outcomes.allSatisfy({ $0.reason == nil })
        else { return nil }
        return (result, mutations.compactMap { try? $0.contentHash() })
    }
}
