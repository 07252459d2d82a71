/// Where a segment stands in a loop, and what it takes.
struct SegmentRule: Hashable, Sendable {
    /// What elements of one segment demand of one another (the standard's syntax notes).
    enum Condition: Hashable, Sendable {
        /// All of them or none.
        case together([Int])
        case atLeastOne([Int])
        case atMostOne([Int])
        /// The first needs the second.
        case needs(Int, Int)
        /// The first needs one of the others.
        case needsOneOf(Int, [Int])
    }

    let id: String
    /// Several rules may have one place: their segments come in any order.
    let place: Int
    let isRequired: Bool
    /// How often it may stand in one turn of its loop; nil where there is no limit.
    let maximumUse: Int?
    /// The element whose code tells it from other segments with the same identifier.
    let qualifier: Int?
    let elements: [ElementRule]
    let conditions: [Condition]

    init(
        _ id: String, _ place: Int, required: Bool = false, use maximumUse: Int? = 1, qualified: Bool = false,
        by qualifier: Int = 1, _ elements: [ElementRule], _ conditions: [Condition] = []
    ) {
        self.id = id
        self.place = place
        isRequired = required
        self.maximumUse = maximumUse
        self.qualifier = qualified ? qualifier : nil
        self.elements = elements
        self.conditions = conditions
    }

    func fits(_ segment: Segment) -> Bool {
        guard segment.id == id else { return false }
        guard let qualifier, case .value(_, let codes) = elements[qualifier - 1].content else { return true }
        return codes.contains(segment.text(qualifier))
    }
}
