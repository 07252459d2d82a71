import ArgumentParser
import Care
import CareClient
import StrictJSON

/// The command `soleus device plan`; its help says what it does.
struct DevicePlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "plan", "Show the plan that this device has in hand; no network is needed.",
        examples: ["soleus device plan --device phone", "soleus device plan --device phone --json"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.enrolled()
        guard let plan = try handle.read({ store throws(StoreError) in try store.plan()?.content }) else {
            throw CommandFailure(
                .refused, "this device has no plan yet", advice: "soleus device sync --device \(options.device)")
        }
        let phase = try handle.read { store throws(StoreError) in try store.phase(of: plan) }
        try handle.warnOfPause()
        try common.show(.encoding(plan)) { Self.lines(plan, phase, common, today: .today) }
    }

    static func lines(_ plan: PlanRevision, _ phase: ShownPhase? = nil, _ common: CommonOptions, today: LocalDay)
        -> [String]
    {
        let content = plan.content
        if common.plain { return content.table.plainLines }
        var lines = common.lines(of: [
            ("plan", content.title.description), ("revision", "\(plan.number), from \(plan.effectiveFrom)"),
            ("reason", plan.reason.oneLine),
        ])
        if let phase {
            lines += common.lines(of: [
                (
                    "phase",
                    "\(phase.number) of \(phase.count), \(phase.phase.title), usually \(phase.phase.usualLength)"
                ),
                ("ends when", phase.phase.exit.map(\.words.oneLine).joined(separator: "; ")),
            ])
        }
        if let ending = PlanEnding(until: content.until, on: today) {
            lines += wrapped(
                "This plan \(ending.words). Ask your physical therapist what comes next.", to: Terminal.columns)
        }
        return lines + content.lines(common)
    }
}
