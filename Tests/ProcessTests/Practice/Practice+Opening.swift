import Foundation
import StrictJSON
import TestPostgres

extension Practice {
    static let sponsor = "acme-outdoor"
    static let pat = "pat"

    /// Loads the catalog; needs no service.
    func loadCatalog() async throws {
        try await soleusd("content", "load", TestCluster.packageDirectory.appending(components: "db", "content").path)
    }

    /// Loads the catalog and makes the first operator; needs no service.
    func prepare() async throws {
        try await loadCatalog()
        try await soleusd("operator", "add", "--login", "olga", "--password-file", try writeOperatorPassword())
    }

    /// Writes the file with the password of the first operator; the path.
    @discardableResult
    func writeOperatorPassword() throws -> String {
        try write("operator-password", "an operator of long standing")
    }

    /// Runs `soleus` until the outcome is known, as its exit code 5 advises: a slow machine is not what tests are about.
    @discardableResult
    func settle(_ arguments: [String], profile: String = "default") async throws -> Finished {
        for _ in 1...10 {
            let finished = try await run(arguments, profile: profile)
            if finished.ending != .exited(5) { return try finished.exiting(0) }
        }
        return try await run(arguments, profile: profile).exiting(0)
    }

    /// Signs the operator in, and lets a sponsor join with a credential of its own.
    func open() async throws {
        let password = folder.appending(component: "operator-password").path
        try await settle(["login", "--login", "olga", "--password-file", password], profile: "operator")
        try await settle(
            [
                "sponsor", "add", Self.sponsor, "--name", "Acme Outdoor", "--kind", "employer", "--mode", "full",
                "--end-date", "last_covered_day",
            ], profile: "operator")
        try await settle(
            ["sponsor", "credential", Self.sponsor, "--label", "benefits team", "--save-profile", "acme"],
            profile: "operator")
    }

    /// Sends a roster as the sponsor.
    @discardableResult
    func load(_ roster: RosterFile) async throws -> Finished {
        let file = try write("roster.csv", roster.text)
        return try await settle(["roster", "load", "--sponsor", Self.sponsor, file, "--json"], profile: "acme")
    }

    /// Makes somebody a member, with a device of that name.
    func enrol(_ person: Person, device: String) async throws {
        try await settle(
            ["device", "enrol", "--device", device] + person.identity
                + ["--state", "CO", "--time-zone", "America/Denver"])
    }

    /// Makes a PT with a licence where the members are, and signs the PT in.
    func hirePT() async throws {
        let password = try write("pt-password", "a patient physical therapist")
        try await settle(
            [
                "practitioner", "add", Self.pat, "--name", "Pat Morgan", "--credential", "DPT", "--licence",
                "CO:license:PT-1234:2024-01-01:2031-12-31", "--password-file", password,
            ], profile: "operator")
        try await settle(["login", "--login", Self.pat, "--password-file", password], profile: "pt")
    }

    /// Gives the PT a place on a member's care team.
    func assignPT(to member: String) async throws {
        try await settle(["care-team", "add", member, Self.pat, "--role", "lead_pt"], profile: "operator")
    }

    /// Gives a member their first plan.
    func assignPlan(to member: String) async throws {
        try await settle(["plan", "assign", member, "ankle-pain-after-running"], profile: "pt")
    }

    /// Whether the ledger of a member's chart holds, and how many versions it has.
    func ledger(of member: String) async throws -> (holds: Bool, version: Int64) {
        let verification = try await soleus("history", member, "--json", profile: "pt").json["verification"]
        guard let holds = verification?["holds"]?.boolValue, let version = verification?["version"]?.integerValue
        else { throw NotAsExpected("no verification in the history of \(member)") }
        return (holds, version)
    }
}
