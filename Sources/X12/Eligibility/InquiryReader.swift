/// Reads the questions out of an interchange of 270s.
///
/// A set with a fault anywhere is rejected whole: its 999 says what is wrong, and none of its questions is answered.
package struct InquiryReader {
    private var reader = InterchangeReader([.inquiry])
    private var sets: [InquiryFile.Set] = []
    private var set = InquiryFile.Set()
    private var source: InquiryFile.Party?
    private var receiver: InquiryFile.Party?
    private var subscriberLevel = 0
    private var subscriber: Inquiry?
    /// Where the questions about the subscriber and their dependants begin.
    private var subscriberPlace = 0
    private var dependent: Inquiry?
    private var asksForSubscriber = false
    private var hasDependents = false

    private init() {}

    /// The questions of a whole file.
    ///
    /// - Throws: what keeps it from being read to its end; `rejected` has the outcome up to there.
    package static func read(_ file: [UInt8]) throws(Rejected) -> InquiryFile {
        var reader = Self()
        do throws(InterchangeProblem) {
            reader.take(try reader.reader.read(file))
            reader.take(try reader.reader.finish())
        } catch {
            throw Rejected(problem: error, outcome: reader.reader.outcome)
        }
        guard let outcome = reader.reader.outcome else {
            throw Rejected(
                problem: InterchangeProblem(code: .notAnInterchange, segment: 1, message: "The file is empty."),
                outcome: nil)
        }
        return InquiryFile(outcome: outcome, sets: reader.sets)
    }

    /// The file cannot be read to its end, and no question of it counts.
    package struct Rejected: Error, Hashable, Sendable {
        package let problem: InterchangeProblem
        /// Nil when not even its ISA segment could be read.
        package let outcome: InterchangeOutcome?
    }

    private mutating func take(_ events: [InterchangeEvent]) {
        for event in events {
            switch event {
            case .setBegan:
                set = InquiryFile.Set()
                (source, receiver, subscriber, dependent) = (nil, nil, nil, nil)
                subscriberLevel = 0
            case .segment(let placed): take(placed)
            case .setEnded(_, let outcome):
                endSubscriber()
                if outcome.verdict != .rejected { sets.append(set) }
            }
        }
    }

    private mutating func take(_ placed: PlacedSegment) {
        let segment = placed.segment
        if placed.opened.contains("2000A") || placed.opened.contains("2000B") || placed.opened.contains("2000C") {
            endSubscriber()
        }
        if placed.opened.contains("2000C"), let source, let receiver {
            subscriberLevel += 1
            subscriberPlace = set.questions.count
            subscriber = Inquiry(
                source: source, receiver: receiver, subscriberLevel: subscriberLevel, subscriber: Inquiry.Person())
            (asksForSubscriber, hasDependents) = (false, false)
        } else if placed.opened.contains("2000D") {
            endDependent()
            hasDependents = true
            dependent = subscriber
            dependent?.dependent = Inquiry.Person()
            dependent?.serviceTypes = []
            dependent?.from = nil
            dependent?.through = nil
        }
        switch (placed.loop, segment.id) {
        case ("", "BHT"):
            set.reference = segment.text(3)
            set.day = segment.text(4)
        case ("2100A", "NM1"): source = InquiryFile.Party(segment)
        case ("2100B", "NM1"): receiver = InquiryFile.Party(segment)
        case ("2000C", _), ("2100C", _), ("2110C", _):
            if segment.id == "EQ" { asksForSubscriber = true }
            subscriber?.subscriber.read(segment)
            subscriber?.read(segment)
        case ("2000D", _), ("2100D", _), ("2110D", _):
            dependent?.dependent?.read(segment)
            dependent?.read(segment)
        default: break
        }
    }

    private mutating func endDependent() {
        if let dependent { set.questions.append(dependent) }
        dependent = nil
    }

    private mutating func endSubscriber() {
        endDependent()
        // A subscriber with dependants is named for their sake, unless something is asked about the subscriber too.
        if let subscriber, asksForSubscriber || !hasDependents {
            set.questions.insert(subscriber, at: subscriberPlace)
        }
        subscriber = nil
    }
}

extension InquiryFile.Party {
    fileprivate init(_ segment: Segment) {
        self.init(
            entity: segment.text(1), type: segment.text(2), name: segment.text(3), firstName: segment.text(4),
            idQualifier: segment.text(8), id: segment.text(9))
    }
}

extension Inquiry.Person {
    fileprivate mutating func read(_ segment: Segment) {
        switch segment.id {
        case "TRN":
            traces.append(
                Inquiry.Trace(number: segment.text(2), originator: segment.text(3), suffix: segment.text(4)))
        case "NM1":
            lastName = segment.text(3)
            firstName = segment.text(4)
            middleName = segment.text(5)
            suffix = segment.text(7)
            idQualifier = segment.text(8)
            id = segment.text(9)
        case "DMG":
            birthDate = segment.text(2)
            gender = segment.text(3)
        default: break
        }
    }
}

extension Inquiry {
    fileprivate mutating func read(_ segment: Segment) {
        switch (segment.id, segment.text(1)) {
        case ("EQ", _):
            serviceTypes += segment.repetitions(1).filter { !serviceTypes.contains($0) }
        case ("DTP", "291"):
            from = String(segment.text(3).prefix(8))
            through = String(segment.text(3).suffix(8))
        default: break
        }
    }
}
