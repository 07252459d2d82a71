import Care
import ChartSync

/// What is left when nobody has anything more to do.
extension Checker {
    /// At a quiet moment everybody has come to where the service is, and nobody keeps what they may not see.
    mutating func checkPanels(_ moment: Ending) {
        for phone in moment.phones where !phone.isGone {
            for (member, chart) in moment.state.charts where !moment.isChanging(member, for: phone.holder) {
                checkPlace(phone, member, chart, at: moment)
            }
        }
    }

    private mutating func checkPlace(
        _ phone: Ending.Phone, _ member: MemberID, _ chart: StoredChart, at moment: Ending
    ) {
        let copy = phone.disk.charts[member]
        let isOpen = moment.isOpen(member, to: phone.holder)
        if case .practitioner = phone.holder, (phone.disk.panel.charts[member] != nil) != isOpen {
            fault(
                "a panel is what access is",
                "phone \(phone.number) \(isOpen ? "does not list" : "still lists") \(member)")
        }
        guard isOpen else {
            if let copy, !copy.rows.isEmpty {
                fault(
                    "nothing is kept after access ended", "phone \(phone.number): \(copy.rows.count) rows of \(member)")
            }
            return
        }
        guard let copy, copy.isConsistent else {
            return fault("nothing is missing after a grant", "phone \(phone.number) has no whole copy of \(member)")
        }
        if copy.epoch != WireEpoch.text(of: chart.epoch, in: moment.state.incarnation) || copy.version != chart.version
        {
            fault(
                "devices catch up",
                "phone \(phone.number) has \(member) at \(copy.version) of \(copy.epoch ?? "none"), the service at "
                    + "\(chart.version)")
        }
    }

    /// Copies end as the service's rows, those of new devices as well as old ones'.
    mutating func checkCopies() {
        for phone in ending.phones where !phone.isGone {
            for (member, chart) in ending.state.charts where !ending.isChanging(member, for: phone.holder) {
                if ending.isOpen(member, to: phone.holder) { checkRows(phone, member, chart) }
            }
            check(catalogOf: phone)
        }
    }

    private mutating func checkRows(_ phone: Ending.Phone, _ member: MemberID, _ chart: StoredChart) {
        guard let copy = phone.disk.charts[member] else { return }
        for row in chart.rows.values {
            if let since = copy.since, let day = row.state.content.day, day < since { continue }
            if copy.rows[row.wire.id] != row.wire {
                fault(
                    "copies end equal",
                    "phone \(phone.number): \(row.wire.kind) \(row.wire.id) of \(member) at \(row.wire.version) is "
                        + (copy.rows[row.wire.id].map { "at \($0.version)" } ?? "missing"))
            }
        }
        for id in copy.rows.keys.sorted() where RowID(id).flatMap({ chart.rows[$0] }) == nil {
            fault("copies end equal", "phone \(phone.number): \(id) of \(member) is not the service's")
        }
    }

    private mutating func check(catalogOf phone: Ending.Phone) {
        let rows = Dictionary(uniqueKeysWithValues: ending.state.catalog.rows.map { ($0.id, $0) })
        guard phone.disk.schema == ProtocolVersion.current, phone.disk.catalog.rows != rows else { return }
        fault("copies end equal", "phone \(phone.number): the catalog")
    }
}
