import ArgumentParser
import Care
import CareClient
import CareMessages
import StrictJSON

/// The command `soleus device enrol`; its help says what it does.
struct DeviceEnrolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "enrol", "Become a member on this device, with the number that your employer or plan gave you.",
        discussion: """
            If the answer is lost, the same command again gets the same member and device.
            On another device it begins a record of its own, with nothing in it, unless you give a code of
            the one you have: see soleus device invite. Without a device, ask the practice for one.
            """,
        examples: [
            "soleus device enrol --device phone --number AO-10001 --first-name Ana --last-name Ruiz "
                + "--birth-date 1988-04-01 --state CO --time-zone America/Denver",
            "soleus device enrol --device tablet --invitation 7KQ2-M9XA-04TD --number AO-10001 --first-name Ana "
                + "--last-name Ruiz --birth-date 1988-04-01 --state CO --time-zone America/Denver",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Option(help: "Your number with your employer or health plan.") var number: String
    @Option var firstName: Label
    @Option var lastName: Label
    @Option(help: "YYYY-MM-DD.") var birthDate: LocalDay
    @Option(help: "The state you are in, such as CO.") var state: USState
    @Option(help: "Your time zone, such as America/Denver.") var timeZone: TimeZoneName
    @Option(help: "For a member's other device: the code that `soleus device invite` showed on one of yours.")
    var invitation: String?

    func run() async throws {
        let handle = try DeviceHandle(options, common, isNew: true)
        let server = try Session(common).serverAddress(of: nil)
        let identity = IdentityClaim(
            number: number, firstName: firstName, lastName: lastName, birthDate: birthDate)
        guard let deviceName = Label(options.device) else { throw ValidationError("--device is no name.") }
        let enrolled = try await handle.ask(server: server) { engine throws(SyncError) in
            try await engine.enrol(
                identity, state: state, timeZone: timeZone, deviceName: deviceName, server: server,
                proof: invitation.map { .invitation($0) })
        }
        common.show(Self.json(enrolled)) {
            common.lines(of: [
                ("member", "\(enrolled.member.firstName) \(enrolled.member.lastName)"),
                ("member id", enrolled.member.id.description), ("device", enrolled.device.name.description),
                ("device id", enrolled.device.id.description), ("service", enrolled.server),
            ])
        }
    }

    static func json(_ enrolled: EnrolledDevice) -> JSONValue {
        .object([
            "device": .string(enrolled.device.id.description), "name": .string(enrolled.device.name.description),
            "member": .string(enrolled.member.id.description), "server": .string(enrolled.server),
        ])
    }
}
