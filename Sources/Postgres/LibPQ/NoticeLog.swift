import CLibPQ
import Logging

/// What the server remarked without being asked, on one connection.
///
/// Notices quote values, so only their severity and code are logged.
final class NoticeLog {
    private let logger: Logger
    /// Whether a warning has come since the flag was last cleared.
    var sawWarning = false

    init(logger: Logger) { self.logger = logger }

    func record(severity: String, code: String) {
        if severity == "WARNING" {
            sawWarning = true
            logger.warning("PostgreSQL warning", metadata: ["sqlstate": "\(code)"])
        } else {
            logger.debug("PostgreSQL notice", metadata: ["severity": "\(severity)", "sqlstate": "\(code)"])
        }
    }
}

/// The function that libpq calls, on the connection's own thread, while it reads.
let receiveNotice: PQnoticeReceiver = { context, result in
    guard let context = unsafe context, let result = unsafe result else { return }
    func field(_ code: Unicode.Scalar) -> String {
        guard let text = unsafe PQresultErrorField(result, Int32(code.value)) else { return "" }
        return unsafe String(cString: text)
    }
    unsafe Unmanaged<NoticeLog>.fromOpaque(context).takeUnretainedValue().record(
        severity: field("V"), code: field("C"))
}
