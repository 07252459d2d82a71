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
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[start...start + 1], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        self.init(bytes: bytes)
    }
}
