import Care
public import Foundation

/// A run, as the member or their watch reports it.
public struct LoggedRun: Hashable, Sendable {
    /// 1 to 500,000.
    public var distanceMeters: Int
    /// 1 to 604,800.
    public var durationSeconds: Int
    /// When it was, by the device's clock.
    public var at: Date
    /// An IANA name such as `America/Denver`.
    public var timeZone: String
    /// The id of the shoe worn.
    public var shoe: UUID?
    /// 0 to 10.
    public var painDuring: Int?
    /// What the member adds, for their PT.
    public var note: String?

    /// A run of this moment, here, unless said otherwise.
    public init(
        distanceMeters: Int, durationSeconds: Int, at: Date = Date(),
        timeZone: String = TimeZone.current.identifier, shoe: UUID? = nil, painDuring: Int? = nil,
        note: String? = nil
    ) {
        self.distanceMeters = distanceMeters
        self.durationSeconds = durationSeconds
        self.at = at
        self.timeZone = timeZone
        self.shoe = shoe
        self.painDuring = painDuring
        self.note = note
    }

    init(_ run: RunLog) {
        self.init(
            distanceMeters: run.distanceMeters, durationSeconds: run.durationSeconds, at: run.moment.at.date,
            timeZone: run.moment.timeZone.description, shoe: run.shoe?.uuid, painDuring: run.painDuring?.rawValue,
            note: run.note?.description)
    }

    func runLog() throws(CareFailure) -> RunLog {
        var fields = FieldReading()
        let moment = fields.moment(at, timeZone)
        let pain = fields.optional("painDuring", painDuring, "must be 0 to 10") { PainScore($0) }
        let note = fields.note(note)
        return try fields.finished(
            moment.map { moment in
                RunLog(
                    moment: moment, distanceMeters: distanceMeters, durationSeconds: durationSeconds,
                    shoe: shoe.map { RowID($0) }, painDuring: pain, note: note)
            })
    }
}

/// A pair of running shoes.
public struct RunningShoe: Hashable, Sendable {
    /// What the member calls it, 1 to 200 bytes on one line.
    public var label: String
    /// Runs count from this day on.
    public var inUseFrom: CareDay
    /// 0 to 5,000,000 already in them on that day.
    public var startMeters: Int
    /// The day on which it was put away; nil while it is in use.
    public var retiredOn: CareDay?

    /// A pair that is in use, unless said otherwise.
    public init(label: String, inUseFrom: CareDay, startMeters: Int = 0, retiredOn: CareDay? = nil) {
        self.label = label
        self.inUseFrom = inUseFrom
        self.startMeters = startMeters
        self.retiredOn = retiredOn
    }

    init(_ shoe: Shoe) {
        self.init(
            label: shoe.label.description, inUseFrom: CareDay(shoe.inUseFrom), startMeters: shoe.startMeters,
            retiredOn: shoe.retiredOn.map { CareDay($0) })
    }

    /// What is not said here stays as it is in `before`.
    func shoe(over before: Shoe? = nil) throws(CareFailure) -> Shoe {
        var fields = FieldReading()
        let label = fields.required("label", Label(label), "must be 1 to 200 bytes on one line")
        return try fields.finished(
            label.map { label in
                Shoe(
                    label: label, inUseFrom: inUseFrom.day, startMeters: startMeters, firmness: before?.firmness,
                    insert: before?.insert, retiredOn: retiredOn?.day)
            })
    }
}

/// A pair of shoes with the runs that name it added up.
public struct ShoeMileage: Hashable, Sendable {
    /// Whether it is time for new ones.
    public enum State: String, Hashable, Sendable, CaseIterable {
        case ok
        /// From 300 miles on.
        case due
        /// From 500 miles on.
        case overdue
    }

    /// The pair.
    public var shoe: CareRecord<RunningShoe>
    /// What was in them at first, and the runs since they came into use.
    public var meters: Int
    /// Whole miles, cut off.
    public var miles: Int
    /// Whether it is time for new ones.
    public var state: State

    init(_ shown: (shoe: ChartEntry<Shoe>, wear: ShoeWear)) {
        shoe = CareRecord(shown.shoe, RunningShoe.init)
        meters = shown.wear.meters
        miles = shown.wear.miles
        state = State(rawValue: shown.wear.state.rawValue) ?? .ok
    }
}
