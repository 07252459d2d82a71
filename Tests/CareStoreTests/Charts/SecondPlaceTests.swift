import Care
import CareServices
import ChartSync
import Foundation
import Glibc
import Postgres
import TestPostgres
import Testing

// One after the other: all databases share a cluster, and what one test has receiving its log is a second place for the next.
@Suite(.serialized) struct `What a device has sent` {
    private func push(_ clinic: Clinic, to place: SecondPlace.Kind) -> PushService {
        // As the owner, who may see how far standbys are; an installation grants that to soleus_care.
        PushService(
            database: clinic.database, secondPlace: SecondPlace(place, database: clinic.owner, pause: .zero))
    }

    @Test func `is nowhere else where there is no second place, and not yet where it has come nowhere`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let request = try phone.request([phone.insert(Samples.checkIn())])
            for (place, expected) in [(SecondPlace.Kind.none, nil), (.archive, 0), (.standby, 0)] as [(_, Int64?)] {
                let push = push(clinic, to: place)
                for _ in 1...3 {
                    let answer = try await push.push(request, actor: phone.actor).charts[0]
                    #expect(answer.durableThrough == expected && answer.lastSeq == 1)
                }
            }
        }
    }

    @Test func `is on a second place once that has received the log, and what comes later is not yet`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let push = push(clinic, to: .standby)
            let first = try phone.request([phone.insert(Samples.checkIn()), phone.insert(Samples.checkIn())])
            _ = try await push.push(first, actor: phone.actor)
            try await withLogReceiver(clinic) { receiver in
                var durable: Int64?
                // The log of every other test goes the same way.
                while durable != 2, receiver.isRunning {
                    durable = try await push.push(first, actor: phone.actor).charts[0].durableThrough
                    try await Task.sleep(for: .milliseconds(20))
                }
                #expect(durable == 2)
                // What was just committed cannot be known to be there; what was before it stays known.
                let second = try phone.request([phone.insert(Samples.checkIn())])
                let answer = try await push.push(second, actor: phone.actor).charts[0]
                #expect(answer.lastSeq == 3 && answer.durableThrough == 2)
            }
        }
    }
}

/// Runs the body while somebody receives the cluster's log and keeps it on disk, as a standby does.
private func withLogReceiver(_ clinic: Clinic, _ body: (Process) async throws -> Void) async throws {
    let versions = URL(filePath: "/usr/lib/postgresql", directoryHint: .isDirectory)
    let programs = try FileManager.default.contentsOfDirectory(at: versions, includingPropertiesForKeys: nil)
        .map { $0.appending(components: "bin", "pg_receivewal") }
        .filter { FileManager.default.isExecutableFile(atPath: $0.path) }
    guard let program = programs.max(by: { $0.path < $1.path }) else { throw Mistake("there is no pg_receivewal") }
    let folder = FileManager.default.temporaryDirectory.appending(component: "soleus-log-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // The other tests write so much that, without a slot, the server may throw away what was not received yet.
    let slot = "receiver_\(UInt32.random(in: 0...UInt32.max))"
    try await clinic.run("SELECT pg_create_physical_replication_slot('\(slot)', true)")
    let receiver = Process()
    receiver.executableURL = program
    receiver.arguments = [
        "--directory", folder.path, "--slot", slot, "--synchronous", "--no-loop", "--dbname",
        try TestCluster.conninfo(database: "postgres"),
    ]
    let (ended, hasEnded) = AsyncStream.makeStream(of: Void.self)
    receiver.terminationHandler = { _ in hasEnded.finish() }
    try receiver.run()
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(receiver)) } catch { outcome = .failure(error) }
    // Asked politely it would first wait for the next piece of the log.
    kill(receiver.processIdentifier, SIGKILL)
    for await _ in ended {}
    // The server may not know yet that nobody receives any more.
    try await clinic.run(
        """
        SELECT pg_terminate_backend(active_pid, 60000) FROM pg_replication_slots WHERE slot_name = '\(slot)';
        SELECT pg_drop_replication_slot('\(slot)');
        """)
    try FileManager.default.removeItem(at: folder)
    try outcome.get()
}
