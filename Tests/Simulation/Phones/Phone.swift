import Care
import ChartSync
import StrictJSON

/// A device that follows the documented protocol: a member's phone or a practitioner's tablet.
///
/// It does one thing at a time: it sends what was recorded, then asks what is new, then sleeps. Whatever it knows is on its
/// disk; a kill loses only what is under way.
final class Phone {
    let number: History.PhoneNumber
    let holder: Holder
    let world: World
    var disk: Disk
    /// By how much its clock is off, in milliseconds.
    var clockOffset: Int64 = 0
    var isOnline = true
    /// Whether its owner has it no more.
    private(set) var isGone = false
    /// Whether they are about to sign out, once everything of theirs is safe without this device.
    private(set) var isLeaving = false
    /// Charts of which the service has answered since they want to.
    var askedOnLeaving: Set<MemberID> = []
    /// Whether they have signed out, and nobody took it from them.
    private(set) var hasLeft = false
    /// The most rows and mutations that it takes at once.
    let pageLimit: Int
    let batchLimit: Int
    private var life = 0
    private var isRunning = true
    private var wakeNumber = 0
    private var exchange = 0
    private var underWay: (exchange: Int, request: Request, sentAt: Int64)?
    /// Charts whose next state was asked for by something else than the panel.
    var wantsPull: Set<MemberID> = []
    var isRepairing: RepairWork?
    var repairAttempts: [MemberID: Int] = [:]

    var mutant: Mutant? { world.mutant }

    init(number: Int, holder: Holder, world: World, disk: Disk, pageLimit: Int, batchLimit: Int) {
        self.number = number
        self.holder = holder
        self.world = world
        self.disk = disk
        self.pageLimit = pageLimit
        self.batchLimit = batchLimit
        if case .member(let member) = holder, disk.charts[member] == nil { self.disk.charts[member] = ChartCopy() }
    }

    var now: Instant { Instant(milliseconds: Database.dawn + world.schedule.now + clockOffset) }

    // MARK: Waking, waiting, dying

    /// Wakes after so many milliseconds, instead of when it would have.
    func wake(after milliseconds: Int64) {
        wakeNumber += 1
        let number = wakeNumber
        let life = self.life
        world.schedule.after(milliseconds) { [self] in
            guard isRunning, life == self.life, number == wakeNumber, underWay == nil, !isGone else { return }
            act()
        }
    }

    /// Somebody uses it: it does not sleep on.
    func nudge() {
        guard underWay == nil else { return }
        wake(after: world.dice.milliseconds(10...400))
    }

    private func rest(hasMore: Bool) {
        wake(after: hasMore ? world.dice.milliseconds(10...300) : world.dice.milliseconds(1_000...30_000))
    }

    func kill() {
        guard !isGone, isRunning else { return }
        life += 1
        isRunning = false
        underWay = nil
        isRepairing = nil
        repairAttempts = [:]
        wantsPull = []
        if mutant == .numbersFromMemory {
            disk.charts = disk.charts.mapValues { copy in
                var copy = copy
                copy.nextSeq = (copy.outbox.last?.mutation.seq ?? 0) + 1
                copy.frozen = nil
                return copy
            }
        }
        world.trace.note(world.schedule.now, "phone \(number) is killed")
        world.schedule.after(world.dice.milliseconds(50...20_000)) { [self] in
            isRunning = true
            rest(hasMore: true)
        }
    }

    /// Its owner is told to give everything up.
    func giveUp() {
        isGone = true
        for member in disk.charts.keys.sorted() {
            disk.charts[member]?.purge()
            world.note(.purged(number, member))
        }
        disk.charts = [:]
    }

    /// Its owner wants to sign out.
    func leave() {
        isLeaving = true
        askedOnLeaving = []
        nudge()
    }

    /// Its owner changes their mind, where they have not signed out yet.
    func stay() { isLeaving = false }

    /// Signs out, once nothing that was recorded here would be lost by it.
    ///
    /// - Returns: Whether it is done.
    private func leaveIfSafe() -> Bool {
        guard isLeaving, disk.isEnrolled, disk.drops.isEmpty,
            disk.charts.values.allSatisfy({ $0.unsent.isEmpty })
        else { return false }
        let isSafe = disk.charts.allSatisfy { member, copy in
            // Where there is no second place, they say that they trust the one, which still has it.
            let isTrusted = copy.epoch != nil && copy.durable == nil && askedOnLeaving.contains(member)
            return copy.onOnePlace.isEmpty || isTrusted
        }
        guard isSafe || mutant == .leavesWhatIsOnOnePlace else { return false }
        hasLeft = true
        world.note(.signedOut(number))
        giveUp()
        return true
    }

    /// Asks how far what was acknowledged is on a second place, where nothing else would tell.
    private func askAfterHandedOver() {
        for member in disk.charts.keys.sorted() {
            guard let copy = disk.charts[member], copy.unsent.isEmpty, !copy.onOnePlace.isEmpty else { continue }
            let isAsked = copy.durable == nil && askedOnLeaving.contains(member)
            if copy.handsOver {
                disk.charts[member]?.askBeforePurge()
                noteNumbers(of: member)
            } else if isLeaving, !isAsked {
                disk.charts[member]?.askAgain()
            }
        }
    }

    /// Does something that is not atomic a little later, unless it is killed before.
    func later(_ milliseconds: Int64, _ action: @escaping () -> Void) {
        let life = self.life
        world.schedule.after(milliseconds) { [self] in
            if life == self.life { action() }
        }
    }

    // MARK: Asking

    private func act() {
        guard isOnline else { return rest(hasMore: false) }
        purgeWhatIsDropped()
        if leaveIfSafe() { return }
        // Not each time: what is not on a second place now will not be there in a moment.
        if world.dice.oneIn(3) { askAfterHandedOver() }
        if !disk.isEnrolled {
            ask(.enrol(disk.device, holder))
        } else if let push = nextPush() {
            ask(push)
        } else if let repair = nextRepair() {
            ask(repair)
        } else {
            ask(nextPull())
        }
    }

    private func ask(_ request: Request) {
        exchange += 1
        let exchange = self.exchange
        underWay = (exchange, request, world.schedule.now)
        world.network.send(request, from: self, exchange: exchange)
        later(world.isCalm ? 90_000 : 15_000) { [self] in
            guard underWay?.exchange == exchange else { return }
            // Whether it came is not known: the same will be asked again.
            underWay = nil
            rest(hasMore: true)
        }
    }

    /// An answer arrived, or what a cut left of one (nil).
    func receive(_ reply: Reply?, for exchange: Int) {
        guard isRunning, !isGone else { return }
        guard let current = underWay, current.exchange == exchange else {
            if mutant == .takesStaleAnswers, case .pull(let answer)? = reply {
                store(answer, sentAt: world.schedule.now, request: nil)
            }
            return
        }
        underWay = nil
        var hasMore = true
        switch (reply, current.request) {
        case (nil, _): break
        case (.enrolled?, _): disk.isEnrolled = true
        case (.problem(let problem)?, _): meet(problem)
        case (.push(let answer)?, .push(let request)): take(answer, to: request, sentAt: current.sentAt)
        case (.pull(let answer)?, .pull(let request)):
            store(answer, sentAt: current.sentAt, request: request)
            hasMore = answer.more || hasWork
        case (.checksums(let answer)?, _): compare(answer)
        case (.repair(let answer)?, .repair(let request)): store(answer, to: request)
        default: world.note(.wireFault("an answer of another kind"))
        }
        if !isGone { rest(hasMore: hasMore) }
    }

    private func meet(_ problem: Problem) {
        world.note(.refused(number, problem))
        switch problem {
        case .unknownDevice: disk.isEnrolled = false
        case .deviceRevoked: giveUp()
        case .cursorInvalid, .clientTooOld, .invalid: break
        case .notFound: isRepairing = nil
        }
    }

    /// Whether it would ask for something at once.
    var hasWork: Bool {
        !wantsPull.isEmpty || !disk.drops.isEmpty || !disk.purged.isEmpty || isRepairing != nil || !disk.isEnrolled
            || disk.charts.values.contains { !$0.isRefused && !$0.unsent.isEmpty } || isBehind
    }

    /// Whether something that it was to give up has still to come to a second place.
    var isHandingOver: Bool {
        disk.charts.values.contains { $0.handsOver && !($0.outbox + $0.earlier).isEmpty && !$0.isRefused }
    }

    /// Whether it knows of something new; a member's phone learns that only by asking.
    private var isBehind: Bool {
        switch holder {
        case .member(let member): disk.schema == ProtocolVersion.current && !copy(member).isConsistent
        case .practitioner: !chartsToPull().isEmpty
        }
    }

    func copy(_ member: MemberID) -> ChartCopy { disk.charts[member] ?? ChartCopy() }
}
