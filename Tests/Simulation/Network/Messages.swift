import Care
import ChartSync

/// What a device asks the service.
enum Request {
    /// A new device, or one that a restored service does not know any more.
    case enrol(DeviceID, Holder)
    case push(PushRequest)
    case pull(PullRequest)
    case checksums(ChecksumsRequest)
    case repair(RepairRequest)

    var device: DeviceID {
        switch self {
        case .enrol(let device, _): device
        case .push(let request): request.device
        case .pull(let request): request.device
        case .checksums(let request): request.device
        case .repair(let request): request.device
        }
    }

    var name: String {
        switch self {
        case .enrol: "enrol"
        case .push: "push"
        case .pull: "pull"
        case .checksums: "checksums"
        case .repair: "repair"
        }
    }
}

/// What the service answers.
enum Reply {
    case enrolled
    case push(PushAnswer)
    case pull(PullAnswer)
    case checksums(ChecksumsAnswer)
    case repair(RepairAnswer)
    case problem(Problem)
}

/// Answers that carry nothing else.
enum Problem: String {
    case unknownDevice = "unknown-device"
    case deviceRevoked = "device-revoked"
    case clientTooOld = "client-too-old"
    case cursorInvalid = "cursor-invalid"
    case notFound = "not-found"
    case invalid
}

/// The cursor's text. The seal is not played: nobody forges a cursor here.
extension Cursor {
    var text: String { bytes.hexadecimal }

    init?(text: String) {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        func value(_ digit: UInt8) -> UInt8 { digit < 97 ? digit &- 48 : digit &- 87 }
        let bytes = stride(from: 0, to: digits.count, by: 2).map { value(digits[$0]) << 4 | value(digits[$0 + 1]) }
        self.init(bytes: bytes)
    }
}
