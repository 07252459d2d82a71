package import Care

/// What became of one file of a sponsor, or of taking one back.
package struct LoadReport: Hashable, Sendable, Codable {
    package var id: String
    package var sponsor: Slug
    package var fileName: Label?
    /// Hex of the file's SHA-256, by which a file sent twice is recognised; nil for the undoing of a load.
    package var sha256: String?
    package var receivedAt: Instant
    package var state: LoadState
    /// Why it waits or was rejected.
    package var reason: String?
    /// Whether this very file had been received before, so that nothing was done now.
    package var repeated: Bool
    /// When the sponsor made the file, where it or its sender says so.
    package var madeOn: LocalDay?
    /// The load that this one took back.
    package var undoes: String?
    /// The load that took this one back.
    package var undoneBy: String?
    package var counts: LoadCounts
    /// How far it is; nil when nobody is at work on it.
    ///
    /// A load in state `received` that nobody works on was cut short: the same file sent again takes it up.
    package var progress: LoadProgress?
    /// Everything for which it waits or waited for a person.
    package var holds: [LoadHoldNotice]
    /// Where it has been, in order.
    package var steps: [LoadStep]
    /// The first faults by line, up to `maximumFaults`; `counts.faulty` says how many rows have any.
    package var faults: [RowFault]

    /// As many faults as a person can act upon.
    package static let maximumFaults = 1_000

    package init(
        id: String, sponsor: Slug, fileName: Label? = nil, sha256: String? = nil, receivedAt: Instant,
        state: LoadState, reason: String? = nil, repeated: Bool = false, madeOn: LocalDay? = nil,
        undoes: String? = nil, undoneBy: String? = nil, counts: LoadCounts = LoadCounts(),
        holds: [LoadHoldNotice] = [], steps: [LoadStep] = [], faults: [RowFault] = []
    ) {
        self.id = id
        self.sponsor = sponsor
        self.fileName = fileName
        self.sha256 = sha256
        self.receivedAt = receivedAt
        self.state = state
        self.reason = reason
        self.repeated = repeated
        self.madeOn = madeOn
        self.undoes = undoes
        self.undoneBy = undoneBy
        self.counts = counts
        self.holds = holds
        self.steps = steps
        self.faults = faults
    }
}

/// How far a load is.
package struct LoadProgress: Hashable, Sendable, Codable {
    /// What is being done to the file: `received` while it waits or another process is at work, `parsed` while it is
    /// read, `applied` while it is put into force.
    package var phase: LoadState
    /// Of the file's bytes, 0 to 100.
    package var percent: Int

    package init(phase: LoadState, percent: Int) {
        self.phase = phase
        self.percent = percent
    }
}

/// One reason for which a load waits for a person.
package struct LoadHoldNotice: Hashable, Sendable, Codable {
    package var code: HoldCode
    /// Whether somebody other than the sender has to release it.
    package var severe: Bool
    package var detail: String

    package init(code: HoldCode, severe: Bool, detail: String) {
        self.code = code
        self.severe = severe
        self.detail = detail
    }
}

/// One place where a load has been, and who moved it there.
package struct LoadStep: Hashable, Sendable, Codable {
    package var state: LoadState
    package var at: Instant
    package var role: Role
    /// The account or sponsor that acted.
    package var subject: String
    /// The credential with which it acted: a sponsor has several, and two people of one sponsor differ in nothing else.
    package var credential: String
    /// Why, where the one who acted said so.
    package var reason: String?

    package init(
        state: LoadState, at: Instant, role: Role, subject: String, credential: String, reason: String? = nil
    ) {
        self.state = state
        self.at = at
        self.role = role
        self.subject = subject
        self.credential = credential
        self.reason = reason
    }
}

/// `POST /v1/sponsors/{sponsor}/loads/{load}/…`: what a person decides about a load.
package struct LoadDecision: Hashable, Sendable, Codable {
    /// The sponsor's short name again, where the decision ends the cover of many.
    package var confirm: Slug?
    /// Why; it is kept with the load.
    package var reason: Label

    package init(confirm: Slug? = nil, reason: Label) {
        self.confirm = confirm
        self.reason = reason
    }
}

/// What a load does to somebody.
package enum LoadEffect: String, Hashable, Sendable, Codable, CaseIterable {
    case added, changed, reinstated, terminated, unchanged
}

/// What a load that waits would do to one person.
///
/// Names and birth dates are not in it.
package struct LoadChange: Hashable, Sendable, Codable {
    package var effect: LoadEffect
    package var number: String
    /// Where the file has the person; nil when they are absent from it.
    package var line: Int?
    /// What is said of the person that is not what is known, by our names of the columns; empty for somebody new.
    package var columns: [String]
    /// The plan and the days that the file says.
    package var planCode: String?
    package var from: LocalDay?
    package var until: LocalDay?

    package init(
        effect: LoadEffect, number: String, line: Int?, columns: [String], planCode: String?, from: LocalDay?,
        until: LocalDay?
    ) {
        self.effect = effect
        self.number = number
        self.line = line
        self.columns = columns
        self.planCode = planCode
        self.from = from
        self.until = until
    }
}

/// A page of what a load would do, by number.
package struct LoadChanges: Hashable, Sendable, Codable {
    package var changes: [LoadChange]
    /// Ask for what comes after this number; nil on the last page.
    package var next: String?

    /// The most changes on a page.
    package static let maximumCount = 500

    package init(changes: [LoadChange], next: String?) {
        self.changes = changes
        self.next = next
    }
}

/// How many rows a file had, and what they change.
package struct LoadCounts: Hashable, Sendable, Codable {
    /// Rows in the file, header aside.
    package var rows: Int
    package var faulty: Int
    package var added: Int
    package var changed: Int
    /// Covered again after an end.
    package var reinstated: Int
    package var terminated: Int
    package var unchanged: Int

    package init(
        rows: Int = 0, faulty: Int = 0, added: Int = 0, changed: Int = 0, reinstated: Int = 0, terminated: Int = 0,
        unchanged: Int = 0
    ) {
        self.rows = rows
        self.faulty = faulty
        self.added = added
        self.changed = changed
        self.reinstated = reinstated
        self.terminated = terminated
        self.unchanged = unchanged
    }
}

/// One row that was not taken, and why.
package struct RowFault: Hashable, Sendable, Codable {
    /// Counted from 1, the header being line 1.
    package var line: Int
    package var column: String
    package var code: String
    /// The value with all but a hint of it hidden.
    package var maskedValue: String
    package var message: String

    package init(line: Int, column: String, code: String, maskedValue: String, message: String) {
        self.line = line
        self.column = column
        self.code = code
        self.maskedValue = maskedValue
        self.message = message
    }
}
