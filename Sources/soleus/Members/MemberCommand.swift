import ArgumentParser
import Care
import CareMessages

/// The commands that begin with `soleus member`; each has a type of its own.
struct MemberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "member", "Find and show members.",
        subcommands: [
            MemberFindCommand.self, MemberShowCommand.self, MemberDevicesCommand.self, MemberInviteCommand.self,
            MemberReadsCommand.self, MemberOpenCommand.self,
        ])
}

/// The command `soleus member find`: for operators, who see names and no chart.
struct MemberFindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "find", "Find members by part of a name, their number with the sponsor, or id (operators).",
        examples: ["soleus member find ruiz", "soleus member find AC-100234 --plain"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "At least 2 characters.") var text: String

    func run() async throws {
        let answer = try await Session(common).ask(
            .get("/v1/members", query: [("search", text)]), as: MemberListings.self)
        common.show(answer.json) {
            var table = TextTable([.init("MEMBER", yields: true), .init("STATE"), .init("ID")])
            for member in answer.value.members {
                table.add([member.name, member.state.description, member.member.description])
            }
            return common.lines(of: table, empty: "Nobody fits.")
        }
    }
}

/// The command `soleus member show`: for the member's care team.
struct MemberShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "show", "Show a member of your panel: plan, last reports, devices.",
        examples: ["soleus member show \"Ana Ruiz\"", "soleus member show ana --json"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let answer = try await session.ask(.get("/v1/members/\(member.id)/overview"), as: MemberOverview.self)
        common.show(answer.json) { Self.lines(answer.value, common) }
    }

    static func lines(_ overview: MemberOverview, _ common: CommonOptions) -> [String] {
        var lines: [String] = []
        if let pause = overview.pause, !common.plain {
            lines +=
                wrapped(
                    printable(
                        "PLAN PAUSED since \(pause.since): \(pause.words). Once you know that the member may exercise: "
                            + "soleus alerts clear"),
                    to: Terminal.columns) + [""]
        }
        lines += Self.lines(overview.summary, common, more: overview.facts(withPause: common.plain))
        if !overview.alerts.isEmpty {
            lines += [""] + common.lines(of: AlertsListCommand.table(AlertList(alerts: overview.alerts)), empty: "")
        }
        return lines
    }

    static func lines(
        _ summary: MemberSummary, _ common: CommonOptions, more: [(name: String, value: String)] = []
    ) -> [String] {
        let member = summary.member
        let panel = summary.panel
        let counts = summary.rowCounts.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map {
            "\($0.value) \($0.key)"
        }
        var lines = common.lines(
            of: [
                ("member", "\(member.firstName) \(member.lastName)"), ("id", member.id.description),
                ("born", member.birthDate.description), ("where", "\(member.state), \(member.timeZone)"),
                ("your role", panel.role.rawValue), ("program", panel.program?.description ?? "–"),
                (
                    "plan",
                    panel.planRevision.map {
                        "revision \($0)" + (panel.planReached == false ? ", not on a device of the member yet" : "")
                    } ?? "none yet"
                ),
                ("adherence, 7 days", panel.adherencePercent.map { "\($0)% (self-reported)" } ?? "–"),
                ("last pain during", panel.lastPain.map { "\($0.rawValue) of 10" } ?? "–"),
                ("cover", summary.cover.words), ("last logged", panel.lastLoggedOn?.description ?? "–"),
                (
                    "chart",
                    "version \(summary.chartVersion): " + (counts.isEmpty ? "empty" : counts.joined(separator: ", "))
                ),
                ("set aside", summary.setAside == 0 ? "nothing" : "\(summary.setAside) records could not be applied"),
            ] + more)
        var table = TextTable([
            .init("DEVICE", yields: true), .init("ID"), .init("LAST SEEN"), .init("PULLED", .right),
        ])
        for seen in summary.devices {
            table.add([
                seen.device.name.description, seen.device.id.description, seen.lastSeenAt?.shortText ?? "never",
                seen.pulledVersion.map(String.init) ?? "–",
            ])
        }
        if !table.rows.isEmpty { lines += [""] + common.lines(of: table, empty: "") }
        return lines
    }
}

extension MemberOverview {
    /// What it adds to the summary, as names and values; the pause where nothing else says it.
    fileprivate func facts(withPause: Bool) -> [(name: String, value: String)] {
        var facts: [(String, String)] = []
        if withPause, let pause { facts.append(("paused", "since \(pause.since): \(pause.words)")) }
        for look in emergencies {
            facts.append(
                (
                    "emergency",
                    "\(look.name) opened the record from \(look.from.shortText) to \(look.until.shortText): "
                        + look.reason.description
                ))
        }
        if let planUntil { facts.append(("plan ends", planUntil.description)) }
        let waiting = suggestions == 1 ? "1 waits for you" : "\(suggestions) wait for you"
        facts.append(("suggestions", suggestions == 0 ? "none waits" : waiting))
        for line in outcomes {
            let change = line.change.map { change in
                let meaning =
                    change.isImportantGain ? ", which matters" : change.isImportantLoss ? ", a loss that matters" : ""
                return " (from \(change.from)\(meaning)\(change.isBeyondNoise ? "" : "; within measurement noise"))"
            }
            facts.append((line.instrument.name, "\(line.score ?? "no score") on \(line.day)\(change ?? "")"))
        }
        if let run { facts.append(("last run", "\(run.day): \(run.words)")) }
        for shoe in shoes {
            facts.append(("shoe", "\(shoe.label), \(shoe.miles) mi, \(shoe.state.rawValue)"))
        }
        if let rtm {
            facts.append(
                (
                    "data days",
                    "\(rtm.days) in \(rtm.window.first) to \(rtm.window.last), \(rtm.daysLeft) d left"
                        + (rtm.pausedDays > 0 ? "; \(rtm.pausedDays) d paused" : "")
                ))
        }
        if !unacknowledged.isEmpty {
            facts.append(("not acknowledged", unacknowledged.joined(separator: ", ")))
        }
        return facts
    }
}
