import ArgumentParser
import Care
import CareMessages

/// The command `soleus member devices`: how far each device is with a member's chart.
struct MemberDevicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "devices", "Show how far each device is with a member's chart.",
        discussion: """
            BEHIND is what the device is not known to have yet, PLAN the revision that has reached it.
            WAITING and ASIDE are what it says of itself. An operator sees no chart, and so no BEHIND.
            """,
        examples: ["soleus member devices \"Ana Ruiz\"", "soleus member devices ana --json"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let answer = try await session.ask(.get("/v1/members/\(member.id)/devices"), as: DeviceStandings.self)
        common.show(answer.json) { common.lines(of: Self.table(answer.value), empty: "No device yet.") }
    }

    static func table(_ standings: DeviceStandings) -> TextTable {
        var table = TextTable([
            .init("DEVICE", cuts: true), .init("WHOSE", cuts: true), .init("HEARD (UTC)"),
            .init("BEHIND", .right, yields: true),
            .init("PLAN", .right), .init("WAITING", .right), .init("ASIDE", .right), .init("REMARKS", cuts: true),
        ])
        for standing in standings.devices {
            table.add([
                standing.device.name.description, standing.holderName,
                (standing.lastHeardAt?.shortText.dropLast(4)).map(String.init) ?? "never",
                standing.behindText, standing.planRevision.map(String.init) ?? "–",
                standing.pending.map(String.init) ?? "–", standing.setAside.map(String.init) ?? "–",
                standing.remarks.joined(separator: "; "),
            ])
        }
        return table
    }
}

/// The command `soleus care-team drops`: who still holds what they may no longer see.
struct CareTeamDropsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "drops", "List the devices that still hold charts which they may no longer see (operators).",
        discussion:
            "A device is told at its next sync, sends what it has recorded, and then says that the copy is gone.",
        examples: ["soleus care-team drops", "soleus care-team drops --json"])

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let answer = try await Session(common).ask(.get("/v1/devices/drops"), as: OutstandingDrops.self)
        common.show(answer.json) { common.lines(of: Self.table(answer.value), empty: "None.") }
    }

    static func table(_ drops: OutstandingDrops) -> TextTable {
        var table = TextTable([
            .init("MEMBER", cuts: true), .init("DEVICE", cuts: true), .init("WHOSE", cuts: true), .init("ENDED"),
            .init("TOLD"), .init("HEARD"),
        ])
        for drop in drops.drops {
            table.add([
                drop.memberName, drop.device.name.description, drop.holderName, drop.endedAt?.shortText ?? "–",
                drop.toldAt?.shortText ?? "not yet", drop.lastHeardAt?.shortText ?? "never",
            ])
        }
        return table
    }
}

extension DeviceStanding {
    fileprivate var behindText: String {
        guard let behindVersions else { return "–" }
        guard behindVersions > 0 else { return "0" }
        return behindSeconds.map { "\(behindVersions) (\(Self.span($0)))" } ?? String(behindVersions)
    }

    fileprivate var remarks: [String] {
        var remarks: [String] = []
        if let revokedAt { remarks.append("revoked \(revokedAt.shortText)") }
        if droppedAt != nil { remarks.append("told to drop its copy") }
        if revokedAt != nil, holdsCopy { remarks.append("holds a copy") }
        if clockOff, let offset = clockOffsetMilliseconds {
            remarks.append("clock \(Self.span(abs(offset / 1_000))) \(offset > 0 ? "ahead" : "behind")")
        }
        if let oldestPending, pending ?? 0 > 0 { remarks.append("waiting since \(oldestPending.shortText)") }
        return remarks
    }

    /// `45 s`, `12 min`, `5 h` or `3 d`.
    private static func span(_ seconds: Int64) -> String {
        switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7_200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3_600) h"
        default: "\(seconds / 86_400) d"
        }
    }
}
