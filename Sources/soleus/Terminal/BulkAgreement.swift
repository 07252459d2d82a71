import ArgumentParser
import Foundation

/// How somebody who changes many things at once says that they know how many.
struct BulkAgreement: ParsableArguments {
    @Option(help: ArgumentHelp("How many are to change; see with --dry-run.", valueName: "n")) var confirm: Int?

    /// Returns when the number was given, or is given when asked for.
    ///
    /// - Parameter what: Such as `plans would change`, after the number.
    func agree(
        _ count: Int, _ what: String, names: [String], _ common: CommonOptions
    ) throws(CommandFailure) {
        if confirm == count { return }
        if confirm == nil, !common.noInput, Terminal.isInteractive {
            let shown = names.prefix(5).map(printable).joined(separator: ", ")
            let answer = Terminal.ask(
                "\(count) \(what) (\(shown)\(names.count > 5 ? ", …" : "")). Type \(count) to do it: ")
            if answer.flatMap({ Int($0.trimmingCharacters(in: .whitespaces)) }) == count { return }
            throw CommandFailure(.refused, "nothing was changed")
        }
        throw CommandFailure(
            .refused,
            "\(count) \(what), and --confirm says \(confirm.map(String.init) ?? "nothing"); nothing was changed",
            advice: "Look with --dry-run, then give --confirm \(count).")
    }
}
