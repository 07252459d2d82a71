import Care
import ChartSync

/// How a run ended, on the service and on every device.
struct Ending {
    var now: Instant
    var state: ServiceState
    var phones: [Phone]
    /// Whether nobody had anything left to do.
    var isAtRest: Bool

    struct Phone {
        var number: Int
        var holder: Holder
        var disk: Disk
        var isGone: Bool
        /// Gone because its owner has signed out, when they might.
        var hasLeft: Bool
    }

    /// Whether the service has told devices of a second place.
    var hasSecondPlace: Bool

    init(_ world: World, isAtRest: Bool) {
        self.isAtRest = isAtRest
        now = world.database.now
        state = world.database.committed
        phones = world.phones.map {
            Phone(number: $0.number, holder: $0.holder, disk: $0.disk, isGone: $0.isGone, hasLeft: $0.hasLeft)
        }
        hasSecondPlace = world.database.hasSecondPlace
    }

    func isOpen(_ member: MemberID, to holder: Holder) -> Bool {
        switch holder {
        case .member(let own): own == member
        case .practitioner(let practitioner): state.access(of: practitioner, to: member, at: now) == .present
        }
    }

    /// Whether access began or ended so short a time ago that no device needs to know it yet.
    func isChanging(_ member: MemberID, for holder: Holder) -> Bool {
        guard case .practitioner(let practitioner) = holder else { return false }
        let recent = now.adding(seconds: -60)...now
        return state.places.contains { place in
            place.practitioner == practitioner && place.member == member
                && (recent.contains(place.from) || place.until.map(recent.contains) ?? false)
        }
    }
}
