import Foundation

/// Makes PDF from HTML with weasyprint, a program of the distribution.
enum PDFRenderer {
    static let program = "weasyprint"

    /// The page as PDF.
    ///
    /// Both go through pipes, so that nothing about the member lies in a file that others may read.
    static func pdf(of html: String, path: String? = Surroundings.current["PATH"]) throws(CommandFailure) -> [UInt8] {
        guard let renderer = executable(along: path ?? "") else {
            throw CommandFailure(
                .badInput, "a PDF needs \(program), which is not installed; no file was written",
                advice: "Install it (on Debian and Ubuntu: apt-get install \(program)), or use --html and print that.")
        }
        let process = Process()
        process.executableURL = renderer
        process.arguments = ["--quiet", "--encoding", "utf-8", "-", "-"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
            // It reads the whole page before it writes: the two pipes cannot fill up against each other.
            try input.fileHandleForWriting.write(contentsOf: Data(html.utf8))
            try input.fileHandleForWriting.close()
            let bytes = [UInt8](try output.fileHandleForReading.readToEnd() ?? Data())
            process.waitUntilExit()
            guard process.terminationStatus == 0, bytes.starts(with: Array("%PDF-".utf8)) else {
                throw CommandFailure(
                    .badInput, "\(program) could not make the PDF (status \(process.terminationStatus))",
                    advice: "Use --html and print that.")
            }
            return bytes
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(
                .badInput, "\(program) could not be run: \(error)", advice: "Use --html and print that.")
        }
    }

    private static func executable(along path: String) -> URL? {
        path.split(separator: ":").map { URL(filePath: String($0)).appending(component: program) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
