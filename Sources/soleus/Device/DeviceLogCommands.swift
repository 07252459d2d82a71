import ArgumentParser
import Care
import CareClient
import ChartSync
import StrictJSON

/// The command `soleus device log check-in`; its help says what it does.
struct DeviceLogCheckInCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "check-in", "Record how much it hurts.",
        discussion: "With --count, so many check-ins a minute apart, the last one at the time given.",
        examples: [
            "soleus device log check-in --device phone --about next_morning --pain 2",
            "soleus device log check-in --device phone --about now --pain 6 --swelling --note \"after stairs\"",
            "soleus device log check-in --device phone --about now --pain 1 --count 500",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @OptionGroup var time: MomentOptions
    @Option(help: "What the score is about.") var about: CheckIn.Moment
    @Option(help: "0 (none) to 10 (the worst imaginable).") var pain: PainScore
    @Option(help: "Where, such as left-ankle.") var site: Slug?
    @Option(help: "Which side of the joint.") var aspect: CheckIn.Aspect?
    @Option(help: "0 to 10.") var stiffness: StiffnessScore?
    @Flag(help: "It is swollen.") var swelling = false
    @Option(help: "A symptom that needs medical care first; may be repeated.") var redFlag: [RedFlag] = []
    @Option(help: "A note to your PT.") var note: Note?
    @Option(help: "How many, 1 to 10000, a minute apart.") var count = 1

    func validate() throws {
        guard (1...10_000).contains(count) else { throw ValidationError("--count is 1 to 10000.") }
    }

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let timeZone = try handle.enrolled().member.timeZone
        let last = time.moment(in: timeZone).at
        let checkIns = (0..<count).map { index in
            RowContent.checkIn(
                CheckIn(
                    moment: LocalMoment(last.adding(seconds: -60 * Int64(count - 1 - index)), in: timeZone),
                    about: about, pain: pain, site: site, aspect: aspect, stiffness: stiffness,
                    swelling: swelling ? true : nil, redFlags: redFlag, note: note))
        }
        try handle.record(checkIns, saying: count == 1 ? "check-in" : "\(count) check-ins", common)
    }
}

/// The command `soleus device log run`; its help says what it does.
struct DeviceLogRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "run", "Record a run.",
        examples: [
            "soleus device log run --device phone --km 5 --minutes 30 --surface track",
            "soleus device log run --device phone --km 12.5 --minutes 75 --shoe blue --pain 1",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @OptionGroup var time: MomentOptions
    @Option(help: "Distance in kilometres, up to 500.") var km: Double
    @Option(help: "Time in minutes, up to a week.") var minutes: Double
    @Option(help: "What you ran on.") var surface: RunLog.Surface?
    @Option(help: "How the ground was.") var terrain: RunLog.Terrain?
    @Option(help: ArgumentHelp("The shoe you wore: its label or a part of it.", valueName: "label"))
    var shoe: String?
    @Option(help: "How hard it was, 0 to 10.") var effort: EffortScore?
    @Option(help: "Pain during it, 0 to 10.") var pain: PainScore?
    @Option(help: "A note to your PT.") var note: Note?

    func validate() throws {
        // Before they become whole numbers, which a larger one could not.
        guard (0.001...500).contains(km) else { throw ValidationError("--km is more than 0, and at most 500.") }
        guard (0.02...10_080).contains(minutes) else {
            throw ValidationError("--minutes is more than 0, and at most 10080.")
        }
    }

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let timeZone = try handle.enrolled().member.timeZone
        let run = RunLog(
            moment: time.moment(in: timeZone), distanceMeters: Int((km * 1_000).rounded()),
            durationSeconds: Int((minutes * 60).rounded()), surface: surface, terrain: terrain,
            shoe: try shoe.map { try handle.shoe($0) }, effort: effort, painDuring: pain, note: note)
        try handle.record([.runLog(run)], saying: "run of \(run.distanceMeters) m", common)
    }
}

/// The command `soleus device log shoe`; its help says what it does.
struct DeviceLogShoeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "shoe", "Record a pair of running shoes; runs name it by its label.",
        examples: ["soleus device log shoe --device phone --label \"Blue trainers\" --start-km 120 --firmness soft"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Option(help: "What you call it.") var label: Label
    @Option(help: ArgumentHelp("Runs count from this day on; today when not given.", valueName: "day"))
    var from: LocalDay?
    @Option(help: "Kilometres in it on that day, up to 5000.") var startKm = 0.0
    @Option(help: "How firm it is.") var firmness: Shoe.Firmness?
    @Flag(help: "An insert or orthotic is worn in it.") var insert = false

    func validate() throws {
        guard (0...5_000).contains(startKm) else { throw ValidationError("--start-km is 0 to 5000.") }
    }

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let today = try handle.enrolled().member.timeZone.day(of: DeviceHandle.now())
        let shoe = Shoe(
            label: label, inUseFrom: from ?? today, startMeters: Int((startKm * 1_000).rounded()), firmness: firmness,
            insert: insert ? true : nil)
        try handle.record([.shoe(shoe)], saying: "shoe \(label)", common)
    }
}

extension DeviceHandle {
    /// The shoe with this label, or the only one whose label has it as a part.
    func shoe(_ label: String) throws(CommandFailure) -> RowID {
        let shoes = try read { store throws(StoreError) in try store.shoes() }
        let exact = shoes.filter { $0.content.label.description == label }
        let found =
            exact.isEmpty
            ? shoes.filter { $0.content.label.description.lowercased().contains(label.lowercased()) } : exact
        guard let shoe = found.first, found.count == 1 else {
            let labels = (found.isEmpty ? shoes : found).map { "  \($0.content.label)" }.joined(separator: "\n")
            throw CommandFailure(
                .refused, found.isEmpty ? "no shoe is called \"\(label)\"" : "several shoes fit \"\(label)\"",
                advice: labels.isEmpty ? "Record it first with: soleus device log shoe" : "Shoes here:\n\(labels)")
        }
        return shoe.row
    }

    /// Records, and says so with the number of records that wait.
    func record(_ contents: [RowContent], saying what: String, _ common: CommonOptions) throws(CommandFailure) {
        try show(
            try read { store throws(StoreError) in try store.record(contents, at: Self.now()) }, saying: what, common)
    }

    /// Says what was recorded, and how many records wait.
    func show(_ recorded: [Recorded], saying what: String, _ common: CommonOptions) throws(CommandFailure) {
        try warnOfPause()
        let waiting = try read { store throws(StoreError) in try store.waitingCount() }
        let json: JSONObject = [
            "recorded": .array(
                recorded.map { .object(["row": .string($0.row.description), "seq": .integer($0.seq)]) }),
            "waiting": .integer(Int64(waiting)),
        ]
        common.show(.object(json)) {
            common.lines(of: [
                ("recorded", what), ("number", Self.numbers(recorded.map(\.seq))),
                ("waiting", "\(waiting) record\(waiting == 1 ? "" : "s") for the next sync"),
            ])
        }
    }

    private static func numbers(_ seqs: [Int64]) -> String {
        guard let first = seqs.first, let last = seqs.last, first != last else {
            return seqs.first.map(String.init) ?? ""
        }
        return "\(first) to \(last)"
    }
}
