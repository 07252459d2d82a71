import ArgumentParser
import Care
import CareClient
import ChartSync
import StrictJSON

/// The command `soleus device log fall`; its help says what it does.
struct DeviceLogFallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "fall", "Record a fall, or nearly one; a fall pauses the plan until your PT has cleared you.",
        examples: [
            "soleus device log fall --device phone --note \"On the stairs, the left ankle gave way\"",
            "soleus device log fall --device phone --near --at 2026-11-22T07:30:00-07:00",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @OptionGroup var time: MomentOptions
    @Flag(help: "You caught yourself before the ground.") var near = false
    @Option(help: "A note to your PT.") var note: Note?

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let timeZone = try handle.enrolled().member.timeZone
        let report = FallReport(moment: time.moment(in: timeZone), kind: near ? .nearFall : .fall, note: note)
        try handle.record([.fallReport(report)], saying: near ? "near fall" : "fall", common)
    }
}

/// The command `soleus device log self-care`; its help says what it does.
struct DeviceLogSelfCareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "self-care", "Record ice, heat or a foam roller, whatever works for you.",
        discussion: """
            Nothing of it is prescribed or expected. A foam roller that your plan asks for is an exercise: record it
            with: soleus device log session
            """,
        examples: [
            "soleus device log self-care --device phone --measure ice --minutes 15 --site left-ankle",
            "soleus device log self-care --device phone --measure foam_roller --minutes 2.5 --note \"Arch, gently\"",
            "soleus device log self-care --device phone --measure heat --measure ice",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @OptionGroup var time: MomentOptions
    @Option(help: "What you did; may be repeated.") var measure: [SelfCareLog.Measure]
    @Option(help: "How long, up to 240 minutes.") var minutes: Double?
    @Option(help: "Where, such as left-ankle.") var site: Slug?
    @Option(help: "A note to your PT.") var note: Note?

    func validate() throws {
        if measure.isEmpty { throw ValidationError("Say --measure: ice, heat or foam_roller.") }
        // Before it becomes a whole number, which a larger one could not.
        if let minutes, !(0.02...240).contains(minutes) {
            throw ValidationError("--minutes is more than 0, and at most 240.")
        }
    }

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let moment = time.moment(in: try handle.enrolled().member.timeZone)
        let logs = measure.map { measure in
            RowContent.selfCare(
                SelfCareLog(
                    moment: moment, measure: measure, site: site,
                    durationSeconds: minutes.map { Int(($0 * 60).rounded()) }, note: note))
        }
        try handle.record(logs, saying: measure.map(\.text).joined(separator: " and "), common)
    }
}

extension SelfCareLog.Measure: ExpressibleByArgument {}

/// The command `soleus device acknowledge`; its help says what it does.
struct DeviceAcknowledgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "acknowledge", "Read what is to be acknowledged before the first session, and acknowledge it.",
        discussion: "Without --accept it is shown, and nothing is recorded. A new version is to be read again.",
        examples: [
            "soleus device acknowledge --device phone", "soleus device acknowledge --device phone --accept",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Flag(help: "Record that you have read it.") var accept = false

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let timeZone = try handle.enrolled().member.timeZone
        let disclaimers = try handle.read { store throws(StoreError) in try store.disclaimersToAcknowledge() }
        if accept {
            let moment = LocalMoment(DeviceHandle.now(), in: timeZone)
            let words = disclaimers.map {
                RowContent.disclaimerAcknowledgement(
                    DisclaimerAcknowledgement(
                        moment: moment, disclaimer: $0.content.slug, disclaimerVersion: $0.version))
            }
            _ = try handle.read { store throws(StoreError) in try store.record(words, at: moment.at) }
        }
        try common.show(
            .object([
                "acknowledged": .bool(accept),
                "disclaimers": .array(
                    disclaimers.map { disclaimer in
                        .object([
                            "version": .integer(Int64(disclaimer.version)),
                            "disclaimer": try JSONValue.encoding(disclaimer.content),
                        ])
                    }),
            ])
        ) {
            if disclaimers.isEmpty { return ["There is nothing to acknowledge."] }
            let texts = disclaimers.flatMap { disclaimer in
                ["\(printable(disclaimer.content.title.description)) (version \(disclaimer.version))"]
                    + disclaimer.content.text.description.split(separator: "\n").flatMap {
                        wrapped(printable(String($0)), to: Terminal.columns)
                    } + [""]
            }
            return texts + [
                accept
                    ? "Recorded that you have read it."
                    : "Say that you have read it with: soleus device acknowledge --device \(options.device) --accept"
            ]
        }
    }
}
