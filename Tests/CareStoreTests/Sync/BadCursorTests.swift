import Care
import CareServices
import ChartSync
import Credentials
import Foundation
import Testing

@Suite struct `A cursor that is not the device's own` {
    private func refused(_ cursor: String, for scope: Scope, of copy: CopyingDevice, at clinic: Clinic) async {
        var request = copy.request([scope])
        request.scopes = [ScopeRequest(scope, cursor: cursor)]
        let asked = request
        await #expect(throws: CareError.cursorInvalid([0]), "\(scope)") {
            try await clinic.pull.pull(asked, actor: copy.actor)
        }
    }

    @Test func `is refused, whatever it is`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            try await phone.send([phone.insert(Samples.checkIn())], to: clinic)
            let chart = Scope.chart(phone.member)
            var copy = try CopyingDevice(phone.actor)
            var tablet = try await clinic.addTablet(with: [phone.member])
            var colleague = try await clinic.addTablet(with: [phone.member])
            try await copy.sync(chart, .catalog, from: clinic)
            try await tablet.sync(.panel, chart, .catalog, from: clinic)
            try await colleague.sync(.panel, chart, .catalog, from: clinic)
            let own = copy.copies.mapValues(\.cursor)
            let theirs = tablet.copies.mapValues(\.cursor)
            let foreign = colleague.copies.mapValues(\.cursor)

            for (scope, cursor) in theirs {
                if scope != .panel { await refused(cursor, for: scope, of: copy, at: clinic) }
                await refused(try #require(foreign[scope]), for: scope, of: tablet, at: clinic)
                for position in stride(from: 0, to: cursor.count, by: 3) {
                    var characters = Array(cursor)
                    characters[position] = characters[position] == "A" ? "B" : "A"
                    await refused(String(characters), for: scope, of: tablet, at: clinic)
                }
                for count in stride(from: 0, to: cursor.count, by: 5) {
                    await refused(String(cursor.prefix(count)), for: scope, of: tablet, at: clinic)
                }
            }
            // Of another of its own scopes.
            await refused(try #require(own[.catalog]), for: chart, of: copy, at: clinic)
            await refused(try #require(own[chart]), for: .catalog, of: copy, at: clinic)
            await refused(try #require(theirs[chart]), for: .panel, of: tablet, at: clinic)
            await refused(try #require(own[chart]), for: .chart(.make(at: .now)), of: copy, at: clinic)
            // Of a service with another key, and of this one for another purpose.
            let place = Cursor(device: copy.device, place: .catalog(.init(epoch: UUID(), version: 0))).bytes
            for seal in [
                try Seal(key: [UInt8](repeating: 8, count: 32), purpose: "cursor"),
                try Seal(key: [UInt8](repeating: 7, count: 32), purpose: "other"),
            ] {
                await refused(seal.seal(place), for: .catalog, of: copy, at: clinic)
            }
            // Sealed by us, and not a cursor that we write.
            for bytes: [UInt8] in [[], [1], place + [0], [9] + place.dropFirst()] {
                await refused(clinic.seal.seal(bytes), for: .catalog, of: copy, at: clinic)
            }
        }
    }

    @Test func `is named, and those beside it are not`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let chart = Scope.chart(phone.member)
            var copy = try CopyingDevice(phone.actor)
            try await copy.sync(chart, .catalog, from: clinic)
            let cursors = copy.copies.mapValues(\.cursor)
            let other = Scope.chart(.make(at: .now))
            var request = copy.request([chart, .catalog, other])
            request.scopes = [
                ScopeRequest(chart, cursor: cursors[.catalog]), ScopeRequest(.catalog, cursor: cursors[.catalog]),
                ScopeRequest(other, cursor: cursors[chart]),
            ]
            let asked = request
            let actor = copy.actor
            await #expect(throws: CareError.cursorInvalid([0, 2])) {
                try await clinic.pull.pull(asked, actor: actor)
            }
        }
    }

    @Test func `but of another database, a version to come or an old life begins anew`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            try await phone.send([phone.insert(Samples.checkIn())], to: clinic)
            let chart = Scope.chart(phone.member)
            var copy = try CopyingDevice(phone.actor)
            try await copy.sync(chart, .catalog, from: clinic)
            let epoch = try #require(copy.copies[chart].flatMap { UUID(uuidString: $0.epoch) })
            let catalogEpoch = try #require(copy.copies[.catalog].flatMap { UUID(uuidString: $0.epoch) })
            let strange: [Cursor.Place] = [
                .chart(.init(member: phone.member, epoch: UUID(), version: 1)),
                .chart(.init(member: phone.member, epoch: epoch, version: 2)),
                .chart(.init(member: phone.member, epoch: epoch, version: .max)),
                .chart(.init(member: phone.member, epoch: epoch, version: -1)),
                .catalog(.init(epoch: UUID(), version: 1)),
                .catalog(.init(epoch: catalogEpoch, version: .max)),
                .catalog(.init(epoch: catalogEpoch, version: -1)),
            ]
            for place in strange {
                let scope: Scope = if case .chart = place { chart } else { .catalog }
                let cursor = clinic.seal.seal(Cursor(device: copy.device, place: place).bytes)
                var request = copy.request([scope])
                request.scopes = [ScopeRequest(scope, cursor: cursor)]
                let answer = try await clinic.pull.pull(request, actor: copy.actor)
                #expect(answer.pages.map(\.rebase) == [true], "\(place)")
                #expect(answer.pages.map(\.consistent) == [true])
            }
        }
    }

    @Test func `and requests out of range change nothing`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let copy = try CopyingDevice(phone.actor)
            let chart = Scope.chart(phone.member)
            var many = copy.request([])
            many.scopes = (0...PullRequest.maximumScopes).map { _ in ScopeRequest(.chart(.make(at: .now))) }
            let bad = [
                copy.request([]), many, copy.request([chart, chart]), copy.request([.panel]),
                copy.request([chart], limit: 0), copy.request([chart], limit: 2_001),
                copy.request([chart], report: DeviceReport(pending: -1, setAside: 0)),
                copy.request([chart], report: DeviceReport(pending: 0, setAside: .max)),
            ]
            for request in bad {
                await #expect(throws: CareError.self) { try await clinic.pull.pull(request, actor: copy.actor) }
            }
            #expect(try await clinic.count("SELECT count(*) FROM device_status") == 0)
            #expect(try await clinic.count("SELECT count(*) FROM device_progress") == 0)
        }
    }
}
