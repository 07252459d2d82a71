import Care
import ChartSync

/// What became of everything that was recorded.
extension Checker {
    /// One change of the final ledger.
    private struct Fate {
        var version: Int64
        var status: Outcome.Status
        var kind: RowKind
    }

    /// The ledger is whole, and the rows are what it says.
    mutating func checkLedger() {
        for (member, chart) in ending.state.charts {
            var reading = LedgerReading()
            for (entry, hash) in chart.ledger { reading.read(entry, storedHash: hash) }
            for text in reading.faults { fault("versions have no holes, and the chain is whole", "\(member): \(text)") }
            let sum = ChartChecksum(of: chart.rows.values.map(\.wire))
            if reading.version != chart.version || sum != chart.checksum {
                fault("versions have no holes, and the chain is whole", "\(member): the rows are not the ledger's")
            }
            checkDeletions(chart, of: member)
            let ends = Set(chart.ledger.map(\.entry.lastVersion))
            let epoch = WireEpoch.text(of: chart.epoch, in: ending.state.incarnation)
            for (time, event) in history.events {
                guard case .checkpoint(let point) = event, point.chart == member, point.epoch == epoch,
                    point.version > 0, !ends.contains(point.version)
                else { continue }
                fault("a batch becomes visible at once", "phone \(point.phone) at \(time): version \(point.version)")
            }
        }
    }

    /// A deleted row never comes back.
    private mutating func checkDeletions(_ chart: StoredChart, of member: MemberID) {
        var deleted: Set<RowID> = []
        for change in chart.ledger.flatMap(\.entry.changes) where change.kind != .setAside {
            if change.op == .delete {
                deleted.insert(change.row)
            } else if deleted.contains(change.row) {
                fault("a deleted row never comes back", "\(member): \(change.kind.rawValue) \(change.row)")
            }
        }
    }

    /// Every recording has one effect or is kept aside; what was answered is what the ledger says.
    mutating func checkFates() {
        var fates: [History.Numbering: [Fate]] = [:]
        for (member, chart) in ending.state.charts {
            for (entry, _) in chart.ledger {
                guard let device = entry.device, let firstSeq = entry.firstSeq else { continue }
                for (position, (change, hash)) in zip(entry.changes, entry.mutationHashes).enumerated() {
                    let numbering = History.Numbering(
                        device: device, chart: member, seq: firstSeq + Int64(position), hash: hash)
                    let fate = Fate(
                        version: entry.firstVersion + Int64(position), status: change.status, kind: change.kind)
                    fates[numbering, default: []].append(fate)
                }
            }
        }
        for (numbering, all) in fates where all.count > 1 {
            fault(
                "each mutation takes effect once",
                "\(numbering.device) \(numbering.seq) on \(numbering.chart): versions \(all.map(\.version))")
        }
        checkAnswered(fates)
        checkKept(fates)
    }

    private mutating func checkAnswered(_ fates: [History.Numbering: [Fate]]) {
        var sent = SentHashes()
        for (time, event) in history.events {
            switch event {
            case .sent(let phone, _, let slice, _): sent.note(slice, by: phone)
            case .answered(let phone, let device, let answer, _, let sentAt) where sentAt > lastRestore:
                for outcome in answer.outcomes {
                    guard let numbering = sent.numbering(outcome.seq, of: device, by: phone, on: answer.chart) else {
                        continue
                    }
                    let fate = fates[numbering]?.first
                    guard fate?.version == outcome.version, fate?.status == outcome.status else {
                        fault(
                            "what is acknowledged is in the history",
                            "phone \(phone) at \(time): \(device) \(outcome.seq) was \(outcome.status) as "
                                + "\(outcome.version), the ledger has \(fate.map { "\($0.status) as \($0.version)" } ?? "none")"
                        )
                        continue
                    }
                    if fate?.kind == .setAside, outcome.status == .rejected || outcome.status == .quarantined {
                        let id = SetAside.rowID(device: device, seq: outcome.seq)
                        if ending.state.charts[answer.chart]?.rows[id] == nil {
                            fault(
                                "nothing that somebody recorded is thrown away",
                                "\(device) \(outcome.seq): not kept aside")
                        }
                    }
                }
            default: break
            }
        }
    }

    private mutating func checkKept(_ fates: [History.Numbering: [Fate]]) {
        let phones = Dictionary(uniqueKeysWithValues: ending.phones.map { ($0.number, $0) })
        for (tag, recording) in recordings.sorted(by: { $0.key < $1.key }) {
            guard let phone = phones[recording.phone] else { continue }
            let numberings = numberingsOfTag[tag] ?? []
            let own = numberings.flatMap { fates[$0] ?? [] }
            // Two clones may have made the very same change under the same number: whose effect it was, nobody can say.
            let effects = numberings.filter { self.numberings[$0]?.count == 1 }.flatMap { fates[$0] ?? [] }
                .count { $0.status == .applied || $0.status == .merged }
            if effects > 1, !sharedTags.contains(tag), !mayBeSentByTwo(recording) {
                fault("each mutation takes effect once", "\(tag): versions \(own.map(\.version))")
            }
            // Whoever signed out was told that everything is safe.
            guard own.isEmpty, !phone.isGone || phone.hasLeft else { continue }
            let copy = phone.disk.charts[recording.chart]
            let waits = copy?.unsent.contains { $0.tag == tag } ?? false
            if waits, copy?.isRefused == true, access(of: phone, to: recording.chart) == ServiceState.Access.none {
                continue
            }
            if mayBeLostByRestore(tag) { continue }
            fault(
                waits ? "queues empty" : "nothing that somebody recorded is thrown away",
                "phone \(recording.phone): \(tag), \(recording.op) \(recording.kind) \(recording.row)"
                    + " of \(recording.chart), \(numberings.map(\.seq))")
        }
    }

    /// After a restore, a phone that finds that its number was taken by its clone sends again whatever it has kept: better twice
    /// than never.
    private func mayBeSentByTwo(_ recording: History.Recording) -> Bool {
        lastRestore >= 0 && changedIdentity.contains(recording.phone)
    }

    private func access(of phone: Ending.Phone, to chart: MemberID) -> ServiceState.Access {
        guard case .practitioner(let practitioner) = phone.holder else { return .present }
        return ending.state.access(of: practitioner, to: chart, at: ending.now)
    }
}
