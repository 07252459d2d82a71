extension ProtocolVersion {
    /// The last day on which pushes in an older accepted version are taken, as it is told to those who may not pull any more.
    package static let oldPushesTakenThrough = "2027-12-31"
}
