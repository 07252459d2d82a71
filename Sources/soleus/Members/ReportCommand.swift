import ArgumentParser
import Care
import CareMessages
import Pictures

/// The command `soleus report`: a member's progress on one page.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "report", "Make a one-page report of a member's progress, as HTML, PDF or SVG.",
        discussion: """
            Pain by moment, adherence, ladders, runs and shoes as pictures, with what they say in words and the
            disclaimers in force. Everything in it is self-reported. Without a file the words alone are printed.

            The page needs nothing but itself, and nothing is fetched to make it. A PDF is made by weasyprint, which
            must be installed (apt-get install weasyprint). Files are readable by you alone.
            """,
        examples: [
            "soleus report \"Ana Ruiz\" --pdf ana.pdf", "soleus report ana --html - --days 56",
            "soleus report ana --svg ana.svg --json",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Option(help: "Up to yesterday; 1 to 366.") var days = 28
    @Option(help: "Write HTML to this file; - for standard output.", completion: .file()) var html: String?
    @Option(help: "Write a PDF to this file; - for standard output.", completion: .file()) var pdf: String?
    @Option(help: "Write the page as SVG to this file; - for standard output.", completion: .file()) var svg: String?

    func validate() throws {
        guard (1...366).contains(days) else { throw ValidationError("--days is 1 to 366.") }
        let outputs = [html, pdf, svg].count { $0 == OutputFile.standard }
        guard outputs <= 1, outputs == 0 || !common.json else {
            throw ValidationError("Only one answer goes to standard output.")
        }
    }

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let answer = try await session.ask(
            .get("/v1/members/\(member.id)/progress", query: [("days", String(days))]), as: ProgressReport.self)
        let page = ProgressPage(answer.value)
        // The one that may fail for want of a program goes first, so that a failure leaves nothing half done.
        if let pdf { try OutputFile.write(try PDFRenderer.pdf(of: page.html), to: pdf) }
        if let html { try OutputFile.write(Array(page.html.utf8), to: html) }
        if let svg { try OutputFile.write(Array(page.svg.utf8), to: svg) }
        let isWritten = [html, pdf, svg].contains { $0 != nil }
        if common.json || !isWritten {
            common.show(answer.json) { Self.lines(of: page, name: answer.value.memberName) }
        }
    }

    static func lines(of page: ProgressPage, name: String) -> [String] {
        let told = page.facts.flatMap { wrapped(printable($0), to: Terminal.columns, indent: 2) }
        return [printable(name)] + told
    }
}

extension ProgressPage {
    init(_ report: ProgressReport) {
        self.init(
            memberName: report.memberName,
            plan: report.plan.map { Plan(title: $0.title, revision: $0.revision, until: $0.until) },
            progress: report.progress,
            smallPrint: report.disclaimers.map {
                SmallPrint(title: $0.disclaimer.title, text: $0.disclaimer.text, version: $0.version)
            })
    }
}
