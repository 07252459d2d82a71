package import Care

/// Whose device this is, and which service it talks to.
package struct EnrolledDevice: Hashable, Sendable {
    package var device: Device
    package var member: Member
    /// Scheme, host and port.
    package var server: String
}
