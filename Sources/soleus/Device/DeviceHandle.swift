import Care
import CareClient
import Foundation

/// One device of this machine: its store, and its way to the service.
struct DeviceHandle {
    let name: String
    let store: OfflineStore
    private let common: CommonOptions
    private let surroundings: Surroundings

    /// Opens the device's store.
    ///
    /// - Parameter isNew: Whether a missing store is made; otherwise it is a failure that says how to enrol.
    init(
        _ options: DeviceOptions, _ common: CommonOptions, isNew: Bool = false, surroundings: Surroundings = .current
    ) throws(CommandFailure) {
        name = options.device
        self.common = common
        self.surroundings = surroundings
        let folder = surroundings.home.appendingPathComponent("devices", isDirectory: true)
        let path = folder.appendingPathComponent("\(name).sqlite").path
        if isNew {
            do {
                try PrivateFile.makeFolder(surroundings.home.path)
                try PrivateFile.makeFolder(folder.path)
            } catch {
                throw CommandFailure(.badInput, "\(folder.path) cannot be made: \(error)")
            }
        } else if !FileManager.default.fileExists(atPath: path) {
            throw Self.notEnrolled(name)
        }
        do throws(StoreError) {
            store = try OfflineStore.open(path)
        } catch {
            throw CommandFailure(error, device: options.device)
        }
    }

    /// What the device's clock shows.
    static func now() -> Instant { Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded())) }

    /// Whose device it is, or the advice to enrol.
    func enrolled() throws(CommandFailure) -> EnrolledDevice {
        guard let device = try read({ store throws(StoreError) in try store.enrolledDevice() }) else {
            throw Self.notEnrolled(name)
        }
        return device
    }

    /// Who holds the device, member or practitioner, or the advice to enrol.
    func owner() throws(CommandFailure) -> DeviceOwner {
        guard let owner = try read({ store throws(StoreError) in try store.owner() }) else {
            throw Self.notEnrolled(name)
        }
        return owner
    }

    /// A step of the store, with its failure in words.
    func read<Value>(_ step: (OfflineStore) throws(StoreError) -> Value) throws(CommandFailure) -> Value {
        do throws(StoreError) { return try step(store) } catch { throw CommandFailure(error, device: name) }
    }

    /// The engine, pointed at the service that the options, the environment or the enrolment name.
    ///
    /// The address may be another one than at the enrolment: a service moves, and its devices with it.
    func engine(server: String? = nil) throws(CommandFailure) -> SyncEngine {
        let enrolledServer = try read { store throws(StoreError) in try store.owner()?.server }
        guard let text = server ?? common.server ?? surroundings["SOLEUS_SERVER"] ?? enrolledServer,
            let url = URL(string: text)
        else {
            throw CommandFailure(
                .badInput, "which service? give --server or SOLEUS_SERVER", advice: "Such as http://127.0.0.1:8080")
        }
        return SyncEngine(
            store: store, transport: ServiceConnection(server: url, accessToken: nil), now: { Self.now() })
    }

    /// Asks the service something through the engine, with the failure in words.
    func ask<Value>(
        server: String? = nil, _ question: (SyncEngine) async throws(SyncError) -> Value
    ) async throws(CommandFailure) -> Value {
        let engine = try engine(server: server)
        do throws(SyncError) {
            return try await question(engine)
        } catch {
            throw CommandFailure(
                error, device: name, waiting: try waitingCount())
        }
    }

    /// Says on standard error what a member has to do while their plan is paused; nothing while it is not.
    func warnOfPause() throws(CommandFailure) {
        guard let pause = try read({ store throws(StoreError) in try store.pause(today: .today) }) else { return }
        for line in Self.lines(of: pause) { Terminal.say(line) }
    }

    /// Says on standard error what is to be read before exercise; a session is recorded all the same.
    func warnOfDisclaimers() throws(CommandFailure) {
        let open = try read { store throws(StoreError) in try store.disclaimersToAcknowledge() }
        guard !open.isEmpty else { return }
        for line in wrapped(
            "There is something to read before you exercise: soleus device acknowledge --device \(name)",
            to: Terminal.columns)
        { Terminal.say(line) }
    }

    static func lines(of pause: PlanPauseNotice) -> [String] {
        let cause = pause.symptoms.isEmpty ? "a fall" : pause.symptoms.joined(separator: "; ")
        return wrapped("THE PLAN IS PAUSED: you reported \(cause). \(pause.advice)", to: Terminal.columns)
    }

    /// How many records have no outcome yet.
    func waitingCount() throws(CommandFailure) -> Int {
        try read { store throws(StoreError) in try store.waitingCount() }
    }

    private static func notEnrolled(_ name: String) -> CommandFailure {
        CommandFailure(
            .notAllowed, "no member is enrolled on device \"\(name)\"",
            advice: "Enrol with: soleus device enrol --device \(name) --number … --help shows the rest")
    }
}

extension CommandFailure {
    /// What a failure of a device's store means for a script.
    init(_ error: StoreError, device: String) {
        switch error {
        case .notEnrolled: self.init(.notAllowed, error.description, advice: "soleus device enrol --device \(device) …")
        case .leaving:
            self.init(.notAllowed, error.description, advice: "soleus device sync --device \(device)")
        case .unsentWork:
            self.init(
                .refused, error.description,
                advice: "Sync first, or lose them with: soleus device sign-out --device \(device) --discard-unsent")
        case .onOnePlace:
            self.init(
                .refused, error.description,
                advice: "To sign out all the same: soleus device sign-out --device \(device) --trust-one-place")
        case .chartNotNamed:
            self.init(.badInput, error.description, advice: "Name the member with --chart ID.")
        case .invalid, .notAllowed, .unknownRow, .alreadyEnrolled, .notOpen: self.init(.refused, error.description)
        case .cannotOpen, .newerStore, .storage, .damaged: self.init(.badInput, error.description)
        }
    }

    /// What an interrupted conversation with the service means for a script.
    ///
    /// - Parameter waiting: How many records wait on the device.
    init(_ error: SyncError, device: String, waiting: Int) {
        let kept =
            waiting == 0
            ? "Nothing waits on the device." : "\(counted(waiting, "record")) on the device; nothing is lost."
        switch error {
        case .noAnswer, .busy:
            self.init(.unknownOutcome, "\(error)\n  \(kept)", advice: "Repeating the command is safe.")
        case .misbehaved, .cursorsRefused: self.init(.unknownOutcome, "\(error)\n  \(kept)")
        case .signedOut, .revoked: self.init(.notAllowed, "\(error)\n  \(kept)", advice: "Ask your practice.")
        // Somebody who is not known is refused; nobody's credential is at fault.
        case .refused(_, let problem?, let detail) where problem == "/problems/not-confirmed":
            self.init(.refused, detail ?? "the enrolment was not confirmed", problemType: problem)
        case .refused(let status, let problem, _):
            self.init(
                ExitStatus.answering(status, problemType: problem), "\(error)\n  \(kept)", problemType: problem)
        case .store(let error): self.init(error, device: device)
        }
    }
}

/// `1 record waits` or `5 records wait`.
private func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun) waits" : "\(count) \(noun)s wait"
}
