import Care
import ChartSync
import Foundation

/// One run: everybody who takes part, and what they have seen.
final class World {
    let mutant: Mutant?
    let schedule = Schedule()
    let trace: Trace
    let database: Database
    let service: Service
    var dice: Dice
    var history = History()
    private(set) var phones: [Phone] = []
    /// Whether all goes well from now on.
    var isCalm = false { didSet { service.isCalm = isCalm } }
    private(set) lazy var network = Network(world: self)
    private var tags = 0
    private struct NumberedPlace: Hashable {
        var device: DeviceID
        var seq: Int64
    }
    /// By phone and tag.
    private var numbered: [[Int]: NumberedPlace] = [:]
    private(set) var recordings: [Int: History.Recording] = [:]

    init(seed: UInt64, mutant: Mutant?, keepsLines: Bool) {
        var dice = Dice(seed: seed)
        self.mutant = mutant
        trace = Trace(keepsLines: keepsLines)
        let dawn = Instant(milliseconds: Database.dawn)
        var state = ServiceState(
            incarnation: dice.uuid(at: dawn), catalog: StoredCatalog(epoch: dice.uuid(at: dawn)))
        for member in Roster.members {
            state.charts[member] = StoredChart(epoch: dice.uuid(at: dawn))
            state.coverage[member] = [CoveragePeriod(from: LocalDay(dayNumber: 20_000))].compactMap { $0 }
        }
        // Most practices keep one.
        database = Database(state: state, schedule: schedule, hasSecondPlace: !dice.oneIn(4))
        service = Service(
            database: database, schedule: schedule, trace: trace, dice: Dice(seed: dice.next()), mutant: mutant)
        self.dice = dice
        service.lookByClock()
    }

    func note(_ event: History.Event) {
        if case .recorded(let recording) = event { recordings[recording.tag] = recording }
        history.note(schedule.now, event)
        trace.note(schedule.now, History.line(event))
    }

    func nextTag() -> Int {
        tags += 1
        return tags
    }

    /// Brings another device in, enrolled or about to be.
    @discardableResult
    func addPhone(of holder: Holder, disk: Disk? = nil, schema: Int = ProtocolVersion.current, pageLimit: Int? = nil)
        -> Phone
    {
        let fresh = Disk(
            device: DeviceID(dice.uuid(at: database.now)), schema: schema, isEnrolled: false)
        let phone = Phone(
            number: phones.count, holder: holder, world: self, disk: disk ?? fresh,
            pageLimit: pageLimit ?? dice.pick([2, 3, 5, 8, 500]) ?? 500, batchLimit: dice.number(1...6))
        phones.append(phone)
        phone.wake(after: dice.milliseconds(10...2_000))
        return phone
    }

    /// Notes under which number of its device a recording goes, unless that was noted before.
    func noteNumber(of entry: ChartCopy.OutboxEntry, on chart: MemberID, by phone: Phone) {
        let place = NumberedPlace(device: phone.disk.device, seq: entry.mutation.seq)
        let key = [phone.number, entry.tag]
        guard numbered[key] != place else { return }
        numbered[key] = place
        // What was recorded here can be written as JSON.
        guard let hash = try? entry.mutation.contentHash() else { return }
        note(
            .numbered(
                phone.number, tag: entry.tag,
                History.Numbering(device: phone.disk.device, chart: chart, seq: entry.mutation.seq, hash: hash)))
    }

    /// Lets go of everybody, who otherwise hold one another.
    func close() {
        phones = []
        schedule.clear()
        database.abortAll()
    }

    func noteAccess() { note(.access(database.committed.places, clockOffset: database.clockOffset)) }
}
