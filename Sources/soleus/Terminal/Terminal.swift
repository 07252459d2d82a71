import Foundation

/// The two streams of the program: what was asked for goes to one, words about it to the other.
enum Terminal {
    /// Writes to standard output.
    static func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    /// Writes bytes to standard output as they are.
    static func write(_ bytes: [UInt8]) {
        FileHandle.standardOutput.write(Data(bytes))
    }

    /// Writes a line to standard error, so that it never ends up in a file with the answer.
    static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Whether a person reads standard output, and has not asked for plain letters (no-color.org).
    static var isColourful: Bool {
        isatty(STDOUT_FILENO) == 1 && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
            && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Whether somebody is there to answer a question.
    static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// The columns to fit: `COLUMNS` between 60 and 200 if a terminal says so, otherwise 80.
    static var columns: Int {
        guard isatty(STDOUT_FILENO) == 1, let text = ProcessInfo.processInfo.environment["COLUMNS"],
            let columns = Int(text)
        else { return 80 }
        return min(max(columns, 60), 200)
    }

    /// Asks on standard error and reads one line; nil at the end of the input.
    static func ask(_ question: String) -> String? {
        FileHandle.standardError.write(Data(question.utf8))
        return readLine()
    }

    /// Asks for a secret without showing what is typed; nil at the end of the input.
    static func askSecretly(_ question: String) -> String? {
        var settings = termios()
        // The pointer is to a local value and lives for the call only.
        guard unsafe tcgetattr(STDIN_FILENO, &settings) == 0 else { return ask(question) }
        var hidden = settings
        hidden.c_lflag &= ~tcflag_t(ECHO)
        unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer {
            unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
            say("")
        }
        return ask(question)
    }
}
