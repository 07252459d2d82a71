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
                guard let holder = holders[phone], wasEver(holder, with: answer.chart, before: sentAt, in: spans) else {
                    continue
                }
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

    /// Whether a place of theirs had begun by the table that held then.
    private func wasEver(_ holder: Holder, with chart: MemberID, before time: Int64, in spans: [Span]) -> Bool {
        guard case .practitioner(let practitioner) = holder else { return holder == .member(chart) }
        guard let span = spans.last(where: { $0.from <= time }), span.until > time else { return false }
        return span.places.contains { place in
            place.practitioner == practitioner && place.member == chart
                && place.from.milliseconds < time + Database.dawn + span.clockOffset
        }
    }

    private func wasOpen(_ chart: MemberID, to holder: Holder, from: Int64, to: Int64, in spans: [Span]) -> Bool {
        guard case .practitioner(let practitioner) = holder else { return holder == .member(chart) }
        return spans.contains { span in
            guard span.from <= to, span.until >= from else { return false }
            // What the database's clock showed at the ends of the common time.
            let shift = Database.dawn + span.clockOffset
            let (first, last) = (max(from, span.from) + shift, min(to, span.until) + shift)
            return span.places.contains { place in
                place.practitioner == practitioner && place.member == chart && place.from.milliseconds <= last
                    && place.until.map { $0.milliseconds > first } ?? true
            }
        }
    }
}
