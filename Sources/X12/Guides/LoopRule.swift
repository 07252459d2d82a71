/// A group of segments that may repeat as a whole; its first segment says that it begins.
struct LoopRule: Hashable, Sendable {
    enum Child: Hashable, Sendable {
        case segment(SegmentRule)
        case loop(LoopRule)

        var place: Int {
            switch self {
            case .segment(let rule): rule.place
            case .loop(let rule): rule.place
            }
        }

        var isRequired: Bool {
            switch self {
            case .segment(let rule): rule.isRequired
            case .loop(let rule): rule.isRequired
            }
        }

        /// The identifier of the segment that is missing where the child is.
        var firstSegmentID: String {
            switch self {
            case .segment(let rule): rule.id
            case .loop(let rule): rule.children.first?.firstSegmentID ?? ""
            }
        }

        func fits(_ segment: Segment) -> Bool {
            switch self {
            case .segment(let rule): rule.fits(segment)
            case .loop(let rule): rule.children.first?.fits(segment) ?? false
            }
        }
    }

    let id: String
    let place: Int
    let isRequired: Bool
    /// How often it may come in a row; nil where there is no limit.
    let maximumUse: Int?
    let children: [Child]

    init(_ id: String, _ place: Int, required: Bool = false, use maximumUse: Int? = 1, _ children: [Child]) {
        self.id = id
        self.place = place
        isRequired = required
        self.maximumUse = maximumUse
        self.children = children
    }
}
