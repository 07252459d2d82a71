import ArgumentParser
import Care
import CareClient
import Foundation
import StrictJSON
import X12

/// The commands that begin with `soleus x12`: files exchanged with other systems.
struct X12Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "x12", "Check X12 files before they are sent, and fetch acknowledgements.",
        subcommands: [X12CheckCommand.self, X12AckCommand.self])
}

/// The command `soleus x12 check`; its help says what it does.
struct X12CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "check", "Say what is wrong with files of 834s or 270s; nothing is sent.",
        discussion: """
            Verdicts are A (accepted), E (accepted with errors), P (partly accepted) and R (rejected), as in a 999.
            The exit code is 0 when all files are accepted, and 7 otherwise.
            """,
        examples: ["soleus x12 check roster.834", "soleus x12 check --ack roster.999 roster.834"])

    @OptionGroup var common: CommonOptions
    @Option(
        help: ArgumentHelp("Write the 999 of the one file there.", valueName: "file"),
        completion: .file(extensions: ["999"]))
    var ack: String?
    @Argument(help: "The files.", completion: .file(extensions: ["834", "270"])) var files: [String]

    func validate() throws {
        guard ack == nil || files.count == 1 else { throw ValidationError("--ack is for one file.") }
    }

    func run() async throws {
        var checks: [InterchangeCheck] = []
        for file in files {
            checks.append(InterchangeCheck(file: file, try InputFile.read(file, maximumBytes: 64 << 20)))
        }
        if let ack {
            guard let bytes = checks.first?.acknowledgement(at: .now) else {
                throw CommandFailure(.badInput, "\(files[0]) is no interchange, and has no 999")
            }
            do {
                try Data(bytes).write(to: URL(fileURLWithPath: ack))
            } catch {
                throw CommandFailure(.badInput, "cannot write \(ack): \(error.localizedDescription)")
            }
        }
        let listing: JSONValue = ["files": .array(checks.map(\.json))]
        common.show(listing) { checks.flatMap(\.lines) }
        let faulty = checks.count { $0.verdict != .accepted }
        if faulty > 0 { throw CommandFailure(.badInput, "\(faulty) of \(checks.count) files are not accepted") }
    }
}

/// The command `soleus x12 ack`; its help says what it does.
struct X12AckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "ack", "Fetch the 999 of an 834 that was loaded.",
        examples: ["soleus x12 ack --sponsor acme 01931e7c-0000-7000-8000-000000000001 > roster.999"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var load: LoadArguments

    func run() async throws {
        let session = Session(common)
        let path = try await load.path(session)
        let bytes = try await session.fetch(.get("\(path)/x12-acknowledgement"))
        let text = String(decoding: bytes, as: UTF8.self)
        if common.json { Terminal.write(prettyJSON(["x12": .string(text)])) } else { Terminal.write(bytes) }
    }
}
