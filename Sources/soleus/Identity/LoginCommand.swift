import ArgumentParser
import Care
import CareMessages
import Foundation
import StrictJSON

/// The command `soleus login`: a credential for a login and a password.
struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "login", "Sign in and keep the credential in a file that only you can read.",
        discussion: "The password is asked for, or read from a file; never taken from the command line.",
        examples: [
            "soleus login --server http://127.0.0.1:8080 --login jordan",
            "soleus login --profile operator --login admin --password-file secret.txt",
        ])

    @OptionGroup var common: CommonOptions

    @Option(help: "Your login; asked for when not given.")
    var login: String?

    @Option(help: ArgumentHelp("File with the password on its first line; - for standard input.", valueName: "file"))
    var passwordFile: String?

    func run() async throws {
        let session = Session(common)
        let server = try session.serverAddress(of: try session.store.load(session.profileName))
        let login = try login ?? PasswordInput.answer("Login: ", noInput: common.noInput, instead: "--login")
        let password = try PasswordInput.password(
            from: passwordFile, question: "Password: ", noInput: common.noInput)
        let tokens = try await session.askPublicly(
            .send("POST", "/v1/sessions", SignIn(login: login, password: password)), as: TokenPair.self)
        var profile = Profile(server: server, name: login, tokens: tokens.value)
        try session.store.save(profile, as: session.profileName)
        let me = try await session.ask(.get("/v1/me"), as: Me.self)
        profile.name = me.value.name
        try session.store.save(profile, as: session.profileName)
        common.show(me.json) { WhoAmICommand.lines(me.value, server: server, common) }
    }
}

/// The command `soleus logout`: the credential ends at the service and is deleted here.
struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "logout", "End the session at the service and delete the credential.",
        examples: ["soleus logout", "soleus logout --profile operator"])

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let session = Session(common)
        guard try session.store.load(session.profileName) != nil else {
            Terminal.say("Nobody was signed in as profile \"\(session.profileName)\".")
            return
        }
        do throws(CommandFailure) {
            try await session.tell(.init(method: "DELETE", path: "/v1/sessions/current"))
        } catch {
            // A session that had ended before is what was wanted.
            guard error.status == .notAllowed else { throw error }
        }
        _ = try session.store.remove(session.profileName)
        Terminal.say("Signed out.")
    }
}

/// The command `soleus whoami`: whose credential the profile holds.
struct WhoAmICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "whoami", "Show whose credential is in use, as the service sees it.",
        examples: ["soleus whoami", "soleus whoami --profile operator --json"])

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let session = Session(common)
        let server = try session.serverAddress(of: try session.signedIn())
        let me = try await session.ask(.get("/v1/me"), as: Me.self)
        common.show(me.json) { Self.lines(me.value, server: server, common) }
    }

    static func lines(_ me: Me, server: String, _ common: CommonOptions) -> [String] {
        common.lines(of: [
            ("name", me.name), ("role", me.role.rawValue), ("id", me.subject), ("service", server),
        ])
    }
}
