import Care
import CareServices
import ChartSync
import Foundation
import StrictJSON
import Testing

@Suite struct `Self-care that was logged` {
    private func log(_ measure: SelfCareLog.Measure, day: LocalDay = Samples.moment.day) -> RowContent {
        .selfCare(
            SelfCareLog(
                moment: LocalMoment(at: Samples.moment.at, timeZone: .utc, day: day), measure: measure,
                durationSeconds: 600))
    }

    @Test func `is a fact of its day: it needs cover, can be withdrawn, and is shown to the care team`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let ice = RowID.make(at: Samples.moment.at)
            let sent = try await phone.send(
                [try phone.insert(log(.ice), ice), try phone.insert(log(.heat))], to: clinic)
            #expect(sent.outcomes.map(\.status) == [.applied, .applied])
            #expect(try await clinic.records.records(.selfCare, of: phone.member, actor: lead).rows.count == 2)
            let withdrawn = try await phone.send([phone.delete(.selfCare, ice)], to: clinic)
            #expect(withdrawn.outcomes.map(\.status) == [.applied])
            try await phone.sync(with: clinic)
            #expect(phone.isProven && phone.rows.values.filter { $0.kind == "self_care" }.count == 1)

            var uncovered = try await clinic.addMember(cover: nil)
            let kept = try await uncovered.send([try uncovered.insert(log(.foamRoller))], to: clinic)
            #expect(kept.outcomes.map(\.reason) == [.notCovered])
        }
    }

    @Test func `is not what a PT records, and never changes`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let record = NewRecord(
                id: .make(at: Samples.moment.at), kind: .selfCare, body: try log(.ice).body())
            await #expect(throws: CareError.self) {
                _ = try await clinic.records.record(record, for: phone.member, actor: lead)
            }
            let ice = RowID.make(at: Samples.moment.at)
            let answer = try await phone.send(
                [
                    try phone.insert(log(.ice), ice),
                    phone.next("self_care", .update, ice, base: 1, body: ["measure": "heat"]),
                ], to: clinic)
            #expect(answer.outcomes.map(\.reason) == [nil, .notAllowed])
        }
    }
}
