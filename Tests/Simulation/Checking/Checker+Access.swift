import Care
import ChartSync

/// Who was given what, and when they might see it.
extension Checker {
    /// From when to when a table of places and a setting of the clock held.
    private struct Span {
        var from: Int64
        var until: Int64
        var places: [ServiceState.CarePlace]
        var clockOffset: Int64

        /// What the database's clock showed from one moment to another, as far as this setting held between them.
        func shown(from: Int64, to: Int64) -> ClosedRange<Int64> {
            let shift = Database.dawn + clockOffset
            return (max(from, self.from) + shift)...(min(to, until) + shift)
        }
    }

    /// No row left for somebody who might not see it at any moment between request and answer.
    mutating func checkAccess() {
        var spans: [Span] = []
        for (time, event) in history.events {
            guard case .access(let places, let offset) = event else { continue }
            if !spans.isEmpty { spans[spans.count - 1].until = time }
            spans.append(Span(from: time, until: .max, places: places, clockOffset: offset))
        }
        var revokedAt: [DeviceID: Int64] = [:]
        let holders = Dictionary(uniqueKeysWithValues: ending.phones.map { ($0.number, $0.holder) })
        for (time, event) in history.events {
            switch event {
            case .restored: revokedAt = [:]
            case .deviceRevoked(let device): revokedAt[device] = time
            case .stored(let phone, let device, let page, let sentAt):
                if let revoked = revokedAt[device], revoked < sentAt, !page.rows.isEmpty {
                    fault("no row for a revoked device", "phone \(phone) at \(time): \(page.scope)")
                }
                guard let chart = page.scope.member, !page.rows.isEmpty, let holder = holders[phone] else { continue }
                if !wasOpen(chart, to: holder, from: sentAt, to: time, in: spans) {
                    fault("no row without access", "phone \(phone) at \(time): \(page.rows.count) rows of \(chart)")
                }
            case .answered(let phone, _, let answer, _, let sentAt) where answer.problem == .notFound:
                guard let holder = holders[phone],
                    hadBegun(holder, with: answer.chart, from: sentAt, to: time, in: spans)
                else { continue }
                fault(
                    "who had access may hand over what they recorded",
                    "phone \(phone) at \(time): \(answer.chart) was not found")
            case .answered(let phone, _, let answer, _, let sentAt):
                guard answer.outcomes.contains(where: { $0.row != nil }), let holder = holders[phone] else { continue }
                if !wasOpen(answer.chart, to: holder, from: sentAt, to: time, in: spans) {
                    fault(
                        "no row without access", "phone \(phone) at \(time): an outcome with a row of \(answer.chart)")
                }
            default: break
            }
        }
    }

    /// Whether a place of theirs had begun all the time between request and answer, by the tables and clocks that held then.
    private func hadBegun(
        _ holder: Holder, with chart: MemberID, from: Int64, to: Int64, in spans: [Span]
    ) -> Bool {
        guard case .practitioner(let practitioner) = holder else { return holder == .member(chart) }
        let held = spans.filter { $0.from <= to && $0.until >= from }
        guard let earliest = held.map({ $0.shown(from: from, to: to).lowerBound }).min() else { return false }
        return held.allSatisfy { span in
            span.places.contains { place in
                place.practitioner == practitioner && place.member == chart && place.from.milliseconds < earliest
            }
        }
    }

    /// Whether they had a place at some moment between request and answer.
    ///
    /// A transaction goes by the clock of its beginning and by a table of later: somebody may have set the clock between.
    private func wasOpen(_ chart: MemberID, to holder: Holder, from: Int64, to: Int64, in spans: [Span]) -> Bool {
        guard case .practitioner(let practitioner) = holder else { return holder == .member(chart) }
        let held = spans.filter { $0.from <= to && $0.until >= from }
        let shown = held.map { $0.shown(from: from, to: to) }
        return held.contains { span in
            span.places.contains { place in
                place.practitioner == practitioner && place.member == chart
                    && shown.contains { clock in
                        place.from.milliseconds <= clock.upperBound
                            && place.until.map { $0.milliseconds > clock.lowerBound } ?? true
                    }
            }
        }
    }
}
