import ArgumentParser

/// The commands that begin with `soleus plan`; each has a type of its own.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "plan", "Show, assign and change members' plans.",
        discussion: """
            A plan changes by revisions, each made on a stated base. When somebody else was faster, nothing is
            overwritten: the exit code is 6, and the three versions are compared.
            """,
        subcommands: [
            PlanShowCommand.self, PlanHistoryCommand.self, PlanDiffCommand.self, PlanAssignCommand.self,
            PlanPhasesCommand.self, PlanEditCommand.self, PlanSetCommand.self, PlanBulkCommand.self,
            PlanRevertCommand.self, PlanCopyCommand.self, PlanExportCommand.self, PlanApplyCommand.self,
        ])
}
