import ArgumentParser
import Foundation

/// The command line of a practice: for PTs, operators, reviewers and sponsors' people.
@main
struct Soleus: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "soleus", "Care plans, eligibility and histories, over HTTP with your own credential.",
        discussion: """
            MEMBER and PRACTITIONER are an id, a login or part of a name. Options follow the command.
            Answers go to standard output, everything else to standard error.
            --json prints the service's answer, --plain rows with tabs. NO_COLOR is heeded.

            Environment:
              SOLEUS_SERVER   address of the service
              SOLEUS_PROFILE  whose credential to use; "default" when not set
              SOLEUS_HOME     where profiles and device stores are; default ~/.config/soleus

            Exit codes:
            \(ExitStatus.allCases.map { "  \($0.rawValue)   \($0.explanation)" }.joined(separator: "\n"))
              64  the command line is not understood

            Completion for your shell:
              soleus --generate-completion-script bash   (or zsh, fish)
            """,
        examples: ["soleus login --server http://127.0.0.1:8080 --login jordan", "soleus panel"],
        subcommands: [
            LoginCommand.self, LogoutCommand.self, WhoAmICommand.self, TodayCommand.self, PanelCommand.self,
            MemberCommand.self, AlertsCommand.self, SuggestCommand.self, OutcomesCommand.self, RTMCommand.self,
            SelfCareCommand.self,
            MessageCommand.self, VisitCommand.self, NoteCommand.self, GoalCommand.self,
            PlanCommand.self, ExerciseCommand.self, TemplateCommand.self, ContentCommand.self, TrendCommand.self,
            ReportCommand.self, HistoryCommand.self, AsideCommand.self, EligibilityCommand.self, RosterCommand.self,
            X12Command.self, LoadCommand.self, FeedCommand.self,
            SponsorCommand.self, PractitionerCommand.self, CareTeamCommand.self, DeviceRevokeCommand.self,
            DeviceCommand.self,
        ])

    static func main() async {
        var wantsJSON = false
        do {
            var command = try parseAsRoot()
            wantsJSON = CommandLine.arguments.contains("--json")
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            if wantsJSON, let problem = failure.problemJSON { Terminal.write(problem) }
            Terminal.say(failure.text)
            Foundation.exit(failure.status.rawValue)
        } catch {
            let code = exitCode(for: error)
            if code == .success { exit(withError: error) }
            let message = fullMessage(for: error)
            Terminal.say(ParserWords.shaped(message, width: Terminal.columns))
            if message.contains("nexpected argument"),
                let hint = MistakenCommand.hint(in: Array(CommandLine.arguments.dropFirst()))
            {
                Terminal.say(hint)
            }
            Foundation.exit(code.rawValue)
        }
    }
}
