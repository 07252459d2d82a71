import ArgumentParser
import Care
import CareMessages
import ChartSync
import StrictJSON

/// The command `soleus message read`; its help says what it does.
struct MessageReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "read", "Say that you have read what a member wrote; they see it after their next sync.",
        examples: ["soleus message read \"Ana Ruiz\"", "soleus message read ana --dry-run"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Flag(help: "Say what would be, and change nothing.") var dryRun = false

    func run() async throws {
        let desk = try await RecordDesk(common, member: member)
        let messages: [(RowID, Message)] = desk.contents(of: try await desk.records(.message).value)
        let readings: [(RowID, MessageReading)] = desk.contents(of: try await desk.records(.messageReading).value)
        let unread = Conversation(messages.map { Charted($0.0, $0.1) }, readings: readings.map(\.1))
            .unread(byMember: false).prefix(MessageReading.maximumMessages).map(\.message.id)
        guard !unread.isEmpty else {
            throw CommandFailure(.refused, "nothing of \(desk.name)'s is unread; nothing was changed")
        }
        let count = unread.count == 1 ? "1 message" : "\(unread.count) messages"
        try await desk.add(
            .messageReading, MessageReading(at: .now, reader: try await desk.me(), messages: unread), dryRun: dryRun,
            saying: "\(count) of \(desk.name)'s read")
    }
}
