import Care
import ChartSync
import StrictJSON

/// Bodies of what people record, right more often than wrong.
struct Records {
    let now: Instant

    /// A moment of today, or of some day before.
    func moment(daysAgo days: Int = 0) -> LocalMoment {
        LocalMoment(now.adding(seconds: -86_400 * Int64(days)), in: .utc)
    }

    /// The wire form; what is made here out of values of ours can be written as JSON.
    func body(_ content: RowContent) -> JSONValue? { try? content.body() }

    func fall(daysAgo days: Int, isNear: Bool) -> JSONValue? {
        body(.fallReport(FallReport(moment: moment(daysAgo: days), kind: isNear ? .nearFall : .fall)))
    }

    func outcome(daysAgo days: Int, ability: Int) -> JSONValue? {
        guard let activity = Label("Run for the bus"), let score = AbilityScore(ability) else { return nil }
        return body(
            .outcomeResponse(
                OutcomeResponse(
                    moment: moment(daysAgo: days), instrument: .psfs,
                    activities: [RatedActivity(activity: activity, ability: score)])))
    }

    func message(_ number: Int, by author: PractitionerID?) -> JSONValue? {
        guard let text = Note("Message \(number)") else { return nil }
        return body(.message(Message(at: now, author: author, text: text)))
    }

    func goal(_ number: Int) -> JSONValue? {
        guard let text = Label("Goal \(number)") else { return nil }
        return body(.goal(Goal(text: text)))
    }

    func acknowledgedDisclaimer() -> JSONValue? {
        guard let disclaimer = Slug("not-for-emergencies") else { return nil }
        return body(
            .disclaimerAcknowledgement(
                DisclaimerAcknowledgement(moment: moment(), disclaimer: disclaimer, disclaimerVersion: 1)))
    }

    func visit(by practitioner: PractitionerID) -> JSONValue? {
        body(.visit(Visit(moment: moment(), practitioner: practitioner, mode: .video)))
    }

    func note(_ number: Int, by practitioner: PractitionerID, about visit: RowID?) -> JSONValue? {
        guard let text = Note("Note \(number)") else { return nil }
        return body(.careNote(CareNote(signedAt: now, author: practitioner, text: text, visit: visit)))
    }

    func clearance(of reports: [RowID], by practitioner: PractitionerID) -> JSONValue? {
        guard let note = Note("Looked at in person") else { return nil }
        return body(
            .clearance(Clearance(moment: moment(), clearedBy: practitioner, seen: reports, note: note)))
    }

    func runPhase(_ number: Int) -> JSONValue? {
        guard let phase = RunPhase(rawValue: number) else { return nil }
        return body(.runPhase(RunPhaseStart(phase: phase, from: TimeZoneName.utc.day(of: now))))
    }

    func acknowledgement(of alert: AlertRecord, by practitioner: PractitionerID) -> JSONValue? {
        body(
            .alertAcknowledgement(
                AlertAcknowledgement(
                    rule: alert.finding.rule, level: alert.finding.level, evidence: alert.evidence,
                    acknowledgedBy: practitioner, at: now)))
    }

    func decision(by practitioner: PractitionerID) -> JSONValue? {
        guard let reason = Note("Not now") else { return nil }
        let decision = SuggestionRecord.Decision(kind: .dismissed, by: practitioner, at: now, reason: reason)
        return (try? JSONValue.encoding(decision)).map { ["decision": $0] }
    }
}
