import ArgumentParser
import Care
import CareMessages

/// The commands that begin with `soleus care-team`: who looks after a member, for operators.
struct CareTeamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "care-team", "Places on members' care teams.",
        subcommands: [
            CareTeamAddCommand.self, CareTeamEndCommand.self, CareTeamHandOverCommand.self, CareTeamDropsCommand.self,
        ])
}

/// The command `soleus care-team add`; its help says what it does.
struct CareTeamAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "add", "Give a practitioner a place on a member's care team.",
        discussion: "A PT needs a licence or a compact privilege in the state where the member is.",
        examples: [
            "soleus care-team add \"Ana Ruiz\" jordan --role lead_pt",
            "soleus care-team add ana jordan --role covering_pt --from 2026-12-01 --through 2026-12-14",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "Id, login, name or part of it.") var practitioner: String
    @Option(help: "What the practitioner is to the member.") var role: CareTeamRole
    @Option(help: ArgumentHelp("The first day; today when not given.", valueName: "day")) var from: LocalDay?
    @Option(help: ArgumentHelp("The last day; open when not given.", valueName: "day")) var through: LocalDay?

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let practitioner = try await session.practitioner(practitioner)
        let answer = try await session.ask(
            .send(
                "PUT", "/v1/members/\(member.id)/care-team/\(practitioner.id)",
                CareTeamPlace(role: role, from: from, through: through)), as: CareTeamPlace.self)
        common.show(answer.json) {
            common.lines(of: [
                ("member", member.name ?? member.id.description),
                ("practitioner", practitioner.name ?? practitioner.id.description),
                ("role", answer.value.role.rawValue), ("from", answer.value.from?.description ?? "today"),
                ("through", answer.value.through?.description ?? "open"),
            ])
        }
    }
}

/// The command `soleus care-team end`; its help says what it does.
struct CareTeamEndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "end", "End a practitioner's place on a member's care team now.",
        examples: ["soleus care-team end \"Ana Ruiz\" jordan"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "Id, login, name or part of it.") var practitioner: String

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let practitioner = try await session.practitioner(practitioner)
        try await session.tell(
            .init(method: "DELETE", path: "/v1/members/\(member.id)/care-team/\(practitioner.id)"))
        Terminal.say("The place has ended.")
    }
}

/// The command `soleus device-revoke`: a lost phone's credential ends.
struct DeviceRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "device-revoke", "End a lost device's credential; what it had sent stays.",
        examples: ["soleus device-revoke \"Ana Ruiz\" 01931e7c-0000-7000-8000-000000000001"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "The device's id, from: soleus member show") var device: DeviceID

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        try await session.tell(
            .init(method: "POST", path: "/v1/members/\(member.id)/devices/\(device)/revocation"))
        Terminal.say("The device's credential has ended.")
    }
}
