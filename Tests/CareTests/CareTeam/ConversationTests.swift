import Foundation
import Testing

@testable import Care

@Suite struct `A conversation` {
    private let jordan = PractitionerID.make(at: Instant(milliseconds: 0))

    private func message(_ number: Int64, by author: PractitionerID?) throws -> Charted<Message> {
        Charted(
            .make(at: Instant(milliseconds: number)),
            Message(at: Instant(milliseconds: number), author: author, text: try #require(Note("Message \(number)"))))
    }

    private func reading(_ at: Int64, by reader: PractitionerID?, _ messages: Charted<Message>...) -> MessageReading {
        MessageReading(at: Instant(milliseconds: at), reader: reader, messages: messages.map(\.id))
    }

    @Test func `is read by the other side, and first counts`() throws {
        let (mine, theirs) = (try message(1, by: nil), try message(2, by: jordan))
        let readings = [
            reading(9, by: nil, mine, theirs), reading(7, by: nil, theirs), reading(8, by: jordan, mine, theirs),
        ]
        let conversation = Conversation([theirs, mine], readings: readings)
        #expect(conversation.entries.map(\.message) == [mine, theirs])
        #expect(conversation.entries.map(\.readAt?.milliseconds) == [8, 7])
        #expect(conversation.unread(byMember: true).isEmpty && conversation.unread(byMember: false).isEmpty)
    }

    @Test func `has unread what nobody of the other side has named, however late it came`() throws {
        let (early, late) = (try message(1, by: jordan), try message(5, by: jordan))
        let conversation = Conversation([late, early], readings: [reading(6, by: nil, late)])
        #expect(conversation.unread(byMember: true).map(\.message) == [early])
        #expect(conversation.unread(byMember: false).isEmpty)
    }

    @Test func `is read message by message, none of them twice`() throws {
        let message = try message(1, by: jordan)
        #expect(reading(2, by: nil, message).violations.isEmpty)
        #expect(reading(2, by: nil).violations.map(\.pointer) == ["/messages"])
        #expect(reading(2, by: nil, message, message).violations.map(\.pointer) == ["/messages"])
    }
}

@Suite struct `Self-care` {
    private func log(seconds: Int?) -> SelfCareLog {
        SelfCareLog(
            moment: LocalMoment(Instant(milliseconds: 0), in: .utc), measure: .foamRoller, durationSeconds: seconds)
    }

    @Test(arguments: [nil, 1, 150, 14_400]) func `is logged for as long as it took`(seconds: Int?) {
        #expect(log(seconds: seconds).violations.isEmpty)
    }

    @Test(arguments: [0, -1, 14_401]) func `is not logged for no time, or for more than four hours`(seconds: Int) {
        #expect(log(seconds: seconds).violations.map(\.pointer) == ["/durationSeconds"])
    }
}
