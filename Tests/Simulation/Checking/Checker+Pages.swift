import Care
import ChartSync
import StrictJSON

/// What devices were given.
extension Checker {
    /// Rows of these may be nobody's at a device: of the PT at the desk, and what the service writes under its own name.
    private static let comeWithoutADevice: Set<String> = Set(
        RowKind.allCases.filter { kind in
            let inserters = ConflictRules.rules(for: kind).insertedBy
            return kind == .planRevision || inserters.isEmpty || inserters == [.service]
        }.map(\.rawValue))

    private struct Copy: Hashable {
        var phone: History.PhoneNumber
        var chart: MemberID
    }

    private struct RowVersion: Hashable {
        var epoch: String
        var chart: MemberID
        var id: String
        var version: Int64
    }

    private struct Acknowledged: Hashable {
        var device: DeviceID
        var chart: MemberID
    }

    /// Pages follow one another without a gap, never go back, never change epoch in silence; a version of a row has one
    /// content; what was said to be durable is there after a restore; rows are somebody's.
    mutating func checkPages() {
        var places: [Copy: (epoch: String, version: Int64)] = [:]
        var contents: [RowVersion: WireRow] = [:]
        var durable: [Acknowledged: Int64] = [:]
        var promised: [Acknowledged: Int64] = [:]
        var restoredAt: Int64 = -1
        let inserted = Set(recordings.values.filter { $0.op == "insert" }.map { "\($0.kind) \($0.row)" })
        for (time, event) in history.events {
            switch event {
            case .restored:
                restoredAt = time
                promised = durable
                durable = [:]
            case .newIdentity(let phone, _, _): places = places.filter { $0.key.phone != phone }
            case .purged(let phone, let chart): places[Copy(phone: phone, chart: chart)] = nil
            case .cloned(let phone, let from, _, _):
                for (copy, place) in places where copy.phone == from {
                    places[Copy(phone: phone, chart: copy.chart)] = place
                }
            case .answered(_, let device, let answer, _, let sentAt):
                guard let claim = answer.durableThrough else { continue }
                let key = Acknowledged(device: device, chart: answer.chart)
                // What was read before a restore and came after it still was a promise.
                if sentAt > restoredAt { durable[key] = max(durable[key] ?? 0, claim) }
            case .stored(let phone, let device, let page, let sentAt):
                guard let chart = page.scope.member else { continue }
                let copy = Copy(phone: phone, chart: chart)
                if let place = places[copy], !page.rebase {
                    if place.epoch != page.epoch {
                        fault("an epoch never changes in silence", "phone \(phone) at \(time): no rebase of \(chart)")
                    } else if place.version != page.from {
                        fault(
                            "pages follow one another",
                            "phone \(phone) at \(time): from \(page.from) after \(place.version) of \(chart)")
                    }
                }
                if places[copy] == nil, !page.rebase {
                    fault("a copy begins at its beginning", "phone \(phone) at \(time): \(chart) from \(page.from)")
                }
                places[copy] = (page.epoch, page.to)
                for row in page.rows {
                    let key = RowVersion(epoch: page.epoch, chart: chart, id: row.id, version: row.version)
                    if let other = contents[key], other != row {
                        fault("readers agree", "\(row.id) of \(chart) at \(row.version) has two contents")
                    }
                    contents[key] = row
                    let isOfSomebody = inserted.contains("\(row.kind) \(row.id)")
                    if !isOfSomebody, !Self.comeWithoutADevice.contains(row.kind) {
                        fault("no row is nobody's", "\(row.kind) \(row.id) of \(chart)")
                    }
                    if row.version > page.to, !page.deleted.contains(where: { $0.id == row.id }), page.from != page.to {
                        fault("a page ends where it says", "\(row.id) is \(row.version), the page ends at \(page.to)")
                    }
                }
                let key = Acknowledged(device: device, chart: chart)
                if let claim = page.durableThrough, sentAt > restoredAt { durable[key] = max(durable[key] ?? 0, claim) }
                if sentAt > restoredAt, let promise = promised[key], let acked = page.ackedSeq, acked < promise {
                    fault(
                        "what is durable survives a restore",
                        "\(device) on \(chart): \(promise) was durable, \(acked) is there")
                }
            default: break
            }
        }
    }

    /// What says that it is complete is equal to all others at its version, and holds everything that it must.
    mutating func checkCheckpoints() {
        struct Version: Hashable {
            var chart: MemberID
            var epoch: String
            var version: Int64
        }
        var sums: [Version: (checksum: ChartChecksum, phone: Int)] = [:]
        var corrupted: Set<Copy> = []
        var acknowledged: [Version: [(tag: Int, version: Int64)]] = [:]
        var sent = SentHashes()
        var own: [Copy: [History.Recording]] = [:]
        for (time, event) in history.events {
            switch event {
            case .recorded(let recording):
                own[Copy(phone: recording.phone, chart: recording.chart), default: []].append(recording)
            case .corrupted(let phone, let chart): corrupted.insert(Copy(phone: phone, chart: chart))
            case .cloned(let phone, let from, _, _):
                for copy in corrupted where copy.phone == from {
                    corrupted.insert(Copy(phone: phone, chart: copy.chart))
                }
            case .sent(let phone, _, let slice, _): sent.note(slice, by: phone)
            case .answered(let phone, let device, let answer, _, _):
                guard let epoch = answer.epoch else { continue }
                for outcome in answer.outcomes where outcome.status == .applied || outcome.status == .merged {
                    guard let numbering = sent.numbering(outcome.seq, of: device, by: phone, on: answer.chart) else {
                        continue
                    }
                    for tag in numberings[numbering] ?? [] {
                        acknowledged[Version(chart: answer.chart, epoch: epoch, version: 0), default: []].append(
                            (tag, outcome.version))
                    }
                }
            case .mismatch(let phone, let chart):
                guard !corrupted.contains(Copy(phone: phone, chart: chart)) else { continue }
                fault("equal versions are equal copies", "phone \(phone) at \(time): \(chart) does not add up")
            case .glimpse(let point):
                let copy = Copy(phone: point.phone, chart: point.chart)
                if !corrupted.contains(copy) { check(point, at: time, own: own[copy] ?? []) }
            case .checkpoint(let point):
                let copy = Copy(phone: point.phone, chart: point.chart)
                if let given = point.given {
                    if given == point.checksum.description {
                        corrupted.remove(copy)
                    } else if !corrupted.contains(copy) {
                        fault(
                            "equal versions are equal copies",
                            "phone \(point.phone) at \(time): \(point.chart) at \(point.version) does not add up")
                    }
                }
                guard !corrupted.contains(copy) else { continue }
                let version = Version(chart: point.chart, epoch: point.epoch, version: point.version)
                if !point.isWindowed {
                    if let other = sums[version], other.checksum != point.checksum {
                        fault(
                            "readers agree",
                            "phones \(other.phone) and \(point.phone) differ on \(point.chart) at \(point.version)")
                    }
                    sums[version] = (point.checksum, point.phone)
                }
                check(point, at: time, own: own[copy] ?? [])
                guard !point.isWindowed else { continue }
                for acked in acknowledged[Version(chart: point.chart, epoch: point.epoch, version: 0)] ?? []
                where acked.version <= point.version {
                    guard let recording = recordings[acked.tag], recording.op == "insert" else { continue }
                    if point.rows[recording.row.description] == nil, !deletions.contains(recording.row) {
                        fault(
                            "what is acknowledged is in every later copy",
                            "phone \(point.phone) at \(time), version \(point.version): \(recording.row), acknowledged as "
                                + "\(acked.version)")
                    }
                }
            default: break
            }
        }
    }

    /// A device sees what it recorded, and nothing that names what is not there.
    private mutating func check(_ point: History.Checkpoint, at time: Int64, own: [History.Recording]) {
        for row in point.rows.values where row.kind == "run_log" {
            guard let shoe = row.body["shoe"]?.stringValue, point.rows[shoe] == nil else { continue }
            fault("causes come before effects", "phone \(point.phone) at \(time): run \(row.id) without shoe \(shoe)")
        }
        guard !point.isWindowed else { return }
        for recording in own where recording.op == "insert" && !point.laidOver.contains(recording.tag) {
            let isThere = point.rows[recording.row.description] != nil || deletions.contains(recording.row)
            let isAside = (numberingsOfTag[recording.tag] ?? []).contains { numbering in
                point.rows[SetAside.rowID(device: numbering.device, seq: numbering.seq).description] != nil
            }
            guard !isThere, !isAside, !mayBeLostByRestore(recording.tag) else { continue }
            fault(
                "a device sees what it recorded",
                "phone \(point.phone) at \(time): \(recording.tag), \(recording.kind) \(recording.row), at version "
                    + "\(point.version)")
        }
    }
}
