import Care
import CareMessages

/// Waits for the service to be through with a file that it has received.
struct LoadWait {
    private let session: Session
    private let progress: RosterProgress

    /// A service that restarts is back by then.
    private static let silentSeconds = 60
    /// A process that takes a file over from its listener, or that has just ended its work, is not seen at once.
    private static let idleLooks = 3

    init(_ session: Session, _ progress: RosterProgress) {
        self.session = session
        self.progress = progress
    }

    /// What became of the load.
    func end(of load: LoadReport) async throws -> Session.Answer<LoadReport> {
        let request = Session.Request.get("/v1/sponsors/\(load.sponsor)/loads/\(load.id)")
        var idle = 0
        var heard = ContinuousClock.now
        while idle < Self.idleLooks {
            try await Task.sleep(for: .seconds(1))
            guard let answer = try await look(request, silentSince: heard) else { continue }
            guard answer.value.state == .received else { return answer }
            heard = .now
            progress.working(answer.value)
            idle = answer.value.progress == nil ? idle + 1 : 0
        }
        throw CommandFailure(
            .unknownOutcome, "the service has stopped working on load \(load.id)",
            advice: "Nothing of it was applied. Repeat the command: the same file is taken up. Its log says why.")
    }

    /// How the load stands; nil when the service is silent and may yet come back.
    private func look(
        _ request: Session.Request, silentSince heard: ContinuousClock.Instant
    ) async throws(CommandFailure) -> Session.Answer<LoadReport>? {
        do {
            return try await session.ask(request, as: LoadReport.self)
        } catch {
            let isPatient = ContinuousClock.now - heard < .seconds(Self.silentSeconds)
            guard error.status == .unknownOutcome, isPatient else { throw error }
            return nil
        }
    }
}
