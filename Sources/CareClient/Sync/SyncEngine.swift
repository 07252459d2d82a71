package import Care
import CareMessages
import ChartSync
import GRDB
import StrictJSON

/// Brings a device's store and the service together: sends what the member did, and fetches what changed.
///
/// Every step is one transaction of the store, and every request may be repeated without harm. So a sync may be killed at any
/// moment, and two processes may sync one store at once.
package actor SyncEngine {
    let store: OfflineStore
    let transport: any ServiceTransport
    /// The device's clock; its time is recorded and never used for order.
    let now: @Sendable () -> Instant

    /// How often one sync goes from pushing to pulling again, when a restored service needs old work anew.
    private static let maximumRounds = 3

    package init(store: OfflineStore, transport: any ServiceTransport, now: @escaping @Sendable () -> Instant) {
        self.store = store
        self.transport = transport
        self.now = now
    }

    /// Sends everything recorded, then fetches everything new.
    ///
    /// It does not throw: the report says how far it came and what stopped it.
    package func sync() async -> SyncReport {
        await reporting { report throws(SyncError) in
            for _ in 0..<Self.maximumRounds {
                var refusal: SyncError?
                do throws(SyncError) {
                    try await push(into: &report)
                } catch .refused(let status, let problem, let detail) {
                    // What the service does not take must not keep from the member what their PT has changed.
                    refusal = .refused(status: status, problem: problem, detail: detail)
                }
                try await pull(into: &report)
                if let refusal { throw refusal }
                if try stored({ store throws(StoreError) in try store.waitingCount() }) == 0 { break }
            }
        }
    }

    /// Sends everything recorded, and fetches nothing.
    package func push() async -> SyncReport {
        await reporting { report throws(SyncError) in try await push(into: &report) }
    }

    /// Fetches everything new, and sends nothing.
    package func pull() async -> SyncReport {
        await reporting { report throws(SyncError) in try await pull(into: &report) }
    }

    private func reporting(
        _ body: (inout SyncReport) async throws(SyncError) -> Void
    ) async -> SyncReport {
        var report = SyncReport()
        do throws(SyncError) {
            try await body(&report)
        } catch {
            report.interruption = error
        }
        do throws(StoreError) {
            report.waiting = try store.waitingCount()
        } catch {
            report.interruption = report.interruption ?? .store(error)
        }
        return report
    }

    /// A step of the store, with its error as one of a sync.
    func stored<Value>(_ step: (OfflineStore) throws(StoreError) -> Value) throws(SyncError) -> Value {
        do throws(StoreError) { return try step(store) } catch { throw .store(error) }
    }

    /// One transaction of the store, with its error as one of a sync.
    func changed<Value>(_ change: (Database) throws -> Value) throws(SyncError) -> Value {
        do throws(StoreError) { return try store.write(change) } catch { throw .store(error) }
    }

    /// A value of ours from an answer; fields of newer services are passed over.
    func value<Value: Decodable>(
        of answer: ServiceAnswer, as type: Value.Type = Value.self
    ) throws(SyncError) -> Value {
        do throws(JSONProblem) {
            return try JSONReader.read(answer.body, limits: .stored).decode(type, unknownFields: .ignore)
        } catch {
            throw .misbehaved("\(error.code.rawValue) at \(error.pointer.isEmpty ? "its beginning" : error.pointer)")
        }
    }

    /// The body of a request.
    func body(_ value: some Encodable) throws(SyncError) -> [UInt8] {
        do throws(JSONProblem) {
            return JSONWriter.write(try JSONValue.encoding(value))
        } catch {
            throw .store(.damaged("a request cannot be written (\(error.code.rawValue))"))
        }
    }
}
