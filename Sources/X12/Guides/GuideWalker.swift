/// Finds the place of each segment of a transaction set in its guide, in the order in which they come.
struct GuideWalker {
    /// Where a segment stands, and what its coming shows to be wrong.
    struct Placement {
        /// Nil when it has no place; then nothing is known of its elements.
        var rule: SegmentRule?
        /// The loop it stands in; where it has no place, the one that was open.
        var loop: String
        /// The loops that it begins, the outermost first.
        var opened: [String] = []
        var faults: [Finding] = []
    }

    struct Finding {
        let segmentID: String
        let loop: String
        let code: SegmentFault.Code
    }

    private struct OpenLoop {
        let rule: LoopRule
        /// The child that came last.
        var current: Int
        var counts: [Int]

        /// Takes a loop of which nothing came yet.
        init(_ rule: LoopRule) {
            self.rule = rule
            current = 0
            counts = [Int](repeating: 0, count: rule.children.count)
        }

        /// The first child that may still come.
        var firstOpen: Int {
            guard counts[current] > 0 else { return 0 }
            let place = rule.children[current].place
            return rule.children.firstIndex { $0.place == place } ?? current
        }
    }

    let guide: Guide
    private var open: [OpenLoop]

    init(_ guide: Guide) {
        self.guide = guide
        open = [OpenLoop(guide.root)]
    }

    /// Takes the next segment.
    mutating func place(_ segment: Segment) -> Placement {
        for depth in open.indices.reversed() {
            let loop = open[depth]
            // The first segment of a loop begins its next turn, which the loop around it knows.
            let first = depth == 0 ? loop.firstOpen : max(loop.firstOpen, 1)
            guard
                let child = loop.rule.children.indices.first(where: { index in
                    index >= first && loop.rule.children[index].fits(segment)
                })
            else { continue }
            return take(child, at: depth)
        }
        let code: SegmentFault.Code =
            if !Self.isIdentifier(segment.id) { .unrecognizedID } else {
                guide.segmentIDs.contains(segment.id) ? .unexpected : .notInSet
            }
        let loop = open[open.count - 1].rule.id
        return Placement(loop: loop, faults: [Finding(segmentID: segment.id, loop: loop, code: code)])
    }

    /// What is missing now that the set is over.
    mutating func finish() -> [Finding] {
        defer { open = [OpenLoop(guide.root)] }
        return open.indices.reversed().flatMap { missing(at: $0, before: nil) }
    }

    private mutating func take(_ child: Int, at depth: Int) -> Placement {
        var placement = Placement(loop: open[depth].rule.id)
        for inner in open.indices.reversed() where inner > depth {
            placement.faults += missing(at: inner, before: nil)
        }
        open.removeLast(open.count - depth - 1)
        placement.faults += missing(at: depth, before: child)
        open[depth].current = child
        open[depth].counts[child] += 1
        let count = open[depth].counts[child]
        switch open[depth].rule.children[child] {
        case .segment(let rule):
            placement.rule = rule
            if let maximum = rule.maximumUse, count > maximum {
                placement.faults.append(Finding(segmentID: rule.id, loop: placement.loop, code: .tooOften))
            }
        case .loop(let loop):
            if let maximum = loop.maximumUse, count > maximum, let child = loop.children.first {
                placement.faults.append(
                    Finding(segmentID: child.firstSegmentID, loop: loop.id, code: .loopTooOften))
            }
            enter(loop, &placement)
        }
        return placement
    }

    /// Opens a loop, and the loops that begin with its first segment.
    private mutating func enter(_ loop: LoopRule, _ placement: inout Placement) {
        placement.loop = loop.id
        placement.opened.append(loop.id)
        var opened = OpenLoop(loop)
        opened.counts[0] = 1
        open.append(opened)
        switch loop.children[0] {
        case .segment(let rule): placement.rule = rule
        case .loop(let inner): enter(inner, &placement)
        }
    }

    /// What an open loop still owes when `child` comes, or when it ends.
    private func missing(at depth: Int, before child: Int?) -> [Finding] {
        let loop = open[depth]
        let children = loop.rule.children
        let end = child ?? children.count
        return children.indices.filter { index in
            guard index >= loop.firstOpen, index < end, children[index].isRequired, loop.counts[index] == 0 else {
                return false
            }
            // Segments of one place come in any order; loops keep theirs.
            if let child, case .segment = children[child] { return children[index].place < children[child].place }
            return true
        }.map { index in
            var id = loop.rule.id
            if case .loop(let inner) = children[index] { id = inner.id }
            return Finding(segmentID: children[index].firstSegmentID, loop: id, code: .missing)
        }
    }

    private static func isIdentifier(_ id: String) -> Bool {
        (2...3).contains(id.utf8.count)
            && id.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
    }
}
