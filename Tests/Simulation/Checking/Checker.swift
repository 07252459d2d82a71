import Care
import ChartSync

/// Proves the contract of the protocol out of what was seen from outside, or shows what breaks it.
///
/// It knows neither the service's code nor which bug was put in: it reads a history and how everything ended.
struct Checker {
    let history: History
    let ending: Ending
    private(set) var violations: [Violation] = []

    // What the history says of recordings.
    var recordings: [Int: History.Recording] = [:]
    var numberings: [History.Numbering: Set<Int>] = [:]
    var numberingsOfTag: [Int: [History.Numbering]] = [:]
    /// What two phones have had, since one is a clone of the other.
    var sharedTags: Set<Int> = []
    var clonedDevices: Set<DeviceID> = []
    var firstRestore = Int64.max
    var lastRestore: Int64 = -1
    /// When something was recorded.
    var recordedAt: [Int: Int64] = [:]
    /// When phones gave up the acknowledged work of a chart, because they had to purge it, signed out or were revoked: the
    /// moment up to which they knew that the service had it.
    var gaveUp: [History.PhoneNumber: [MemberID: [Int64]]] = [:]
    /// Phones that became another device, under which they may send again what is kept from before.
    var changedIdentity: Set<History.PhoneNumber> = []
    /// The rows that somebody withdrew, or tried to.
    var deletions: Set<RowID> = []

    /// - Parameter moments: how things stood whenever everybody had come to rest, the end of the run last.
    static func check(_ history: History, _ moments: [Ending]) -> [Violation] {
        guard let ending = moments.last else { return [] }
        var checker = Checker(history: history, ending: ending)
        checker.readHistory()
        checker.checkAnswers()
        checker.checkBatches()
        checker.checkPages()
        checker.checkCheckpoints()
        checker.checkAccess()
        checker.checkLedger()
        checker.checkFates()
        if !ending.isAtRest {
            checker.fault("everybody comes to rest once all goes well", "ten minutes were not enough")
        }
        for moment in moments { checker.checkPanels(moment) }
        checker.checkCopies()
        return checker.violations
    }

    private init(history: History, ending: Ending) {
        self.history = history
        self.ending = ending
    }

    /// Adds a violation, the first few of each promise: the others say the same again.
    mutating func fault(_ promise: String, _ witness: @autoclosure () -> String) {
        guard violations.count(where: { $0.promise == promise }) < 3 else { return }
        violations.append(Violation(promise: promise, witness: witness()))
    }

    private struct Copy: Hashable {
        var phone: History.PhoneNumber
        var chart: MemberID
    }

    private mutating func readHistory() {
        // When each copy that is to be purged asked last whether the service has what was recorded for it.
        var asked: [Copy: Int64] = [:]
        for (time, event) in history.events {
            switch event {
            case .recorded(let recording):
                recordings[recording.tag] = recording
                recordedAt[recording.tag] = time
                if recording.op == "delete" { deletions.insert(recording.row) }
            case .numbered(_, let tag, let numbering):
                numberings[numbering, default: []].insert(tag)
                numberingsOfTag[tag, default: []].append(numbering)
            case .cloned(_, _, let device, let tags):
                clonedDevices.insert(device)
                sharedTags.formUnion(tags)
            case .restored:
                firstRestore = min(firstRestore, time)
                lastRestore = time
            case .dropped(let phone, let chart): asked[Copy(phone: phone, chart: chart)] = nil
            case .answered(let phone, _, let answer, _, let sentAt):
                asked[Copy(phone: phone, chart: answer.chart)] = sentAt
            case .purged(let phone, let chart):
                let known = asked[Copy(phone: phone, chart: chart)] ?? time
                gaveUp[phone, default: [:]][chart, default: []].append(known)
            case .newIdentity(let phone, _, _): changedIdentity.insert(phone)
            case .reported(let phone, let chart):
                fault("a copy that differs is repaired", "phone \(phone) could not repair \(chart)")
            case .wireFault(let text): fault("messages survive the wire whole or not at all", text)
            default: break
            }
        }
    }

    /// What a phone sent under its numbers, so far.
    struct SentHashes {
        private struct Series: Hashable {
            var phone: History.PhoneNumber
            var chart: MemberID
        }

        private struct Sent {
            var mutation: Mutation
            var hash: [UInt8]?
        }

        private var sent: [Series: [Int64: Sent]] = [:]

        mutating func note(_ slice: PushRequest.Slice, by phone: History.PhoneNumber) {
            let series = Series(phone: phone, chart: slice.chart)
            // Most is sent more than once, and hashing takes longer than comparing.
            for mutation in slice.mutations where sent[series]?[mutation.seq]?.mutation != mutation {
                // What was sent was written as JSON.
                sent[series, default: [:]][mutation.seq] = Sent(mutation: mutation, hash: try? mutation.contentHash())
            }
        }

        /// The numbering of what an outcome answers; nil for what was never sent.
        func numbering(
            _ seq: Int64, of device: DeviceID, by phone: History.PhoneNumber, on chart: MemberID
        ) -> History.Numbering? {
            sent[Series(phone: phone, chart: chart)]?[seq]?.hash.map {
                History.Numbering(device: device, chart: chart, seq: seq, hash: $0)
            }
        }
    }

    /// Whether a restore may have taken something that nobody had any more.
    ///
    /// Never where there is a second place: then nobody gives up what is not there.
    func mayBeLostByRestore(_ tag: Int) -> Bool {
        guard !ending.hasSecondPlace, lastRestore >= 0, let recording = recordings[tag] else { return false }
        // Who purges asks first, and finds out what a restore has taken: only a later one can take what nobody has then.
        return gaveUp[recording.phone]?[recording.chart]?
            .contains { $0 < lastRestore && $0 >= recordedAt[tag] ?? 0 } ?? false
    }
}
