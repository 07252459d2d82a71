import Care
import CareStore
import ChartSync
import Foundation
import Postgres

/// What a pull has shown of a device, to be noted once the answer is read; empty when nothing is new.
struct PullNotes: Sendable {
    /// How long a device may poll for nothing before it is noted that it was seen: an idle poll is to write nothing.
    private static let seenAgainSeconds: Int64 = 300
    /// A clock that has moved this far is noted at once; less is the network's doing.
    private static let clockMilliseconds: Int64 = 5_000

    /// The charts that the device is told to drop, and was not told before.
    var told: Set<MemberID> = []
    /// The charts that it was told to drop, and may have again.
    var withdrawn: Set<MemberID> = []
    private var versions: [(member: MemberID, version: Int64)] = []
    private var heard: HeardDevice?
    /// The charts of which the answer holds rows.
    var shown: [MemberID] = []

    var isEmpty: Bool { told.isEmpty && withdrawn.isEmpty && versions.isEmpty && heard == nil && shown.isEmpty }

    /// Notes the version that a device is known to hold, if that is new.
    ///
    /// A device proves what it holds by the cursor that it sends, not by the answer that may never reach it.
    mutating func pulled(_ member: MemberID, _ version: Int64, _ copy: ChartOpening.Copy?, at now: Instant) {
        if let copy, copy.pulledVersion == version, copy.seenAt.adding(seconds: Self.seenAgainSeconds) >= now { return }
        versions.append((member, version))
    }

    /// Notes what a device says of itself, if that is new.
    mutating func heard(_ request: PullRequest, before: HeardDevice?, at now: Instant) {
        let said = HeardDevice(
            heardAt: now, schema: request.schema,
            clockOffsetMilliseconds: request.clientTime.milliseconds - now.milliseconds,
            report: request.report ?? before?.report)
        if let before, before.schema == said.schema, before.report == said.report,
            abs(before.clockOffsetMilliseconds - said.clockOffsetMilliseconds) <= Self.clockMilliseconds,
            before.heardAt.adding(seconds: Self.seenAgainSeconds) >= now
        {
            return
        }
        heard = said
    }

    func add(to pipeline: inout Pipeline, device: DeviceID, holder: Actor) {
        if !shown.isEmpty {
            pipeline.add(ReadStatements.note.run(shown, holder.role, holder.subject, device, "pull"))
        }
        // Everybody who locks several rows does so in the order of the members.
        let versions = versions.sorted { $0.member < $1.member }
        if !versions.isEmpty {
            pipeline.add(PullStatements.pulled.run(device, versions.map(\.member), versions.map(\.version)))
        }
        if !told.isEmpty { pipeline.add(DropStatements.tell.run(device, told.sorted())) }
        if !withdrawn.isEmpty { pipeline.add(DropStatements.withdraw.run(device, withdrawn.sorted())) }
        if let heard { pipeline.add(DeviceReportStatements.note(heard, holder: holder.subject, device: device)) }
    }
}
