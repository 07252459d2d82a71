import ArgumentParser
import Care
import CareClient
import StrictJSON

/// The command `soleus device sign-in`; its help says what it does.
struct DeviceSignInCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "sign-in", "Make this device a practitioner's, who keeps copies of their panel's charts on it.",
        discussion: "The password is asked for, or read from a file, and not stored. The same command signs in again.",
        examples: ["soleus device sign-in --device laptop --login jordan --password-file secret.txt"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Option(help: "Your login.") var login: String
    @Option(help: ArgumentHelp("File with the password on its first line; - for standard input.", valueName: "file"))
    var passwordFile: String?
    @Flag(help: "Copy only the charts that are followed, not the whole panel.") var chosenOnly = false

    func run() async throws {
        let handle = try DeviceHandle(options, common, isNew: true)
        let server = try Session(common).serverAddress(of: nil)
        let password = try PasswordInput.password(
            from: passwordFile, question: "Password: ", noInput: common.noInput)
        guard let deviceName = Label(options.device) else { throw ValidationError("--device is no name.") }
        try await handle.ask(server: server) { engine throws(SyncError) in
            try await engine.signIn(login: login, password: password, deviceName: deviceName, server: server)
        }
        if chosenOnly { try handle.read { store throws(StoreError) in try store.copyWholePanel(false) } }
        let owner = try handle.owner()
        common.show(
            .object([
                "device": .string(owner.device.id.description), "holder": .string(owner.holder.nameText),
                "server": .string(owner.server),
            ])
        ) {
            common.lines(of: [
                ("signed in", owner.holder.nameText), ("device", owner.device.name.description),
                ("device id", owner.device.id.description), ("service", owner.server),
            ])
        }
    }
}

extension Holder {
    /// The person's name, for people.
    var nameText: String {
        switch self {
        case .member(let member): "\(member.firstName) \(member.lastName)"
        case .practitioner(_, let name): name.description
        }
    }
}
