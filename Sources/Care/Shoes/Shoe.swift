/// A pair of running shoes, whose distance is added up from the runs that name it.
package struct Shoe: Hashable, Sendable {
    package enum Firmness: String, Hashable, Sendable, Codable, CaseIterable {
        case soft, medium, firm
    }

    package var label: Label
    /// Runs count from this day on.
    package var inUseFrom: LocalDay
    /// 0–5,000,000 m already in them on that day.
    package var startMeters: Int
    package var firmness: Firmness?
    /// Whether an insert or orthotic is worn in them.
    package var insert: Bool?
    package var retiredOn: LocalDay?

    package init(
        label: Label, inUseFrom: LocalDay, startMeters: Int = 0, firmness: Firmness? = nil, insert: Bool? = nil,
        retiredOn: LocalDay? = nil
    ) {
        self.label = label
        self.inUseFrom = inUseFrom
        self.startMeters = startMeters
        self.firmness = firmness
        self.insert = insert
        self.retiredOn = retiredOn
    }

    package var violations: [FieldViolation] {
        (0...5_000_000).contains(startMeters)
            ? [] : [FieldViolation(pointer: "/startMeters", message: "must be 0 to 5000000")]
    }
}
