import Care
import ChartSync
import StrictJSON

/// Decides what happens in a run, by the dice.
struct Director {
    private let world: World
    private let desk: Desk

    init(world: World) {
        self.world = world
        desk = Desk(world: world)
    }

    // MARK: The course

    mutating func play(steps: Int) {
        open()
        for _ in 0..<steps {
            act()
            world.schedule.run(until: world.schedule.now + world.dice.milliseconds(20...3_500))
        }
    }

    private func open() {
        let (practitioners, members) = (Roster.practitioners, Roster.members)
        for (practitioner, member) in [(0, 0), (0, 1), (1, 0), (2, 0), (2, 1)] {
            desk.grant(practitioners[practitioner], members[member])
        }
        world.addPhone(of: .member(members[0]))
        let windowed = world.addPhone(of: .member(members[0]), pageLimit: 1)
        windowed.disk.charts[members[0]]?.since = TimeZoneName.utc.day(of: world.database.now).adding(days: -10)
        world.addPhone(of: .member(members[1]), schema: world.dice.oneIn(2) ? 1 : 2)
        world.addPhone(of: .practitioner(practitioners[0]))
        world.addPhone(of: .practitioner(practitioners[1]))
        world.schedule.run(until: 4_000)
    }

    private var living: [Phone] { world.phones.filter { !$0.isGone } }

    private func act() {
        switch world.dice.number(1...1_000) {
        case ...520: record()
        case ...530: desk.suggest()
        case ...540: desk.lookInAnEmergency()
        case ...570: desk.prescribe()
        case ...610: desk.grant()
        case ...650: desk.end()
        case ...670: desk.changeCoverage()
        case ...695: desk.publish()
        case ...720: desk.settle()
        case ...745: desk.dropTombstones()
        case ...775: world.service.killProcess()
        case ...785: world.service.killDatabase()
        case ...825: world.dice.pick(living)?.kill()
        case ...850: goOffline()
        case ...890: world.database.archiveNow()
        case ...905: restore()
        case ...920: setClock()
        case ...935: world.dice.pick(living)?.clockOffset = world.dice.milliseconds(-90_000_000_000...90_000_000_000)
        case ...942: clone()
        case ...954: corrupt()
        case ...980: widen()
        case ...988: upgrade()
        case ...991: revoke()
        case ...995: leave()
        default: world.schedule.run(until: world.schedule.now + world.dice.milliseconds(5_000...60_000))
        }
    }

    private func record() {
        guard let phone = world.dice.pick(living) else { return }
        // Several in a row make batches.
        for _ in 0..<world.dice.number(1...4) { phone.recordSomething() }
    }

    private func goOffline() {
        guard let phone = world.dice.pick(living), phone.isOnline else { return }
        phone.isOnline = false
        world.schedule.after(world.dice.milliseconds(2_000...60_000)) { phone.isOnline = true }
    }

    private func restore() {
        guard world.database.archive != nil else { return }
        world.service.killDatabase()
        let incarnation = world.dice.uuid(at: world.database.now)
        world.database.restore { state in
            if world.mutant != .incarnationNotRenewed { state.incarnation = incarnation }
        }
        world.note(.restored)
        world.noteAccess()
        // Somebody hears of it by having to give a copy up.
        if world.dice.oneIn(4) { desk.end() }
    }

    private func setClock() {
        world.database.clockOffset +=
            world.dice.oneIn(2)
            ? world.dice.milliseconds(-60_000...60_000) : world.dice.milliseconds(-2_000_000_000...4_000_000_000)
        world.noteAccess()
    }

    private func clone() {
        let phones = living.filter { if case .member = $0.holder { $0.disk.isEnrolled } else { false } }
        guard let phone = world.dice.pick(phones) else { return }
        let clone = world.addPhone(of: phone.holder, disk: phone.disk)
        let tags = phone.disk.charts.values.flatMap(\.outbox).map(\.tag)
        world.note(.cloned(clone.number, from: phone.number, phone.disk.device, tags: Set(tags)))
    }

    /// Changes a row in a device's store behind its back.
    private func corrupt() {
        guard let phone = world.dice.pick(living),
            let member = world.dice.pick(phone.disk.charts.filter { $0.value.since == nil }.keys.sorted()),
            let row = world.dice.pick(phone.seenRows(of: member))
        else { return }
        if world.dice.oneIn(3) {
            phone.disk.charts[member]?.remove(row.id)
        } else {
            var changed = row
            changed.body = ["corrupted": true]
            phone.disk.charts[member]?.store(changed)
        }
        world.note(.corrupted(phone.number, member))
    }

    private func widen() {
        for phone in living {
            for member in phone.disk.charts.keys.sorted() {
                guard let since = phone.copy(member).since else { continue }
                phone.disk.charts[member]?.since = world.dice.oneIn(5) ? nil : since.adding(days: -15)
                phone.wantsPull.insert(member)
                phone.nudge()
            }
        }
    }

    private func upgrade() {
        for phone in living where phone.disk.schema == 1 {
            phone.disk.schema = ProtocolVersion.current
            phone.nudge()
        }
    }

    private func revoke() {
        let phones = living.filter { if case .member = $0.holder { true } else { false } }
        // Somebody must be left to see what became of everything.
        guard phones.count > 3, let phone = world.dice.pick(phones) else { return }
        desk.revoke(phone)
    }

    private func leave() {
        guard living.count > 3 else { return }
        world.dice.pick(living)?.leave()
    }

    // MARK: The end

    /// Lets everything go well until nobody has anything left to do, and brings new devices in.
    ///
    /// - Returns: How things stood at each moment of rest, the last of them after a last word was said on each chart; where
    ///   rest never came, how things stood when it was no longer waited for.
    mutating func end() -> [Ending] {
        // Versions begin anew, and nothing is written afterwards that would show it by itself.
        if world.dice.oneIn(2) {
            restore()
            // Some hear of it only by having to give their copies up.
            if world.dice.oneIn(3) { desk.endAll() }
        }
        world.isCalm = true
        upgrade()
        for phone in world.phones {
            phone.isOnline = true
            phone.stay()
        }
        var moments = [settled()]
        for stir in [flurry, desk.endSome, lastWords] where moments.last?.isAtRest == true {
            stir()
            moments.append(settled())
        }
        return moments
    }

    private func lastWords() {
        for member in Roster.members { desk.close(member) }
        desk.publish()
        for member in Roster.members { world.addPhone(of: .member(member)) }
        for practitioner in Roster.practitioners.prefix(2) { world.addPhone(of: .practitioner(practitioner)) }
    }

    /// Places that begin while charts are written, and panels that are read between: nothing comes later that would show what
    /// was passed by.
    private func flurry() {
        desk.endAll()
        world.schedule.run(until: world.schedule.now + 4_000)
        for member in Roster.members {
            for practitioner in Roster.practitioners.prefix(2) {
                let begin = world.dice.oneIn(2) ? 0 : world.dice.milliseconds(50...900)
                world.schedule.after(world.dice.milliseconds(0...150)) { [desk] in
                    desk.grant(practitioner, member, after: begin)
                }
            }
            world.schedule.after(world.dice.oneIn(2) ? 0 : world.dice.milliseconds(50...500)) { [desk] in
                desk.close(member)
            }
        }
        for phone in living where phone.holder.role == .practitioner {
            for _ in 0..<5 { world.schedule.after(world.dice.milliseconds(0...1_500)) { phone.nudge() } }
        }
        world.schedule.run(until: world.schedule.now + 2_500)
    }

    /// Runs until nobody has anything to do, and then long enough for everybody to have asked twice: a member's phone hears of
    /// what another did only by asking.
    private func settled() -> Ending {
        var quietRounds = 0
        var versions: [Int64] = []
        // Longer than a device waits for an answer that does not come.
        for _ in 0..<60 where quietRounds < 13 {
            world.schedule.run(until: world.schedule.now + 10_000)
            // What was handed over comes to a second place in the end.
            world.database.archiveNow()
            let state = world.database.committed
            let now = Roster.members.map { state.charts[$0]?.version ?? 0 } + [state.catalog.version]
            let isQuiet = now == versions && world.phones.allSatisfy { $0.isGone || !$0.hasWork && !$0.isHandingOver }
            quietRounds = isQuiet ? quietRounds + 1 : 0
            versions = now
        }
        return Ending(world, isAtRest: quietRounds == 13)
    }
}
