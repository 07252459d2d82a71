import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import Testing

@Suite struct `How far devices are` {
    private let `operator` = Actor(role: .operator, subject: UUID(), device: nil, credential: UUID())

    @Test func `is told to the care team, and as far as it is no chart to operators`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let chart = Scope.chart(phone.member)
            _ = try await clinic.plans.propose(try Samples.proposal(base: 0), for: phone.member, actor: lead)
            var copy = try CopyingDevice(phone.actor)
            let report = DeviceReport(pending: 2, oldestPending: Samples.moment.at, setAside: 1)
            try await copy.sync(chart, from: clinic)
            try await copy.pull(chart, from: clinic, report: report)
            _ = try await clinic.plans.propose(try Samples.proposal(base: 1), for: phone.member, actor: lead)
            try await phone.send([phone.insert(Samples.checkIn())], to: clinic)

            let seen = try await clinic.standings.devices(of: phone.member, actor: lead).devices
            let standing = try #require(seen.first)
            #expect(seen.count == 1 && standing.device.id == copy.device && standing.holder == .member)
            #expect(standing.pulledVersion == 1 && standing.behindVersions == 2 && standing.planRevision == 1)
            #expect((standing.behindSeconds ?? -1) >= 0 && standing.lastHeardAt != nil && standing.schema == 2)
            #expect(standing.pending == 2 && standing.oldestPending == Samples.moment.at && standing.setAside == 1)
            #expect(standing.holdsCopy && standing.droppedAt == nil && !standing.clockOff)

            try await copy.pull(chart, from: clinic)
            try await copy.pull(chart, from: clinic)
            let later = try #require(try await clinic.standings.devices(of: phone.member, actor: lead).devices.first)
            #expect(later.behindVersions == 0 && later.behindSeconds == nil && later.planRevision == 2)

            let theirs = try #require(
                try await clinic.standings.devices(of: phone.member, actor: self.operator).devices.first)
            #expect(theirs.pulledVersion == 3 && theirs.pending == 2)
            #expect(theirs.behindVersions == nil && theirs.planRevision == nil)

            let stranger = try await clinic.addPractitioner()
            await #expect(throws: CareError.notFound) {
                try await clinic.standings.devices(of: phone.member, actor: stranger)
            }
            await #expect(throws: CareError.notAllowed) {
                try await clinic.standings.devices(of: phone.member, actor: phone.actor)
            }
            await #expect(throws: CareError.notFound) {
                try await clinic.standings.devices(of: .make(at: .now), actor: self.operator)
            }
        }
    }

    @Test func `marks a clock that is off`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            let copy = try CopyingDevice(phone.actor)
            for (seconds, isOff) in [(-400, true), (-200, false), (400, true)] as [(Int64, Bool)] {
                let time = Instant.now.adding(seconds: seconds)
                _ = try await clinic.pull.pull(
                    copy.request([.chart(phone.member)], clientTime: time), actor: copy.actor)
                let standing = try await clinic.standings.devices(of: phone.member, actor: lead).devices.first
                #expect(standing?.clockOff == isOff, "\(seconds)")
            }
        }
    }

    @Test func `shows who still holds what they may no longer see, heard from or not`() async throws {
        try await withClinic { clinic in
            let (phone, other) = (try await clinic.addMember(), try await clinic.addMember())
            let chart = Scope.chart(phone.member)
            var tablet = try await clinic.addTablet(with: [phone.member, other.member])
            var copy = try CopyingDevice(phone.actor)
            try await tablet.sync(.panel, chart, .chart(other.member), from: clinic)
            try await copy.sync(chart, from: clinic)
            #expect(try await clinic.standings.outstandingDrops(actor: self.operator).drops.isEmpty)

            try await clinic.end(tablet.actor, with: phone.member)
            let unheard = try await clinic.standings.outstandingDrops(actor: self.operator).drops
            #expect(unheard.map(\.device.id) == [tablet.device] && unheard.map(\.member) == [phone.member])
            #expect(unheard.allSatisfy { $0.toldAt == nil && $0.endedAt != nil && $0.lastHeardAt != nil })
            try await tablet.pull(.panel, from: clinic)
            let told = try await clinic.standings.outstandingDrops(actor: self.operator).drops
            #expect(told.count == 1 && told[0].toldAt != nil)
            let onDevice = try await clinic.standings.devices(of: phone.member, actor: self.operator).devices
            #expect(onDevice.map(\.droppedAt).map { $0 != nil } == [false, true])
            try await tablet.purge(at: clinic)
            #expect(try await clinic.standings.outstandingDrops(actor: self.operator).drops.isEmpty)

            // A revoked phone cannot be told; it is known all the same.
            try await clinic.run("UPDATE device SET revoked_at = now() WHERE device_id = '\(copy.device)'")
            let revoked = try await clinic.standings.outstandingDrops(actor: self.operator).drops
            #expect(revoked.map(\.device.id) == [copy.device] && revoked.map(\.holder) == [.member])
            await #expect(throws: CareError.notAllowed) {
                try await clinic.standings.outstandingDrops(actor: tablet.actor)
            }
        }
    }
}
