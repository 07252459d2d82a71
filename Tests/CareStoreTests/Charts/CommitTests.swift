import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import StrictJSON
import Testing

@Suite struct `A commit` {
    @Test func `by whomever marks the places that open the chart, and is told of once`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let leads = try await [
                clinic.addPractitioner(of: phone.member), clinic.addPractitioner(of: phone.member),
            ]
            let former = try await clinic.addPractitioner()
            try await clinic.place(former, with: phone.member, hasEnded: true)
            let elsewhere = try await clinic.addMember()
            try await clinic.place(leads[0], with: elsewhere.member)
            let marks = "SELECT count(DISTINCT changed_by) FROM care_team_member"
            // Whose mark is newer than a moment ago.
            func marked(by work: () async throws -> Void) async throws -> Int64 {
                let before = try await clinic.count("SELECT max(changed_by)::text::bigint FROM care_team_member")
                try await work()
                return try await clinic.count(
                    "SELECT count(*) FROM care_team_member WHERE changed_by::text::bigint > \(before)")
            }
            #expect(try await clinic.count(marks) == 4)

            let batch = try [phone.insert(Samples.checkIn()), phone.insert(Samples.run(shoe: .make(at: .now)))]
            #expect(try await marked { try await phone.send(batch, to: clinic) } == 2)
            var expected = Set(leads.map { PractitionerID($0.subject) })
            func told(_ version: Int64) {
                let commits = clinic.commits.taken()
                #expect(commits.map(\.chart) == [phone.member] && commits.map(\.version) == [version])
                #expect(commits.first.map { Set($0.practitioners) } == expected)
            }
            told(2)
            #expect(
                try await marked {
                    _ = try await clinic.plans.propose(Samples.proposal(base: 0), for: phone.member, actor: leads[0])
                } == 2)
            told(3)
            let aside = SetAside.rowID(device: phone.device, seq: 2)
            #expect(
                try await marked {
                    _ = try await clinic.asides.settle(
                        aside, of: phone.member, by: AsideRuling(decision: .dismiss), actor: leads[1])
                } == 2)
            told(4)
            var tablet = Tablet(of: former)
            #expect(
                try await marked {
                    try await tablet.send([tablet.revise(phone.member, 2)], to: phone.member, of: clinic)
                } == 2)
            told(5)

            // What changes nothing is no news.
            #expect(
                try await marked {
                    try await phone.send(batch, to: clinic)
                    var early = batch[0]
                    early.seq = 9
                    try await phone.send([early], to: clinic)
                    _ = try await clinic.plans.propose(
                        Samples.proposal(base: 1, dryRun: true), for: phone.member, actor: leads[0])
                    _ = try await clinic.asides.settle(
                        aside, of: phone.member, by: AsideRuling(decision: .dismiss), actor: leads[1])
                } == 0)
            #expect(clinic.commits.taken().isEmpty)

            try await clinic.run("UPDATE care_team_member SET valid_to = now() WHERE valid_to IS NULL")
            expected = []
            try await phone.send([phone.insert(Samples.checkIn())], to: clinic)
            told(6)
        }
    }
}
