/// The rules R0–R10 for ankle pain after running: a pure function from a chart to suggestions.
///
/// The rules are choices of the project, built on the pain-monitoring model (Silbernagel 2007, doi
/// 10.1177/0363546506298279), the walk and run phases (Trials s13063-023-07502-x, table 1) and the sources that each rule
/// names. What holds of all of them is listed in <doc:ClinicalRules>.
package enum AnkleRules {
    package static let version = "ankle-v2"

    /// Every suggestion that the chart gives reason for, by rule, what concerns exercises before what concerns runs.
    ///
    /// A red flag or a fall that no PT has cleared leaves only R0. While R1 has something to say, nothing is to progress.
    package static func suggestions(for picture: ChartPicture) -> [Suggestion] {
        let paused = PauseRule.suggestions(for: picture)
        guard paused.isEmpty else { return paused }
        let reading = ChartReading(picture)
        let flares = Flare.all(in: reading)
        let all =
            RungRules(reading: reading, flares: flares).suggestions()
            + AttendanceRules(reading: reading).suggestions()
            + RunRules(reading: reading).suggestions()
            + OutcomeRules(reading: reading).suggestions()
        return all.filter { flares.isEmpty || !$0.proposal.isProgress }.inOrder
    }
}

extension Proposal {
    /// The place among the proposals of one rule.
    fileprivate var order: Int {
        switch self {
        case .runHold, .fewerExercises, .shoeDue: 1
        case .pause, .regress, .hold, .progress, .swap, .contact, .nextRunPhase, .runWarning, .shoeOverdue,
            .maintenance,
            .review:
            0
        }
    }
}

/// R0: any red flag or fall pauses, and nothing else may fire (domain guide §4.6, after the Ottawa ankle rules,
/// PMC2938320, and the table "Medical screening for the knee, leg, ankle or foot").
private enum PauseRule {
    static func suggestions(for picture: ChartPicture) -> [Suggestion] {
        let open = picture.pauses.filter { $0.clearedOn == nil }
        guard !open.isEmpty else { return [] }
        let reasons = open.map { pause in
            switch pause.cause {
            case .redFlags(let flags):
                "red flag on \(pause.day): \(flags.map(\.text).joined(separator: ", "))"
            case .fall: "a fall on \(pause.day)"
            }
        }
        return [
            Suggestion(
                .r0, .pause, evidence: open.map(\.row),
                words:
                    "\(reasons.joined(separator: "; ")): the plan is paused, and the member is told to seek care, until "
                    + "a PT clears it with a note.")
        ]
    }
}

extension [Suggestion] {
    /// The order in which the same suggestions always stand.
    fileprivate var inOrder: [Suggestion] {
        let rank = Dictionary(
            Suggestion.Rule.allCases.enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        return sorted {
            (rank[$0.rule] ?? 0, $0.proposal.order, $0.words, $0.evidence.map(\.description).joined())
                < (rank[$1.rule] ?? 0, $1.proposal.order, $1.words, $1.evidence.map(\.description).joined())
        }
    }
}
