import Care
import ChartSync
import StrictJSON

extension History {
    /// An event in one line of a trace.
    static func line(_ event: Event) -> String {
        switch event {
        case .recorded(let recording):
            "phone \(recording.phone) records \(recording.tag): \(recording.op) \(recording.kind) \(recording.row) "
                + "of \(recording.chart)"
        case .numbered(let phone, let tag, let numbering):
            "phone \(phone) numbers \(tag) as \(numbering.seq) of \(numbering.device)"
        case .sent(let phone, let device, let slice, let schema):
            "phone \(phone) sends \(slice.mutations.map(\.seq)) of \(device) in schema \(schema) to \(slice.chart)"
        case .answered(let phone, _, let answer, _, _):
            "phone \(phone) is answered up to \(answer.lastSeq), durable \(answer.durableThrough ?? -1)"
        case .stored(let phone, _, let page, _):
            "phone \(phone) stores \(page.scope) \(page.epoch) to \(page.to): "
                + page.rows.map { "\($0.kind) \($0.id)@\($0.version)" }.joined(separator: ", ")
                + page.deleted.map { " -\($0.id)" }.joined()
        case .checkpoint(let point):
            "phone \(point.phone) has \(point.chart) at \(point.version): \(point.checksum)"
        case .glimpse(let point): "phone \(point.phone) shows \(point.chart) of \(point.version)"
        case .mismatch(let phone, let chart): "phone \(phone) finds that \(chart) does not add up"
        case .reported(let phone, let chart): "phone \(phone) cannot repair \(chart)"
        case .refused(let phone, let problem): "phone \(phone) is refused: \(problem.rawValue)"
        case .dropped(let phone, let chart): "phone \(phone) is to purge \(chart)"
        case .purged(let phone, let chart): "phone \(phone) purges \(chart)"
        case .signedOut(let phone): "phone \(phone) is signed out"
        case .newIdentity(let phone, let old, let new): "phone \(phone) becomes \(new), was \(old)"
        case .cloned(let phone, let from, _, _): "phone \(phone) is a clone of phone \(from)"
        case .corrupted(let phone, let chart): "a row of phone \(phone)'s \(chart) is corrupted"
        case .deviceRevoked(let device): "device \(device) is revoked"
        case .restored: "the archive is restored"
        case .access(let places, let offset):
            "access, clock \(offset): "
                + places.map { place in
                    "\(place.practitioner.uuid.bytes[15])→\(place.member.uuid.bytes[15]) "
                        + "\(place.from.milliseconds - Database.dawn)…"
                        + "\(place.until.map { String($0.milliseconds - Database.dawn) } ?? "")"
                }.joined(separator: ", ")
        case .wireFault(let fault): fault
        }
    }

    /// The name of an event's kind, for counting.
    static func name(_ event: Event) -> String {
        switch event {
        case .recorded: "recorded"
        case .numbered: "numbered"
        case .sent: "batches sent"
        case .answered(_, _, let answer, _, _): answer.problem.map { "answered \($0.rawValue)" } ?? "batches answered"
        case .stored: "pages stored"
        case .checkpoint: "checkpoints"
        case .glimpse: "glimpses"
        case .mismatch: "mismatches"
        case .reported: "reported"
        case .refused(_, let problem): "refused \(problem.rawValue)"
        case .dropped: "dropped"
        case .purged: "purged"
        case .signedOut: "signed out"
        case .newIdentity: "new identities"
        case .cloned: "clones"
        case .corrupted: "corrupted"
        case .deviceRevoked: "devices revoked"
        case .restored: "restores"
        case .access: "changes of access"
        case .wireFault: "wire faults"
        }
    }
}
