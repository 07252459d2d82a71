package import Care

/// `GET /v1/worklist`: the members who need a human today, the most urgent first.
package struct Worklist: Hashable, Sendable, Codable {
    package var entries: [WorklistEntry]

    package init(entries: [WorklistEntry]) { self.entries = entries }
}

/// One member, with every reason to look.
package struct WorklistEntry: Hashable, Sendable, Codable {
    package var member: MemberID
    package var name: String
    /// The most urgent first; never empty.
    package var reasons: [Reason]

    package struct Reason: Hashable, Sendable, Codable {
        /// From what cannot wait to what can.
        package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
            case escalated, critical, high
            /// A red flag or a fall has paused the plan; somebody has looked at that, and nobody has cleared the member.
            case paused
            /// A visit that is planned for today.
            case visit
            /// The member has written what nobody of the care team has read.
            case message
            /// Somebody from outside of the care team has looked into the record.
            case emergency
            /// Something that was recorded could not be applied.
            case aside
            case suggestion
            /// The plan ends soon, has ended, or is not there.
            case plan
            case low
            /// The latest revision has not reached the member's device.
            case unseen
        }

        package var kind: Kind
        /// Why, in a sentence.
        package var words: String

        package init(_ kind: Kind, _ words: String) {
            self.kind = kind
            self.words = words
        }
    }

    package init(member: MemberID, name: String, reasons: [Reason]) {
        self.member = member
        self.name = name
        self.reasons = reasons
    }
}

/// `GET /v1/members/{member}/overview`: what a PT looks at before they speak with a member.
package struct MemberOverview: Hashable, Sendable, Codable {
    package var summary: MemberSummary
    /// Since when the plan is paused, and what for; absent while it is not.
    package var pause: Pause?
    /// Who has looked into the record from outside of the care team in the last 30 days, the latest first.
    package var emergencies: [EmergencyLook]
    package var alerts: [AlertEntry]
    /// How many suggestions wait for a decision.
    package var suggestions: Int
    /// The last score by each instrument that was used.
    package var outcomes: [OutcomeLine]
    /// The last run beside what the longest of the 30 days before it allows; absent without a run.
    package var run: RunLine?
    /// Those in use.
    package var shoes: [ShoeLine]
    /// The last day of the plan, where it has one.
    package var planUntil: LocalDay?
    /// The 30-day window under way, by days with data.
    package var rtm: RTMDataDays?
    /// The disclaimers that the member has not acknowledged in their current version.
    package var unacknowledged: [String]

    package struct Pause: Hashable, Sendable, Codable {
        package var since: LocalDay
        package var words: String

        package init(since: LocalDay, words: String) {
            self.since = since
            self.words = words
        }
    }

    package struct OutcomeLine: Hashable, Sendable, Codable {
        package var instrument: OutcomeInstrument
        package var day: LocalDay
        /// With one digit after the point; absent where too little was answered.
        package var score: String?
        /// What the change since the assessment before it means; absent without one that can be compared.
        package var change: Change?

        package struct Change: Hashable, Sendable, Codable {
            package var from: String
            package var isImportantGain: Bool
            package var isImportantLoss: Bool
            package var isBeyondNoise: Bool

            package init(_ change: OutcomeChange) {
                from = change.earlier.text
                isImportantGain = change.isImportantGain
                isImportantLoss = change.isImportantLoss
                isBeyondNoise = change.isBeyondNoise
            }
        }

        package init(instrument: OutcomeInstrument, day: LocalDay, score: String?, change: Change?) {
            self.instrument = instrument
            self.day = day
            self.score = score
            self.change = change
        }
    }

    package struct RunLine: Hashable, Sendable, Codable {
        package var day: LocalDay
        package var distanceMeters: Int
        /// 110 % of the longest; absent for a first run.
        package var ceilingMeters: Int?
        package var verdict: RunGuard.Verdict
        package var words: String

        package init(_ day: LocalDay, _ found: RunGuard) {
            self.day = day
            distanceMeters = found.distanceMeters
            ceilingMeters = found.ceilingMeters
            verdict = found.verdict
            words = found.words
        }
    }

    package struct ShoeLine: Hashable, Sendable, Codable {
        package var id: RowID
        package var label: Label
        package var miles: Int
        package var state: ShoeWear.State

        package init(id: RowID, label: Label, miles: Int, state: ShoeWear.State) {
            self.id = id
            self.label = label
            self.miles = miles
            self.state = state
        }
    }

    package init(
        summary: MemberSummary, pause: Pause?, emergencies: [EmergencyLook], alerts: [AlertEntry], suggestions: Int,
        outcomes: [OutcomeLine], run: RunLine?, shoes: [ShoeLine], planUntil: LocalDay?, rtm: RTMDataDays?,
        unacknowledged: [String]
    ) {
        self.summary = summary
        self.pause = pause
        self.emergencies = emergencies
        self.alerts = alerts
        self.suggestions = suggestions
        self.outcomes = outcomes
        self.run = run
        self.shoes = shoes
        self.planUntil = planUntil
        self.rtm = rtm
        self.unacknowledged = unacknowledged
    }
}

/// `GET /v1/members/{member}/rtm`: the two clocks of remote therapeutic monitoring, which do not align.
package struct RTMClocks: Hashable, Sendable, Codable {
    /// Days with data in each window of 30 days since the member's first day in care, the latest first.
    package var windows: [RTMDataDays]
    /// Minutes of care in each calendar month, the latest first.
    package var months: [RTMMinutes]

    package init(windows: [RTMDataDays], months: [RTMMinutes]) {
        self.windows = windows
        self.months = months
    }
}
