import ArgumentParser

/// The command `soleus device`; its help says what it does.
struct DeviceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "device", "Be a member's phone, or a PT's: record without a network, and sync.",
        discussion: """
            Each device keeps a store of its own in SOLEUS_HOME/devices. A member's needs no login: enrolling gives it a
            credential. A practitioner signs in on theirs, and it copies the charts of their panel.
            Whatever is logged is on the disk when the command ends, and goes out with the next sync.
            """,
        subcommands: [
            DeviceTodayCommand.self, DeviceEnrolCommand.self, DeviceInviteCommand.self, DeviceCoverCommand.self,
            DeviceSignInCommand.self,
            DeviceSyncCommand.self,
            DevicePushCommand.self, DevicePullCommand.self, DeviceWatchCommand.self, DevicePlanCommand.self,
            DeviceOlderCommand.self,
            DeviceLogCommand.self, DeviceMessageCommand.self, DeviceVisitsCommand.self, DeviceGoalCommand.self,
            DeviceOutcomesCommand.self, DeviceAcknowledgeCommand.self, DeviceShoesCommand.self,
            DeviceExerciseCommand.self, DeviceArticleCommand.self, DeviceDismissCommand.self, DeviceStatusCommand.self,
            DeviceResendCommand.self,
            DeviceVerifyCommand.self, DeviceSignOutCommand.self,
        ])
}

/// The command `soleus device log`; its help says what it does.
struct DeviceLogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "log", "Record a session, pain, a run, a shoe, a fall or self-care; no network is needed.",
        subcommands: [
            DeviceLogSessionCommand.self, DeviceLogCheckInCommand.self, DeviceLogRunCommand.self,
            DeviceLogShoeCommand.self, DeviceLogFallCommand.self, DeviceLogSelfCareCommand.self,
        ])
}

/// Which device a command is about.
struct DeviceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Which device: the name of its store.", valueName: "name"))
    var device: String

    mutating func validate() throws {
        // The name becomes a file's.
        let isPlain = device.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isPlain, (1...64).contains(device.utf8.count), !device.hasPrefix(".") else {
            throw ValidationError("--device is 1 to 64 letters, digits, hyphens, underscores or dots.")
        }
    }
}
