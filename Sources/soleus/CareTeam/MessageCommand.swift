import ArgumentParser
import Care
import CareMessages
import ChartSync
import StrictJSON

/// The commands that begin with `soleus message`; each has a type of its own.
struct MessageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "message", "Write to a member, and read what they wrote.",
        subcommands: [MessageListCommand.self, MessageReadCommand.self, MessageSendCommand.self],
        defaultSubcommand: MessageListCommand.self)
}

/// The command `soleus message list`; its help says what it does.
struct MessageListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List the messages with a member, the latest last; without a member, what you have to read.",
        discussion: """
            Without a member, these are the messages of everybody on your panel that nobody of their care team has read,
            the oldest first. They stay unread until you say so with: soleus message read
            """,
        examples: [
            "soleus message list \"Ana Ruiz\"", "soleus message list ana --json", "soleus message list",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it; all of your panel when not given.") var member: String?

    func run() async throws {
        guard let member else {
            let answer = try await Session(common).ask(.get("/v1/messages"), as: UnreadMessages.self)
            common.show(answer.json) {
                common.lines(of: Self.table(answer.value), empty: "Everything that members wrote is read.")
            }
            return
        }
        let desk = try await RecordDesk(common, member: member)
        let answer = try await desk.records(.message)
        let messages: [(RowID, Message)] = desk.contents(of: answer.value)
        let readings: [(RowID, MessageReading)] = desk.contents(of: try await desk.records(.messageReading).value)
        let conversation = Conversation(
            messages.map { Charted($0.0, $0.1) }, readings: readings.map(\.1))
        let names = try await DirectoryNames(of: messages.map(\.1.author), desk.session)
        common.show(answer.json) {
            common.lines(of: Self.table(conversation, names: names), empty: "Nobody has written yet.")
        }
    }

    static func table(_ unread: UnreadMessages) -> TextTable {
        var table = TextTable([.init("AT"), .init("MEMBER", yields: true), .init("TEXT", yields: true)])
        for message in unread.messages { table.add([message.at.shortText, message.name, message.text.description]) }
        return table
    }

    static func table(_ conversation: Conversation, names: DirectoryNames) -> TextTable {
        var table = TextTable([
            .init("AT"), .init("FROM", yields: true), .init("TEXT", yields: true), .init("READ"),
        ])
        for entry in conversation.entries {
            let message = entry.message.value
            table.add([
                message.at.shortText, message.author.map { names[$0] } ?? "member", message.text.description,
                entry.readAt == nil ? "–" : "read",
            ])
        }
        return table
    }
}

/// The command `soleus message send`; its help says what it does.
struct MessageSendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "send", "Write to a member; it reaches their phone at its next sync.",
        examples: [
            "soleus message send \"Ana Ruiz\" \"Two days without runs, please. How is the calf tomorrow?\"",
            "soleus message send ana \"See you on Friday.\" --dry-run",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "What you write.") var text: Note
    @Flag(help: "Say what would be, and change nothing.") var dryRun = false

    func run() async throws {
        let desk = try await RecordDesk(common, member: member)
        let message = Message(at: .now, author: try await desk.me(), text: text)
        try await desk.add(.message, message, dryRun: dryRun, saying: "message")
    }
}

/// The commands that begin with `soleus note`; each has a type of its own.
struct NoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "note", "Sign notes, add to them, and read them.",
        discussion: "A note is signed as it is written and never changed; an addendum adds to it.",
        subcommands: [NoteListCommand.self, NoteSignCommand.self], defaultSubcommand: NoteListCommand.self)
}

/// The command `soleus note list`; its help says what it does.
struct NoteListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List a member's notes, the latest last.",
        examples: ["soleus note list \"Ana Ruiz\"", "soleus note list ana --plain"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String

    func run() async throws {
        let desk = try await RecordDesk(common, member: member)
        let answer = try await desk.records(.careNote)
        let notes: [(RowID, CareNote)] = desk.contents(of: answer.value)
        let names = try await DirectoryNames(of: notes.map(\.1.author), desk.session)
        common.show(answer.json) {
            common.lines(of: Self.table(notes, names: names), empty: "There is no note yet.")
        }
    }

    static func table(_ notes: [(RowID, CareNote)], names: DirectoryNames) -> TextTable {
        var table = TextTable([
            .init("ID"), .init("SIGNED"), .init("BY", yields: true), .init("ADDS TO"), .init("NOTE", yields: true),
        ])
        for (id, note) in notes.sorted(by: { $0.1.signedAt < $1.1.signedAt }) {
            table.add([
                id.ending, note.signedAt.shortText, names[note.author], note.amends?.ending ?? "–",
                note.text.description,
            ])
        }
        return table
    }
}

/// The command `soleus note sign`; its help says what it does.
struct NoteSignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "sign", "Sign a note, or an addendum to one.",
        examples: [
            "soleus note sign \"Ana Ruiz\" \"Single leg raises clean, calf equal to the other side.\"",
            "soleus note sign ana \"The left side, that is.\" --amends 3f12 --dry-run",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "What you sign.") var text: Note
    @Option(help: "The note that it adds to: its id in the list, or a part of it.") var amends: String?
    @Option(help: "The visit that it is about: its id in the list, or a part of it.") var visit: String?
    @Flag(help: "Say what would be, and change nothing.") var dryRun = false

    func run() async throws {
        let desk = try await RecordDesk(common, member: member)
        var note = CareNote(signedAt: .now, author: try await desk.me(), text: text)
        if let amends { note.amends = try await desk.row(amends, .careNote, listedBy: "soleus note list") }
        if let visit { note.visit = try await desk.row(visit, .visit, listedBy: "soleus visit list") }
        try await desk.add(.careNote, note, dryRun: dryRun, saying: amends == nil ? "note" : "addendum")
    }
}
