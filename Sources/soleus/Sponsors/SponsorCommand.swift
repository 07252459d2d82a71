import ArgumentParser
import Care
import CareClient
import CareMessages

/// The commands that begin with `soleus sponsor`: employers and health plans, for operators.
struct SponsorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "sponsor", "Employers and health plans, and their programs' credentials.",
        subcommands: [
            SponsorAddCommand.self, SponsorListCommand.self, SponsorShowCommand.self, SponsorCredentialCommand.self,
            SponsorCredentialsCommand.self, SponsorRevokeCommand.self, SponsorReportCommand.self,
            SmallestCellCommand.self,
        ])
}

/// The command `soleus sponsor add`; its help says what it does.
struct SponsorAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "add", "Make or replace a sponsor, and say how its files are to be read.",
        discussion: """
            A sponsor that is there already keeps its id. Where its files would be read in another way than before, give
            its short name again as --confirm.
            """,
        examples: [
            "soleus sponsor add acme --name \"Acme Outdoor\" --kind employer --mode full --end-date last_covered_day"
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Short name, such as acme.") var slug: Slug
    @Option(help: "The name that people read.") var name: Label
    @Option(help: "Who pays.") var kind: Sponsor.Kind
    @Option(help: "full: a file is the whole roster; delta: it holds changes.") var mode: FeedMode
    @Option(help: "What an end date in a file means.")
    var endDate: EndDateMeaning
    @Option(help: "The short name again.") var confirm: Slug?

    func run() async throws {
        let entry = SponsorEntry(
            name: name, kind: kind, feed: FeedSettings(mode: mode, endDateMeaning: endDate))
        let session = Session(common)
        let known = try await session.ask(.get("/v1/sponsors"), as: SponsorListings.self).value.sponsors
        if known.contains(where: { $0.slug == slug }) {
            let feed = try await session.ask(.get("/v1/sponsors/\(slug)/feed"), as: FeedRules.self).value
            for difference in try agreed(differencesFrom: feed) { Terminal.say(difference) }
        }
        let answer = try await session.ask(.send("PUT", "/v1/sponsors/\(slug)", entry), as: Sponsor.self)
        common.show(answer.json) { common.lines(of: sponsorTable([answer.value]), empty: "") }
    }

    /// What becomes other in how a known sponsor's files are read.
    ///
    /// - Throws: a refusal where something does, and was not confirmed: a roster that is read as changes, or with ends a
    ///   day off, is nothing that happens in passing.
    func agreed(differencesFrom feed: FeedRules) throws(CommandFailure) -> [String] {
        var changed = feed
        changed.mode = mode
        changed.endDateMeaning = endDate
        let differences = FeedText.differences(from: feed, to: changed)
        guard differences.isEmpty || confirm == slug else {
            throw CommandFailure(
                .refused,
                "\(slug) is there already, and its files would be read in another way: "
                    + differences.joined(separator: "; ") + "; nothing was changed",
                advice: "Give --confirm=\(slug) if that is meant.")
        }
        return differences
    }
}

/// The command `soleus sponsor list`; its help says what it does.
struct SponsorListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List the sponsors.", examples: ["soleus sponsor list"])

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let answer = try await Session(common).ask(.get("/v1/sponsors"), as: SponsorListings.self)
        common.show(answer.json) { common.lines(of: sponsorTable(answer.value.sponsors), empty: "No sponsor yet.") }
    }
}

/// The command `soleus sponsor show`; its help says what it does.
struct SponsorShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "show", "Show one sponsor.", examples: ["soleus sponsor show acme"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "The sponsor's short name.") var sponsor: Slug

    func run() async throws {
        let answer = try await Session(common).ask(.get("/v1/sponsors/\(sponsor)"), as: Sponsor.self)
        common.show(answer.json) { common.lines(of: sponsorTable([answer.value]), empty: "") }
    }
}

/// The command `soleus sponsor credential`; its help says what it does.
struct SponsorCredentialCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "credential", "Issue a credential for a sponsor's program; it is shown once.",
        discussion: "With --save-profile it goes into a profile of this machine and is not printed.",
        examples: [
            "soleus sponsor credential acme --label \"HR nightly feed\" --expires-in-days 365",
            "soleus sponsor credential acme --label \"HR nightly feed\" --save-profile acme",
            "soleus sponsor credential acme --label \"Front desk of the clinic\" --partner",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "The sponsor's short name.") var sponsor: Slug
    @Option(help: "What the credential is for.") var label: Label
    @Option(help: "1 to 400.") var expiresInDays = 365
    @Flag(help: "For a trusted partner, who may only ask, and is told why a question finds nobody.")
    var partner = false
    @Option(help: ArgumentHelp("Keep it as this profile instead of printing it.", valueName: "name"))
    var saveProfile: String?

    func validate() throws {
        guard (1...400).contains(expiresInDays) else { throw ValidationError("--expires-in-days is 1 to 400.") }
    }

    func run() async throws {
        let session = Session(common)
        let server = try session.serverAddress(of: try session.signedIn())
        let answer = try await session.ask(
            .send(
                "POST", "/v1/sponsors/\(sponsor)/credentials",
                SponsorCredentialRequest(
                    label: label, expiresInDays: expiresInDays, partner: partner ? true : nil)), as: TokenPair.self)
        if let saveProfile {
            try session.store.save(
                Profile(server: server, name: label.description, tokens: answer.value), as: saveProfile)
            Terminal.say("Saved as profile \"\(saveProfile)\", valid until \(answer.value.accessExpiresAt.shortText).")
        } else {
            common.show(answer.json) {
                common.lines(of: [
                    ("access token", answer.value.accessToken),
                    ("valid until", answer.value.accessExpiresAt.shortText),
                ])
            }
        }
    }
}

/// The command `soleus sponsor credentials`; its help says what it does.
struct SponsorCredentialsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "credentials", "List the credentials of a sponsor's programs and partners that are in force.",
        examples: ["soleus sponsor credentials acme"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "The sponsor's short name.") var sponsor: Slug

    func run() async throws {
        let answer = try await Session(common).ask(
            .get("/v1/sponsors/\(sponsor)/credentials"), as: SponsorCredentials.self)
        common.show(answer.json) {
            common.lines(of: Self.table(answer.value.credentials), empty: "No credential is in force.")
        }
    }

    static func table(_ credentials: [SponsorCredential]) -> TextTable {
        var table = TextTable([
            .init("CREDENTIAL"), .init("LABEL", yields: true), .init("FOR"), .init("ISSUED"), .init("VALID UNTIL"),
        ])
        for credential in credentials {
            table.add([
                credential.id, credential.label.description, credential.partner ? "partner" : "sponsor",
                String(credential.issuedAt.shortText.prefix(10)), String(credential.expiresAt.shortText.prefix(10)),
            ])
        }
        return table
    }
}

/// The command `soleus sponsor revoke`; its help says what it does.
struct SponsorRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "revoke", "End a credential of a sponsor's program or partner at once, as after a leak.",
        discussion: "Whatever uses it is refused from then on; issue another with: soleus sponsor credential.",
        examples: [
            "soleus sponsor revoke acme 01931e7c-0000-7000-8000-000000000001 "
                + "--confirm 01931e7c-0000-7000-8000-000000000001"
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "The sponsor's short name.") var sponsor: Slug
    @Argument(help: "The credential's id, from: soleus sponsor credentials") var credential: String
    @Option(help: "The credential's id once more.") var confirm: String

    func validate() throws {
        if confirm != credential { throw ValidationError("--confirm is the id of the credential.") }
    }

    func run() async throws {
        try await Session(common).tell(
            .init(method: "DELETE", path: "/v1/sponsors/\(sponsor)/credentials/\(PathSegment(credential))"))
        Terminal.say("The credential has ended.")
    }
}

/// The answer of `GET /v1/sponsors`.
struct SponsorListings: Hashable, Codable {
    var sponsors: [Sponsor]
}

private func sponsorTable(_ sponsors: [Sponsor]) -> TextTable {
    var table = TextTable([.init("SPONSOR"), .init("NAME", yields: true), .init("KIND"), .init("ID")])
    for sponsor in sponsors {
        table.add([sponsor.slug.description, sponsor.name.description, sponsor.kind.rawValue, "\(sponsor.id)"])
    }
    return table
}
