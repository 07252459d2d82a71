import ArgumentParser
import Care
import CareMessages
import Testing

@testable import soleus

@Suite struct `Adding a sponsor` {
    private static func add(_ arguments: String...) throws -> SponsorAddCommand {
        try SponsorAddCommand.parse(["acme", "--name", "Acme", "--kind", "employer"] + arguments)
    }

    @Test func `that is there already leaves how its files are read, unless that is confirmed`() throws {
        let feed = FeedRules(mode: .delta, endDateMeaning: .lastCoveredDay, dependentAgeLimit: 26)
        let same = try Self.add("--mode", "delta", "--end-date", "last_covered_day")
        #expect(try same.agreed(differencesFrom: feed) == [])
        let other = ["--mode", "full", "--end-date", "last_covered_day"]
        for wrong in [[], ["--confirm", "other"]] {
            let command = try SponsorAddCommand.parse(
                ["acme", "--name", "Acme", "--kind", "employer"] + other + wrong)
            let failure = #expect(throws: CommandFailure.self) { try command.agreed(differencesFrom: feed) }
            #expect(failure?.status == .refused && failure?.message.contains("mode: delta → full") == true)
        }
        let confirmed = try Self.add("--mode", "full", "--end-date", "last_covered_day", "--confirm", "acme")
        #expect(try confirmed.agreed(differencesFrom: feed) == ["mode: delta → full"])
    }
}
