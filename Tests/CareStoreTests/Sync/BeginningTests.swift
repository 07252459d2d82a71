import Care
import CareServices
import ChartSync
import Foundation
import StrictJSON
import Testing

@Suite struct `Beginning a copy` {
    /// A chart with five plan revisions, a shoe, something set aside, and logs of the last hundred days.
    private func fullChart(_ clinic: Clinic) async throws -> Phone {
        var phone = try await clinic.addMember()
        let lead = try await clinic.addPractitioner(of: phone.member)
        for base in 0..<5 {
            _ = try await clinic.plans.propose(
                try Samples.proposal(base: base, sets: base + 2), for: phone.member, actor: lead)
        }
        var mutations = [try phone.insert(Samples.shoe()), try phone.insert(Samples.session(revision: 99))]
        for days in stride(from: 100, through: 0, by: -4) {
            mutations += try [
                phone.insert(Samples.checkIn(daysAgo: days)), phone.insert(Samples.session(daysAgo: days)),
                phone.insert(Samples.run(daysAgo: days)),
            ]
        }
        try await phone.send(mutations, to: clinic)
        return phone
    }

    private func isUseful(_ row: WireRow) -> Bool {
        if let number = row.body["number"]?.integerValue { return number > 3 }
        guard let day = row.body["moment"]?["day"]?.stringValue.flatMap({ LocalDay($0) }) else { return true }
        return day >= Samples.moment(daysAgo: ChartPaging.usefulDays).day
    }

    @Test(arguments: [1, 4, 7, 500]) func `brings what is useful today before the history`(limit: Int) async throws {
        try await withClinic { clinic in
            let phone = try await fullChart(clinic)
            let chart = Scope.chart(phone.member)
            var copy = try CopyingDevice(phone.actor)
            try await copy.sync(chart, from: clinic, limit: limit)
            let order = copy.pages.flatMap(\.rows).map(isUseful)
            #expect(order == order.sorted { $0 && !$1 })
            #expect(order.count == copy.rows(chart).count && order.contains(false))
            #expect(copy.isComplete(chart) && copy.pages.last?.checksum != nil)
            #expect(copy.pages.dropLast().allSatisfy { !$0.consistent && $0.checksum == nil })
            #expect(copy.pages.map(\.rebase) == [true] + copy.pages.dropFirst().map { _ in false })
        }
    }

    @Test func `while the chart moves ends at the chart`() async throws {
        try await withClinic { clinic in
            var phone = try await fullChart(clinic)
            let chart = Scope.chart(phone.member)
            var copy = try CopyingDevice(phone.actor).another()
            var known: [RowID] = []
            for turn in 0..<10_000 {
                let answer = try await copy.pull(chart, from: clinic, limit: 5)
                guard answer.more else { break }
                guard turn < 30 else { continue }
                // Rows come, move up and go, in front of the walk and behind it.
                let shoe = RowID.make(at: .now)
                known.append(shoe)
                try await phone.send(
                    [
                        phone.insert(Samples.shoe(), shoe), phone.insert(Samples.checkIn(daysAgo: turn * 3)),
                        phone.update(known[turn / 2], base: 1 << 20, ["label": "Red pair"]),
                    ], to: clinic)
                let gone = copy.rows(chart).values.filter { $0.kind == "run_log" }.map(\.id).sorted().first
                if let row = gone.flatMap({ RowID($0) }) {
                    try await phone.send([phone.delete(.runLog, row)], to: clinic)
                }
            }
            #expect(copy.isComplete(chart))
            var whole = try CopyingDevice(phone.actor).another()
            try await whole.sync(chart, from: clinic)
            #expect(copy.rows(chart) == whole.rows(chart))
        }
    }

    @Test func `goes on after a cut from where it was`() async throws {
        try await withClinic { clinic in
            let phone = try await fullChart(clinic)
            let chart = Scope.chart(phone.member)
            var copy = try CopyingDevice(phone.actor)
            var seen = 0
            for _ in 0..<10_000 {
                // The answer to this one never arrives.
                let lost = try await clinic.pull.pull(copy.request([chart], limit: 6), actor: copy.actor)
                let answer = try await copy.pull(chart, from: clinic, limit: 6)
                #expect(answer.pages.map(\.rows) == lost.pages.map(\.rows))
                #expect(copy.rows(chart).count > seen || !answer.more)
                seen = copy.rows(chart).count
                guard answer.more else { break }
            }
            #expect(copy.isComplete(chart))
        }
    }
}

@Suite struct `A window of history` {
    private func longChart(_ clinic: Clinic) async throws -> Phone {
        var phone = try await clinic.addMember()
        var mutations = [try phone.insert(Samples.shoe())]
        for days in stride(from: 118, through: 0, by: -2) {
            mutations.append(try phone.insert(Samples.checkIn(daysAgo: days)))
        }
        try await phone.send(mutations, to: clinic)
        return phone
    }

    private func days(_ copy: CopyingDevice, _ scope: Scope) -> [LocalDay] {
        copy.rows(scope).values.compactMap { $0.body["moment"]?["day"]?.stringValue.flatMap { LocalDay($0) } }.sorted()
    }

    @Test(arguments: [5, 50, 90], [3, 500])
    func `holds no more than was asked for, and widens to all`(daysAgo: Int, limit: Int) async throws {
        try await withClinic { clinic in
            let phone = try await longChart(clinic)
            let chart = Scope.chart(phone.member)
            var copy = try CopyingDevice(phone.actor)
            copy.since = Samples.moment(daysAgo: daysAgo).day
            try await copy.sync(chart, from: clinic, limit: limit)
            let first = try #require(days(copy, chart).first)
            #expect(first >= Samples.moment(daysAgo: daysAgo).day)
            #expect(days(copy, chart).count == daysAgo / 2 + 1)
            #expect(copy.isComplete(chart) && copy.pages.allSatisfy { $0.checksum == nil })

            copy.since = Samples.moment(daysAgo: 100).day
            let before = copy.pages.count
            try await copy.sync(chart, from: clinic, limit: limit)
            #expect(days(copy, chart).count == 51)
            #expect(copy.pages.dropFirst(before).allSatisfy { !$0.rebase })

            // It never narrows again.
            copy.since = Samples.moment(daysAgo: 1).day
            let idle = try await copy.pull(chart, from: clinic)
            #expect(idle.pages.isEmpty)

            copy.since = nil
            try await copy.sync(chart, from: clinic, limit: limit)
            #expect(days(copy, chart).count == 60 && copy.isComplete(chart))
            #expect(copy.pages.last?.checksum != nil)
        }
    }

    @Test func `that widens while the copy still begins holds everything in the end`() async throws {
        try await withClinic { clinic in
            let phone = try await longChart(clinic)
            let chart = Scope.chart(phone.member)
            for turns in 1...12 {
                var copy = try CopyingDevice(phone.actor).another()
                copy.since = Samples.moment(daysAgo: 60).day
                for _ in 0..<turns { try await copy.pull(chart, from: clinic, limit: 4) }
                copy.since = nil
                try await copy.sync(chart, from: clinic, limit: 4)
                #expect(days(copy, chart).count == 60 && copy.isComplete(chart))
                #expect(copy.pages.last?.checksum != nil)
            }
        }
    }
}
