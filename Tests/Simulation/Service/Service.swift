import Care
import ChartSync

/// The service: several processes over one database, which take their time between any two steps and may die there.
final class Service {
    final class Process {
        let number: Int
        /// Counts its deaths: what an earlier life had under way is not gone on with.
        fileprivate(set) var life = 0
        fileprivate(set) var isUp = true

        fileprivate init(number: Int) { self.number = number }
    }

    let database: Database
    let mutant: Mutant?
    let schedule: Schedule
    private let trace: Trace
    private let processes = [Process(number: 0), Process(number: 1)]
    var dice: Dice
    /// Whether steps take no longer than they should, and nothing dies.
    var isCalm = false

    static let pageLimit = 500

    init(database: Database, schedule: Schedule, trace: Trace, dice: Dice, mutant: Mutant?) {
        self.database = database
        self.schedule = schedule
        self.trace = trace
        self.dice = dice
        self.mutant = mutant
    }

    /// The one that a request, or a notice of a commit, comes to.
    func anyProcess() -> Process? { dice.pick(processes) }

    /// Answers a request, unless the process that took it is down or dies before.
    func receive(_ request: Request, answer: @escaping (Reply) -> Void) {
        guard let process = anyProcess(), process.isUp else { return }
        step(on: process) { [self] in
            if case .enrol(let device, let holder) = request {
                return enrol(device, holder, on: process, answer: answer)
            }
            guard let device = database.committed.devices[request.device] else {
                return answer(.problem(.unknownDevice))
            }
            if device.isRevoked, mutant != .deviceRevocationIgnored { return answer(.problem(.deviceRevoked)) }
            switch request {
            case .enrol: break
            case .push(let request): push(request, holder: device.holder, on: process, answer: answer)
            case .pull(let request): pull(request, holder: device.holder, on: process, answer: answer)
            case .checksums(let request):
                step(on: process) { [self] in answer(checksums(request, holder: device.holder)) }
            case .repair(let request):
                step(on: process) { [self] in answer(repair(request, holder: device.holder)) }
            }
        }
    }

    private func enrol(_ device: DeviceID, _ holder: Holder, on process: Process, answer: @escaping (Reply) -> Void) {
        let transaction = database.begin(on: process.number)
        step(on: process) { [self] in
            database.commit(transaction) { state in
                if state.devices[device] == nil { state.devices[device] = .init(holder: holder) }
            }
            step(on: process) { answer(.enrolled) }
        }
    }

    /// The next step of a piece of work, a little later, if its process is still alive then.
    func step(on process: Process, _ action: @escaping () -> Void) {
        let life = process.life
        var pause = dice.milliseconds(0...12)
        if !isCalm {
            if dice.oneIn(12) { pause = dice.milliseconds(50...900) }
            // A process that is stopped and goes on, a lock elsewhere, a disk that is full.
            if dice.oneIn(120) { pause = dice.milliseconds(3_000...40_000) }
        }
        schedule.after(pause) {
            guard process.life == life else { return }
            action()
        }
    }

    /// Kills a process and starts it again some time later.
    func killProcess() {
        guard let process = dice.pick(processes), process.isUp else { return }
        trace.note(schedule.now, "process \(process.number) dies")
        end(process)
        database.abortAll(of: process.number)
        startLater(process)
    }

    /// The database goes away and comes back: nothing that was under way goes on.
    func killDatabase() {
        trace.note(schedule.now, "database dies")
        database.abortAll()
        for process in processes where process.isUp {
            end(process)
            startLater(process)
        }
    }

    private func end(_ process: Process) {
        process.life += 1
        process.isUp = false
    }

    private func startLater(_ process: Process) {
        schedule.after(dice.milliseconds(100...15_000)) { process.isUp = true }
    }
}
