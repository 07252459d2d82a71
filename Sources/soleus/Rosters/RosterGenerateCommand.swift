import ArgumentParser

/// The command `soleus roster generate`; its help says what it does.
struct RosterGenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "generate", "Write an invented roster that looks like a real one, for tests and trials.",
        discussion: """
            The same seed gives the same people. A later month of it is the same employer's next file: some people are
            gone, some have changed and some are new. Nobody in it exists.
            """,
        examples: [
            "soleus roster generate --people 1000 --seed 7 > january.csv",
            "soleus roster generate --people 1000 --seed 7 --month 1 > february.csv",
        ])

    @Option(help: "How many people the first month has, 10 to 5000000.") var people = 1_000
    @Option(help: "Which invented employer.") var seed: UInt64 = 1
    @Option(help: "How many months later, 0 to 120.") var month = 0

    func validate() throws {
        guard (10...5_000_000).contains(people) else { throw ValidationError("--people is 10 to 5000000.") }
        guard (0...120).contains(month) else { throw ValidationError("--month is 0 to 120.") }
    }

    func run() {
        RosterGenerator(seed: seed, people: people, month: month).write(Terminal.write)
    }
}
