import Care
import ChartSync
import Foundation
import StrictJSON
import Testing

@testable import CareClient

/// What a member's device shows as now.
let memberStart = Date(timeIntervalSince1970: Double(TestDevice.start.milliseconds) / 1_000)

/// Runs the body with a member's device, through the public interface, and its service; nothing but an enrolment and what is
/// asked for goes over the network.
func withMemberDevice(_ body: (CareDevice, ModelService) async throws -> Void) async throws {
    let service = ModelService()
    let folder = FileManager.default.temporaryDirectory.appending(path: "soleus-member-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let device = try CareDevice.open(
        at: folder.appending(path: "care.sqlite").path, service: try #require(URL(string: "http://127.0.0.1:1")),
        transport: ModelTransport(service: service), pace: .system, now: { memberStart })
    try await device.enrol(
        EnrolmentForm(
            number: "A-100", firstName: "Ana", lastName: "Ruiz",
            birthDate: try #require(CareDay("1990-04-01")), state: "CO", timeZone: "UTC"), deviceName: "phone")
    try await body(device, service)
    try device.close()
}

extension ModelService {
    /// Adds a row to the one chart that is there, as a PT of the care team does; its id.
    @discardableResult
    func prescribe(_ content: RowContent) throws -> RowID {
        let member = try #require(charts.keys.first)
        let row = RowID.make(at: TestDevice.start)
        let outcome = try apply(
            Mutation(seq: 1, kind: content.kind.rawValue, op: "insert", row: row, body: try content.body()),
            to: member, role: .practitioner)
        #expect(outcome?.status == .applied)
        return row
    }

    /// Publishes a version of a piece of content.
    func publish(_ kind: ContentKind, _ slug: String, version: Int, _ content: JSONValue) {
        addToCatalog(
            WireRow(
                kind: kind.rawValue, id: "\(slug)@\(version)", version: Int64(catalog.count + 1),
                body: .object(["version": .integer(Int64(version)), kind.rawValue: content])))
    }
}
