/// What is wrong with an interchange as such: the note codes of a TA1.
package enum InterchangeFault: String, Hashable, Sendable, CaseIterable {
    case controlNumbersDiffer = "001"
    case senderQualifier = "005"
    case senderID = "006"
    case receiverQualifier = "007"
    case receiverID = "008"
    case authorizationQualifier = "010"
    case authorization = "011"
    case securityQualifier = "012"
    case security = "013"
    case date = "014"
    case time = "015"
    case controlNumber = "018"
    case acknowledgementRequested = "019"
    case testIndicator = "020"
    case groupCount = "021"
    /// A segment that cannot stand between groups or transaction sets.
    case controlStructure = "022"
    case endOfFile = "023"
    case content = "024"
    case componentSeparator = "027"
}

/// What is wrong with a functional group: the codes of AK905.
package enum GroupFault: String, Hashable, Sendable, CaseIterable {
    case groupNotSupported = "1"
    case versionNotSupported = "2"
    case trailerMissing = "3"
    case controlNumbersDiffer = "4"
    case setCount = "5"
    case controlNumber = "6"
    case controlNumberTwice = "19"
}

/// What is wrong with a transaction set beside its segments: the codes of IK502.
package enum SetFault: String, Hashable, Sendable, CaseIterable {
    case setNotSupported = "1"
    case trailerMissing = "2"
    case controlNumbersDiffer = "3"
    case segmentCount = "4"
    case segmentsAtFault = "5"
    case setMissing = "6"
    case controlNumber = "7"
    case controlNumberTwice = "23"
    case versionNotSupported = "I6"
}
