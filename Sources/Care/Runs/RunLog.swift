/// A run, as the member or their watch reported it.
package struct RunLog: Hashable, Sendable {
    package enum Surface: String, Hashable, Sendable, Codable, CaseIterable {
        case track, treadmill, road, grass, trail
    }

    package enum Terrain: String, Hashable, Sendable, Codable, CaseIterable {
        case flat, rolling, hilly, uneven
    }

    package var moment: LocalMoment
    /// 1–500,000 m.
    package var distanceMeters: Int
    /// 1–604,800 s.
    package var durationSeconds: Int
    package var surface: Surface?
    package var terrain: Terrain?
    /// The shoe worn, a row of the same chart.
    package var shoe: RowID?
    package var effort: EffortScore?
    package var painDuring: PainScore?
    package var note: Note?

    package init(
        moment: LocalMoment, distanceMeters: Int, durationSeconds: Int, surface: Surface? = nil,
        terrain: Terrain? = nil, shoe: RowID? = nil, effort: EffortScore? = nil, painDuring: PainScore? = nil,
        note: Note? = nil
    ) {
        self.moment = moment
        self.distanceMeters = distanceMeters
        self.durationSeconds = durationSeconds
        self.surface = surface
        self.terrain = terrain
        self.shoe = shoe
        self.effort = effort
        self.painDuring = painDuring
        self.note = note
    }

    package var violations: [FieldViolation] {
        var found: [FieldViolation] = []
        if !(1...500_000).contains(distanceMeters) {
            found.append(FieldViolation(pointer: "/distanceMeters", message: "must be 1 to 500000"))
        }
        if !(1...604_800).contains(durationSeconds) {
            found.append(FieldViolation(pointer: "/durationSeconds", message: "must be 1 to 604800"))
        }
        return found
    }
}
