import Care

extension RosterFormat {
    /// What reads a file of the format, from its first byte on.
    func reader(_ settings: RosterSettings) -> any RosterReading {
        switch self {
        case .csv: RosterParser(settings)
        case .x12: EnrolmentRoster(settings)
        }
    }
}
