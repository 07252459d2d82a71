/// Follows the levels of a transaction set (HL): numbered without gaps, each under one that is still open.
struct HierarchyCheck {
    private var count = 0
    /// Ascending, since each level's number is higher than those of all before it.
    private var open: [Int] = []

    mutating func faults(of segment: Segment) -> [ElementFault] {
        guard segment.id == "HL" else { return [] }
        count += 1
        var faults: [ElementFault] = []
        if Int(segment.text(1)) != count { faults.append(fault(1, "628")) }
        if segment.isEmpty(2) {
            open = []
        } else if let parent = Int(segment.text(2)), let place = place(of: parent) {
            open.removeSubrange((place + 1)...)
        } else {
            faults.append(fault(2, "734"))
        }
        open.append(count)
        return faults
    }

    /// Looked for by halves: a file whose levels all name a parent that is not there leaves every one of them open.
    private func place(of level: Int) -> Int? {
        var (low, high) = (0, open.count)
        while low < high {
            let middle = (low + high) / 2
            if open[middle] < level { low = middle + 1 } else { high = middle }
        }
        return low < open.count && open[low] == level ? low : nil
    }

    private func fault(_ element: Int, _ dataElement: String) -> ElementFault {
        ElementFault(
            element: element, component: nil, repetition: nil, dataElement: dataElement, code: .invalidCode)
    }
}
