import Care
import ChartSync

/// What was seen from outside the service, in its order: the devices write it down, and whoever runs the practice.
struct History {
    /// The number of a phone in a run; a phone may change its device's id, and two may share one.
    typealias PhoneNumber = Int

    /// One thing that somebody recorded on a phone.
    struct Recording {
        var tag: Int
        var phone: PhoneNumber
        var chart: MemberID
        var kind: String
        var op: String
        var row: RowID
        var body: WireBody?
        var base: Int64?
    }

    /// A body by its canonical text.
    typealias WireBody = String

    /// Under which number a recording goes, and with which content.
    struct Numbering: Hashable {
        var device: DeviceID
        var chart: MemberID
        var seq: Int64
        var hash: [UInt8]
    }

    /// A copy that says that it is complete.
    struct Checkpoint {
        var phone: PhoneNumber
        var chart: MemberID
        var epoch: String
        var version: Int64
        var rows: [String: WireRow]
        var isWindowed: Bool
        var checksum: ChartChecksum
        /// What the service said that the sum must be.
        var given: String?
        /// The tags that the phone still shows over its copy.
        var laidOver: Set<Int>
    }

    enum Event {
        case recorded(Recording)
        case numbered(PhoneNumber, tag: Int, Numbering)
        case sent(PhoneNumber, DeviceID, PushRequest.Slice, schema: Int)
        case answered(PhoneNumber, DeviceID, SliceAnswer, from: Int64, sentAt: Int64)
        case stored(PhoneNumber, DeviceID, ScopePage, sentAt: Int64)
        case checkpoint(Checkpoint)
        /// What an owner sees between two pulls.
        case glimpse(Checkpoint)
        case mismatch(PhoneNumber, MemberID)
        case reported(PhoneNumber, MemberID)
        case refused(PhoneNumber, Problem)
        /// It was told, and not before, that it may not keep a copy.
        case dropped(PhoneNumber, MemberID)
        case purged(PhoneNumber, MemberID)
        /// Its owner signed out.
        case signedOut(PhoneNumber)
        case newIdentity(PhoneNumber, old: DeviceID, new: DeviceID)
        // What the director did.
        /// With the tags of what both have not had acknowledged for good.
        case cloned(PhoneNumber, from: PhoneNumber, DeviceID, tags: Set<Int>)
        case corrupted(PhoneNumber, MemberID)
        case deviceRevoked(DeviceID)
        case restored
        case access([ServiceState.CarePlace], clockOffset: Int64)
        /// Bytes that were cut could be read all the same, or whole ones could not.
        case wireFault(String)
    }

    private(set) var events: [(time: Int64, event: Event)] = []

    mutating func note(_ time: Int64, _ event: Event) { events.append((time, event)) }
}
