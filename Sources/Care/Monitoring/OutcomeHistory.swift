/// The assessments by one instrument that have a score, one for each local day, the earliest first.
///
/// Of two on one day the lower counts, so that the order in which they came does not.
struct OutcomeHistory {
    let instrument: OutcomeInstrument
    let assessments: [Charted<OutcomeResponse>]

    init(_ instrument: OutcomeInstrument, in responses: [Charted<OutcomeResponse>], through today: LocalDay? = nil) {
        self.instrument = instrument
        var byDay: [LocalDay: Charted<OutcomeResponse>] = [:]
        for response in responses where response.value.instrument == instrument {
            guard let score = response.value.score else { continue }
            let day = response.value.moment.day
            if let today, today < day { continue }
            guard let known = byDay[day], let knownScore = known.value.score else {
                byDay[day] = response
                continue
            }
            let isLower = !score.isHigher(than: knownScore, byTenths: 0)
            let isEqual = score.isHigher(than: knownScore, byTenths: 0) && knownScore.isHigher(than: score, byTenths: 0)
            if isLower || (isEqual && response.id < known.id) { byDay[day] = response }
        }
        assessments = byDay.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The last two assessments, each beside the one before them both; nil with fewer than three, or where they cannot be
    /// compared (choice, domain guide §4.9).
    var lastTwo: (rows: [RowID], changes: [OutcomeChange])? {
        let last = assessments.suffix(3)
        guard last.count == 3, let before = last.first else { return nil }
        let changes = last.dropFirst().compactMap { OutcomeChange(from: before.value, to: $0.value) }
        return changes.count == 2 ? (last.map(\.id), changes) : nil
    }

    /// The last assessment beside the one before it.
    var latest: (rows: [RowID], at: Instant, change: OutcomeChange)? {
        let last = assessments.suffix(2)
        guard last.count == 2, let before = last.first, let now = last.last,
            let change = OutcomeChange(from: before.value, to: now.value)
        else { return nil }
        return (last.map(\.id), now.value.moment.at, change)
    }
}
