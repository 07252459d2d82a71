import CareClient
import Foundation

/// The screen of the day, and again whenever something on it changes.
func showDays(of device: CareDevice, on screen: (String) -> Void) async throws {
    for try await today in device.todayUpdates() {
        if let pause = today.pause { screen("Your plan is paused. \(pause.advice)") }
        for disclaimer in today.disclaimers { screen("Read before you begin: \(disclaimer.title)") }
        for exercise in today.exercises {
            let name = exercise.name ?? exercise.prescribed.exercise
            screen("\(name), \(exercise.prescribed.prescription): \(exercise.standing)")
        }
        if let ending = today.plan?.ending(on: today.day) { screen("This plan \(ending).") }
        if let visit = today.nextVisit?.content { screen("\(visit.at): \(visit.place ?? "your PT says where")") }
        if today.unreadMessages > 0 { screen("\(today.unreadMessages) to read") }
    }
}

/// A session as it was prescribed, after what is to be read before the first one.
func exercise(with device: CareDevice, show: (String) -> Void) throws {
    for disclaimer in try device.disclaimersToAcknowledge() {
        show(disclaimer.text)
        try device.acknowledge(disclaimer)
    }
    guard let plan = try device.plan()?.content else { return }
    var logged: [LoggedSession.Exercise] = []
    for item in plan.exercises {
        if let guide = try device.exercise(item.exercise, version: item.exerciseVersion) {
            show(([guide.name] + guide.steps + guide.stopSigns).joined(separator: "\n"))
        }
        let set = LoggedSession.PerformedSet(
            reps: item.reps, holdSeconds: item.holdSeconds, durationSeconds: item.durationSeconds)
        logged.append(.init(item.exercise, sets: Array(repeating: set, count: item.sets)))
    }
    try device.record(LoggedSession(planNumber: plan.number, exercises: logged, effort: 4, painDuring: 2))
    try device.record(SelfCare(.ice, durationSeconds: 600, site: "left-ankle"))
}

/// How well some activities go; what is missing for a score, or the score.
func assess(_ abilities: [(activity: String, ability: Int)], with device: CareDevice) throws -> String {
    let report = OutcomeReport(.psfs, activities: abilities.map { .init($0.activity, ability: $0.ability) })
    guard report.missingAnswers == 0 else { return "\(report.missingAnswers) more, please" }
    try device.record(report)
    return report.score ?? "no score"
}

/// A conversation that was looked at, with a line of the member's own.
func talk(with device: CareDevice, saying text: String) throws -> [String] {
    try device.markMessagesRead()
    try device.send(text)
    return try device.messages().map { message in
        let writer = message.content.author == .member ? "me" : "care team"
        return "\(writer): \(message.content.text)" + (message.isWaiting ? " (not sent yet)" : "")
    }
}

/// What the member wants, and the shoes that are due.
func lookAhead(with device: CareDevice) throws -> [String] {
    let goals = try device.goals().filter { $0.content.status == .open }.map(\.content.text)
    let shoes = try device.shoeMileage().filter { $0.state != .ok }.map { "\($0.shoe.content.label): \($0.miles) mi" }
    return goals + shoes
}
