import ArgumentParser

/// Measures the service, and makes the population that it is measured with.
@main
struct Program: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soleus-bench",
        abstract: "Fill a database with people, and measure what the service costs with them.",
        discussion: """
            `deploy/bench` starts all that is needed, runs this, and stops everything again.

            Exit codes: 0 done, 1 not done (the reason is on standard error), 64 the command line is not understood.
            """,
        subcommands: [
            PopulateCommand.self, RunCommand.self, GrowthCommand.self, CompareCommand.self, PressureCommand.self,
            SoakCommand.self, PeersCommand.self,
        ])
}
