import CareMessages
import Foundation
import Synchronization

/// How far the loads are that this process is at work on, for those who wait for them.
final class LoadProgressBoard: Sendable {
    private let underWay = Mutex<[UUID: LoadProgress]>([:])

    func set(_ progress: LoadProgress?, of load: UUID) { underWay.withLock { $0[load] = progress } }

    var isEmpty: Bool { underWay.withLock(\.isEmpty) }

    func progress(of load: UUID) -> LoadProgress? { underWay.withLock { $0[load] } }
}
