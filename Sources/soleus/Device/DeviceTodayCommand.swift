import ArgumentParser
import Care
import CareClient
import StrictJSON

/// The command `soleus device today`; its help says what it does.
struct DeviceTodayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "today", "Show the day on one screen: what is due and done, messages and the next visit.",
        discussion: """
            ✓ done, ◐ begun, ○ due, – enough for this week, ✋ paused. Weeks begin on Monday: an exercise for 3 days
            a week is due until the week has had them. No network is needed.
            """,
        examples: ["soleus device today --device phone", "soleus device today --device phone --json"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let member = try handle.enrolled().member
        let today = try handle.read { store throws(StoreError) in
            try store.today(in: member.timeZone, at: DeviceHandle.now())
        }
        try common.show(today.json(in: member.timeZone)) {
            today.lines(for: member, device: options.device, common)
        }
    }
}

extension ShownToday {
    func lines(for member: Member, device: String, _ common: CommonOptions) -> [String] {
        if common.plain { return plainLines }
        let width = Terminal.columns
        var lines = ["\(printable("\(member.firstName) \(member.lastName)")), \(day.weekdayText) \(day)"]
        if let pause { lines += [""] + DeviceHandle.lines(of: pause) }
        lines += [""] + planLines(width)
        var pairs: [(name: String, value: String)] = []
        if !disclaimers.isEmpty {
            let titles = disclaimers.map { "\"\($0.content.title)\"" }.joined(separator: ", ")
            pairs.append(("read first", "\(titles), with: soleus device acknowledge --device \(device)"))
        }
        if unread > 0 {
            pairs.append(("messages", "\(unread) unread, with: soleus device message list --device \(device)"))
        }
        if let visit = nextVisit?.content {
            pairs.append(("next visit", visit.text(in: member.timeZone)))
        }
        for access in emergencies {
            // Who it was is known to the service alone: the directory is on no member's device.
            pairs.append(
                (
                    "emergency",
                    "A practitioner from outside of your care team opened your record from "
                        + "\(access.from.text(in: member.timeZone)) to \(access.until.text(in: member.timeZone)): "
                        + access.reason.description
                ))
        }
        if setAside > 0 {
            let count = setAside == 1 ? "1 record" : "\(setAside) records"
            pairs.append(("set aside", "\(count), with: soleus device status --device \(device)"))
        }
        if waiting > 0 {
            pairs.append(("waiting", "\(waiting) \(waiting == 1 ? "record" : "records") for the next sync"))
        }
        return pairs.isEmpty ? lines : lines + [""] + common.lines(of: pairs)
    }

    private func planLines(_ width: Int) -> [String] {
        let later = nextPlanFrom.map { ["Another plan holds from \($0) on; see it with: soleus device plan"] } ?? []
        guard let plan else { return later.isEmpty ? ["There is no plan yet."] : later }
        let ending = PlanEnding(until: plan.content.until, on: day).map { ", \($0.words)" } ?? ""
        var lines = wrapped(
            printable("\(plan.content.title.oneLine) (revision \(plan.number)\(ending))"), to: width)
        lines += later
        if let phase {
            lines += wrapped(
                printable("Phase \(phase.number) of \(phase.count), usually \(phase.phase.usualLength.oneLine)"),
                to: width)
        }
        guard !exercises.isEmpty else { return lines + ["", "Nothing is prescribed for today."] }
        var table = TextTable([.init(""), .init("EXERCISE", yields: true), .init("DOSE", yields: true), .init("TODAY")])
        for exercise in exercises {
            table.add([exercise.mark, exercise.nameText, exercise.entry.item.dose.text, exercise.standingText])
        }
        return lines + [""] + table.lines(width: width)
    }

    private var plainLines: [String] {
        exercises.map { exercise in
            [
                exercise.entry.item.exercise.description, exercise.entry.standing.rawValue,
                "\(exercise.entry.timesToday)", "\(exercise.entry.daysThisWeek)",
            ].joined(separator: "\t")
        }
    }

    func json(in timeZone: TimeZoneName) throws -> JSONValue {
        var object: JSONObject = ["day": .string(day.description), "timeZone": .string(timeZone.description)]
        object["plan"] = try plan.map { try JSONValue.encoding($0) } ?? .null
        object["nextPlanFrom"] = nextPlanFrom.map { .string($0.description) } ?? .null
        object["phase"] = phase.map { .string($0.phase.slug.description) } ?? .null
        object["paused"] = pause.map { .string($0.advice) } ?? .null
        object["exercises"] = .array(exercises.map(\.json))
        object["disclaimers"] = .array(disclaimers.map { .string($0.content.slug.description) })
        object["unreadMessages"] = .integer(Int64(unread))
        object["nextVisit"] = try nextVisit.map { try JSONValue.encoding($0.content) } ?? .null
        object["emergencies"] = .array(try emergencies.map { try JSONValue.encoding($0) })
        object["setAside"] = .integer(Int64(setAside))
        object["waiting"] = .integer(Int64(waiting))
        return .object(object)
    }
}

extension ShownToday.Exercise {
    /// The name as people read it; the short name while the catalog has not arrived.
    var nameText: String { (name?.description ?? entry.item.exercise.description) }

    fileprivate var json: JSONValue {
        .object([
            "exercise": .string(entry.item.exercise.description),
            "name": name.map { .string($0.description) } ?? .null, "block": .string(entry.item.block.rawValue),
            "prescription": .string(entry.item.prescriptionText), "standing": .string(entry.standing.rawValue),
            "timesToday": .integer(Int64(entry.timesToday)), "daysThisWeek": .integer(Int64(entry.daysThisWeek)),
        ])
    }

    fileprivate var mark: String {
        switch entry.standing {
        case .done: "✓"
        case .begun: "◐"
        case .due: "○"
        case .enough: "–"
        case .paused: "✋"
        }
    }

    fileprivate var standingText: String {
        let frequency = entry.item.frequency
        let week = frequency.perWeek == 7 ? "" : ", \(entry.daysThisWeek) of \(frequency.perWeek) days"
        return switch entry.standing {
        case .done: "done"
        case .begun: "\(entry.timesToday) of \(frequency.perDay)"
        case .due: (frequency.perDay == 1 ? "due" : "0 of \(frequency.perDay)") + week
        case .enough: "enough this week"
        case .paused: "paused"
        }
    }
}

extension Visit {
    /// When, how and where, for the member.
    func text(in timeZone: TimeZoneName) -> String {
        "\(moment.at.text(in: timeZone)) \(mode.words)" + (place.map { ": \($0)" } ?? "")
    }
}
