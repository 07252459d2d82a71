import ArgumentParser
import Care
import StrictJSON

/// The command `soleus eligibility x12`; its help says what it does.
struct EligibilityX12Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "x12", "Ask with a file of X12 270s; the 271s go to standard output.",
        discussion: """
            The answers keep the file's order and trace numbers. Where a 270 is at fault nothing is answered: the 999
            that says so goes to standard output, and the exit code is 3.
            """,
        examples: ["soleus eligibility x12 --sponsor acme questions.270 > answers.271"])

    @OptionGroup var common: CommonOptions
    @Option(help: "The sponsor's short name.") var sponsor: Slug
    @Argument(help: "The file; - for standard input.", completion: .file(extensions: ["270"])) var file: String

    func run() async throws {
        let bytes = try InputFile.read(file, maximumBytes: 4 << 20)
        let answer = try await Session(common).fetch(
            Session.Request(
                method: "POST", path: "/v1/sponsors/\(sponsor)/x12-inquiries", body: bytes,
                contentType: RosterFormat.x12.mediaType, timeoutSeconds: 120))
        let text = String(decoding: answer, as: UTF8.self)
        if common.json { Terminal.write(prettyJSON(["x12": .string(text)])) } else { Terminal.write(answer) }
        guard text.contains("GS*HB*") else {
            throw CommandFailure(.refused, "\(file): nothing was answered; the 999 says why")
        }
    }
}
