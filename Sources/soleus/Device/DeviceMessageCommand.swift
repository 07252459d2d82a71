import ArgumentParser
import Care
import CareClient
import StrictJSON

/// The commands that begin with `soleus device message`; each has a type of its own.
struct DeviceMessageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "message", "Write to your care team, and read what they wrote; no network is needed.",
        subcommands: [DeviceMessageListCommand.self, DeviceMessageSendCommand.self, DeviceMessageReadCommand.self])
}

/// The command `soleus device message list`; its help says what it does.
struct DeviceMessageListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List the messages with your care team, the latest last.",
        discussion: "Unread ones stay unread; say that you have read them with: soleus device message read",
        examples: [
            "soleus device message list --device phone", "soleus device message list --device phone --unread --json",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Flag(help: "Only what you have not read.") var unread = false

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let timeZone = try handle.enrolled().member.timeZone
        let shown = try handle.read { store throws(StoreError) in try store.conversation() }
        let entries = unread ? shown.conversation.unread(byMember: true) : shown.conversation.entries
        common.show(
            .object(["messages": .array(entries.map { $0.json(isWaiting: shown.waiting.contains($0.message.id)) })])
        ) {
            var table = TextTable([
                .init("AT"), .init("FROM"), .init("TEXT", yields: true), .init("READ"),
            ])
            for entry in entries {
                let message = entry.message.value
                let isMine = message.author == nil
                let state =
                    shown.waiting.contains(entry.message.id)
                    ? "waiting" : entry.readAt == nil ? (isMine ? "sent" : "unread") : "read"
                table.add([
                    message.at.text(in: timeZone), isMine ? "you" : "care team", message.text.description, state,
                ])
            }
            return common.lines(of: table, empty: unread ? "You have read everything." : "Nobody has written yet.")
        }
    }
}

/// The command `soleus device message send`; its help says what it does.
struct DeviceMessageSendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "send", "Write to your care team; it goes out with the next sync.",
        discussion: "Not for emergencies: nobody may read it for hours.",
        examples: ["soleus device message send --device phone \"The calf is better. May I run on Friday?\""])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Argument(help: "What you write.") var text: Note

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.enrolled()
        let recorded = try handle.read { store throws(StoreError) in try store.send(text, at: DeviceHandle.now()) }
        try handle.show([recorded], saying: "message to your care team", common)
    }
}

/// The command `soleus device message read`; its help says what it does.
struct DeviceMessageReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "read", "Say that you have read what your care team wrote.",
        discussion: "Of all of it, or of the messages that are named; your care team sees it after the next sync.",
        examples: [
            "soleus device message read --device phone",
            "soleus device message read --device phone 01931e7c-0000-7000-8000-000000000001",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Argument(help: "Ids of messages, as the list shows them with --json; all of them when not given.")
    var message: [RowID] = []

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.enrolled()
        let count = try handle.read { store throws(StoreError) in
            try store.markRead(message.isEmpty ? nil : message, at: DeviceHandle.now())
        }
        let waiting = try handle.waitingCount()
        common.show(.object(["read": .integer(Int64(count)), "waiting": .integer(Int64(waiting))])) {
            common.lines(of: [
                ("read", count == 1 ? "1 message" : "\(count) messages"),
                ("waiting", "\(waiting) \(waiting == 1 ? "record" : "records") for the next sync"),
            ])
        }
    }
}

extension Conversation.Entry {
    fileprivate func json(isWaiting: Bool) -> JSONValue {
        .object([
            "id": .string(message.id.description), "at": .string(message.value.at.description),
            "author": message.value.author.map { .string($0.description) } ?? .null,
            "text": .string(message.value.text.description),
            "readAt": readAt.map { .string($0.description) } ?? .null, "waiting": .bool(isWaiting),
        ])
    }
}
