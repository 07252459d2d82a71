import Care
import CareClient
import ChartSync
import StrictJSON

extension ModelService {
    /// How an actor stands to a chart.
    enum Standing {
        case present, formerly, never
    }

    func standing(_ holder: Holder, _ member: MemberID) -> Standing {
        guard let chart = charts[member] else { return .never }
        switch holder {
        case .member(let own): return own == member ? .present : .never
        case .practitioner(let id):
            return chart.team.contains(id) ? .present : chart.formerTeam.contains(id) ? .formerly : .never
        }
    }

    func push(_ request: PushRequest, _ credential: Credential) throws -> ServiceAnswer {
        let role: Role = if case .member = credential.holder { .member } else { .practitioner }
        let answers = try request.charts.map { slice in
            let standing = standing(credential.holder, slice.chart)
            guard standing != .never, request.device == credential.device, let chart = charts[slice.chart] else {
                return SliceAnswer(chart: slice.chart, epoch: nil, lastSeq: 0, outcomes: [], problem: .notFound)
            }
            let history = chart.devices[request.device] ?? DeviceHistory()
            let lastSeq = Int64(history.outcomes.count)
            func refused(_ problem: SliceProblem) -> SliceAnswer {
                SliceAnswer(
                    chart: slice.chart, epoch: chart.epochText, lastSeq: lastSeq, outcomes: [], problem: problem)
            }
            guard let first = slice.mutations.first?.seq, first <= lastSeq + 1 else { return refused(.sequenceGap) }
            for mutation in slice.mutations where mutation.seq <= lastSeq {
                let known = history.hashes[Int(mutation.seq) - 1]
                if try mutation.contentHash() != known { return refused(.deviceForked) }
            }
            let fresh = slice.mutations.filter { $0.seq > lastSeq }
            let outcomes = try merge(
                fresh, slice.chart, role, request.device, standing == .present ? .present : .formerly,
                schema: request.schema)
            charts[slice.chart]?.devices[request.device, default: DeviceHistory()].outcomes += outcomes
            charts[slice.chart]?.devices[request.device, default: DeviceHistory()].hashes += try fresh.map {
                try $0.contentHash()
            }
            let all = charts[slice.chart]?.devices[request.device]?.outcomes ?? []
            return SliceAnswer(
                chart: slice.chart, epoch: chart.epochText, lastSeq: Int64(all.count),
                durableThrough: durableThrough, outcomes: slice.mutations.map { all[Int($0.seq) - 1] })
        }
        return try json(200, PushAnswer(charts: answers))
    }

    func merge(
        _ mutations: [Mutation], _ member: MemberID, _ role: Role, _ device: DeviceID,
        _ standing: ChartMerge.Standing = .present, schema: Int = ProtocolVersion.current
    ) throws -> [Outcome] {
        guard var chart = charts[member], !mutations.isEmpty else { return [] }
        let shoesInUse = chart.rows.values.compactMap { row in
            if case .runLog(let run) = row.content { run.shoe } else { nil }
        }
        let revisions = chart.rows.values.map { row in
            if case .planRevision(let revision) = row.content { revision.number } else { 0 }
        }
        let result = try ChartMerge.apply(
            mutations,
            to: ChartMerge.Picture(
                version: chart.version, checksum: chart.checksum, rows: chart.rows,
                gone: Set(chart.tombstones.keys), latestRevision: revisions.max() ?? 0,
                shoesInUse: Set(shoesInUse), standing: standing),
            role: role, device: device, schema: schema)
        for row in result.inserted + result.updated { chart.rows[row.id] = row }
        for tombstone in result.deleted {
            guard let id = RowID(tombstone.id) else { continue }
            chart.rows[id] = nil
            chart.tombstones[id] = tombstone
        }
        chart.version = result.version
        chart.checksum = result.checksum
        charts[member] = chart
        touchPanels(of: member)
        return result.outcomes
    }
}
