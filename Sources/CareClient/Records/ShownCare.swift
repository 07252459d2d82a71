package import Care
import ChartSync
import GRDB

// What a member and their care team have of each other, and what a member recorded, as the device shows it.

extension ShownChart {
    /// The messages with who has read them, in the order in which they were written, and those that still wait here.
    static func conversation(_ chart: MemberID?, _ database: Database) throws -> ShownConversation {
        let messages: [ChartEntry<Message>] = try entries(.message, of: chart, database)
        let readings: [ChartEntry<MessageReading>] = try entries(.messageReading, of: chart, database)
        return ShownConversation(
            conversation: Conversation(
                messages.map { Charted($0.row, $0.content) }, readings: readings.map(\.content)),
            waiting: Set(messages.filter(\.isWaiting).map(\.row)))
    }

    /// The latest first.
    static func visits(_ chart: MemberID?, _ database: Database) throws -> [ChartEntry<Visit>] {
        try entries(.visit, of: chart, database).sorted { $0.content.moment.at > $1.content.moment.at }
    }

    /// In the order in which they were set.
    static func goals(_ chart: MemberID?, _ database: Database) throws -> [ChartEntry<Goal>] {
        try entries(.goal, of: chart, database)
    }

    /// The latest first.
    static func outcomes(_ chart: MemberID?, _ database: Database) throws -> [ChartEntry<OutcomeResponse>] {
        try entries(.outcomeResponse, of: chart, database).sorted { $0.content.moment.at > $1.content.moment.at }
    }

    /// The latest first.
    static func falls(_ chart: MemberID?, _ database: Database) throws -> [ChartEntry<FallReport>] {
        try entries(.fallReport, of: chart, database).sorted { $0.content.moment.at > $1.content.moment.at }
    }

    /// The latest first.
    static func selfCare(_ chart: MemberID?, _ database: Database) throws -> [ChartEntry<SelfCareLog>] {
        try entries(.selfCare, of: chart, database).sorted { $0.content.moment.at > $1.content.moment.at }
    }

    /// Each pair with how far it has been run in, in the order in which they were recorded.
    static func shoeWear(
        _ chart: MemberID?, _ database: Database
    ) throws -> [(shoe: ChartEntry<Shoe>, wear: ShoeWear)] {
        let shoes: [ChartEntry<Shoe>] = try entries(.shoe, of: chart, database)
        let runs = try runs(chart, database).map(\.content)
        return shoes.map { ($0, ShoeWear($0.content, id: $0.row, runs: runs)) }
    }
}

/// A conversation as a device shows it.
package struct ShownConversation: Hashable, Sendable {
    package var conversation: Conversation
    /// Messages that are on this device only.
    package var waiting: Set<RowID>
}

extension OfflineStore {
    // In each of these, `chart` is the member's own where none is named.

    /// The messages with who has read them.
    package func conversation(of chart: MemberID? = nil) throws(StoreError) -> ShownConversation {
        try read { try ShownChart.conversation(chart, $0) }
    }

    /// Visits, the latest first.
    package func visits(of chart: MemberID? = nil) throws(StoreError) -> [ChartEntry<Visit>] {
        try read { try ShownChart.visits(chart, $0) }
    }

    /// Goals, in the order in which they were set.
    package func goals(of chart: MemberID? = nil) throws(StoreError) -> [ChartEntry<Goal>] {
        try read { try ShownChart.goals(chart, $0) }
    }

    /// Questionnaires, the latest first.
    package func outcomes(of chart: MemberID? = nil) throws(StoreError) -> [ChartEntry<OutcomeResponse>] {
        try read { try ShownChart.outcomes(chart, $0) }
    }

    /// Shoes with how far they have been run in.
    package func shoeWear(
        of chart: MemberID? = nil
    ) throws(StoreError) -> [(shoe: ChartEntry<Shoe>, wear: ShoeWear)] {
        try read { try ShownChart.shoeWear(chart, $0) }
    }

    /// Writes to the care team, or on a practitioner's device to the member.
    package func send(
        _ text: Note, to chart: MemberID? = nil, at now: Instant
    ) throws(StoreError) -> Recorded {
        try write { database in
            let message = Message(at: now, author: try author(database), text: text)
            return try Recording.insertOne(.message(message), in: chart, at: now, database)
        }
    }

    /// Says that what the other side wrote was read: all of it, or the messages that are named.
    ///
    /// - Returns: How many were not read before.
    /// - Throws: `StoreError.unknownRow` for a message that is not there.
    package func markRead(
        _ named: [RowID]? = nil, of chart: MemberID? = nil, at now: Instant
    ) throws(StoreError) -> Int {
        try write { database in
            let reader = try author(database)
            let conversation = try ShownChart.conversation(chart, database).conversation
            if let named {
                let known = Set(conversation.entries.map(\.message.id))
                for message in named where !known.contains(message) { throw StoreError.unknownRow(message) }
            }
            let unread = conversation.unread(byMember: reader == nil).map(\.message.id)
                .filter { named?.contains($0) ?? true }
            let limit = MessageReading.maximumMessages
            for start in stride(from: 0, to: unread.count, by: limit) {
                let part = Array(unread[start..<min(start + limit, unread.count)])
                _ = try Recording.insertOne(
                    .messageReading(MessageReading(at: now, reader: reader, messages: part)), in: chart, at: now,
                    database)
            }
            return unread.count
        }
    }

    /// As whom the device writes; nil for the member.
    private func author(_ database: Database) throws -> PractitionerID? {
        switch try DeviceTable.owner(database).holder {
        case .member: nil
        case .practitioner(let practitioner, _): practitioner
        }
    }
}
