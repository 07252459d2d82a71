/// What happens next, in the order of a time that passes only here.
final class Schedule {
    private struct Item {
        var time: Int64
        var number: Int
        var action: () -> Void

        func isBefore(_ other: Item) -> Bool { (time, number) < (other.time, other.number) }
    }

    /// Milliseconds since the run began.
    private(set) var now: Int64 = 0
    private var heap: [Item] = []
    private var count = 0

    /// Does something after so many milliseconds; of two things at one time the one that was asked for first comes first.
    func after(_ milliseconds: Int64, _ action: @escaping () -> Void) {
        count += 1
        heap.append(Item(time: now + max(0, milliseconds), number: count, action: action))
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Does what is due up to a time, and comes to that time.
    func run(until time: Int64) {
        while let first = heap.first, first.time <= time {
            removeFirst()
            now = first.time
            first.action()
        }
        now = max(now, time)
    }

    func clear() { heap = [] }

    private func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[least])
            {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
