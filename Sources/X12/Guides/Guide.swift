/// An implementation guide: which segments a transaction set takes, in which order, and what is in them.
package struct Guide: Hashable, Sendable {
    /// The version as GS08 and ST03 name it.
    package let version: String
    /// The transaction set (ST01).
    package let set: String
    /// The functional group (GS01).
    package let group: String
    /// The loop whose turns stand or fall alone; a fault anywhere else rejects the whole set.
    let detailLoop: String?
    /// The detail loop and all loops in it.
    let detailLoops: Set<String>
    /// Everything between ST and SE.
    let root: LoopRule
    let segmentIDs: Set<String>

    init(version: String, set: String, group: String, detailLoop: String?, _ children: [LoopRule.Child]) {
        self.version = version
        self.set = set
        self.group = group
        self.detailLoop = detailLoop
        root = LoopRule("", 0, children)
        segmentIDs = Self.segmentIDs(of: children)
        detailLoops = detailLoop.map { Self.loops(within: $0, of: children) } ?? []
    }

    /// Whether a fault concerns one turn of the detail loop alone.
    func isDetail(_ fault: SegmentFault) -> Bool {
        guard detailLoops.contains(fault.loop) else { return false }
        // Without its detail loop a set says nothing at all.
        return !(fault.loop == detailLoop && fault.code == .missing && fault.segmentID == detailSegmentID)
    }

    private var detailSegmentID: String? {
        for case .loop(let loop) in root.children where loop.id == detailLoop {
            return loop.children.first?.firstSegmentID
        }
        return nil
    }

    private static func loops(within id: String, of children: [LoopRule.Child]) -> Set<String> {
        var found: Set<String> = []
        for case .loop(let loop) in children where loop.id == id || id.isEmpty {
            found.insert(loop.id)
            found.formUnion(loops(within: "", of: loop.children))
        }
        return found
    }

    private static func segmentIDs(of children: [LoopRule.Child]) -> Set<String> {
        var found: Set<String> = []
        for child in children {
            switch child {
            case .segment(let rule): found.insert(rule.id)
            case .loop(let loop): found.formUnion(segmentIDs(of: loop.children))
            }
        }
        return found
    }
}
