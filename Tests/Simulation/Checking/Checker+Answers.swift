import Care
import ChartSync

/// What devices were answered when they sent.
extension Checker {
    private struct Slot: Hashable {
        var numbering: History.Numbering
        var epoch: String
    }

    private struct Series: Hashable {
        var device: DeviceID
        var chart: MemberID
        var epoch: String
    }

    /// The same outcome on every repeat; versions in the order of numbers; no fork where nothing was cloned.
    mutating func checkAnswers() {
        var outcomes: [Slot: Outcome] = [:]
        var sent = SentHashes()
        var versions: [Series: [Int64: Int64]] = [:]
        for (time, event) in history.events {
            switch event {
            case .sent(let phone, _, let slice, _): sent.note(slice, by: phone)
            case .answered(let phone, let device, let answer, _, _):
                if answer.problem == .deviceForked, !clonedDevices.contains(device) {
                    fault("only clones are forked", "phone \(phone) at \(time): device \(device) was never cloned")
                }
                if answer.problem == .sequenceGap, time < firstRestore, !clonedDevices.contains(device) {
                    fault(
                        "an acknowledged mutation is never lost",
                        "phone \(phone) at \(time): the service expects \(answer.lastSeq + 1) of \(answer.chart) again")
                }
                for outcome in answer.outcomes {
                    guard let epoch = answer.epoch,
                        let numbering = sent.numbering(outcome.seq, of: device, by: phone, on: answer.chart)
                    else { continue }
                    let slot = Slot(numbering: numbering, epoch: epoch)
                    if let first = outcomes[slot], first.status != outcome.status || first.version != outcome.version {
                        fault(
                            "an outcome is the same on every repeat",
                            "\(device) \(outcome.seq): \(first.status) \(first.version), "
                                + "then \(outcome.status) \(outcome.version)")
                    }
                    outcomes[slot] = outcome
                    versions[Series(device: device, chart: answer.chart, epoch: epoch), default: [:]][outcome.seq] =
                        outcome.version
                }
            default: break
            }
        }
        for (time, event) in history.events {
            guard case .stored(let phone, let device, let page, _) = event, page.consistent,
                let chart = page.scope.member, let acked = page.ackedSeq,
                let version = versions[Series(device: device, chart: chart, epoch: page.epoch)]?[acked],
                version > page.to
            else { continue }
            fault(
                "rows and acknowledgement are of one snapshot",
                "phone \(phone) at \(time): \(acked) became \(version), the page ends at \(page.to)")
        }
        for (series, byNumber) in versions {
            let inOrder = byNumber.sorted { $0.key < $1.key }
            for (earlier, later) in zip(inOrder, inOrder.dropFirst()) where earlier.value >= later.value {
                fault(
                    "a device's mutations take effect in their order",
                    "\(series.device): \(earlier.key) is version \(earlier.value), \(later.key) is \(later.value)")
            }
        }
    }

    /// A batch that was sent and not answered is sent again as it was.
    mutating func checkBatches() {
        struct Batch: Hashable {
            var phone: History.PhoneNumber
            var chart: MemberID
        }
        var open: [Batch: PushRequest.Slice] = [:]
        for (time, event) in history.events {
            switch event {
            case .sent(let phone, _, let slice, _):
                let batch = Batch(phone: phone, chart: slice.chart)
                if let before = open[batch], before != slice {
                    fault(
                        "an unanswered batch is repeated as it was",
                        "phone \(phone) at \(time): \(before.mutations.map(\.seq)) became \(slice.mutations.map(\.seq))"
                    )
                }
                open[batch] = slice
            case .answered(let phone, _, let answer, _, _): open[Batch(phone: phone, chart: answer.chart)] = nil
            case .stored(let phone, _, let page, _):
                // Another life of the database says itself what it has.
                if page.rebase, let chart = page.scope.member { open[Batch(phone: phone, chart: chart)] = nil }
            case .newIdentity(let phone, _, _), .refused(let phone, .invalid):
                open = open.filter { $0.key.phone != phone }
            default: break
            }
        }
    }
}
