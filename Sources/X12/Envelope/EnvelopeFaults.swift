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

extension InterchangeFault {
    /// What it means, for people.
    package var words: String {
        switch self {
        case .controlNumbersDiffer: "the control numbers of ISA13 and IEA02 differ"
        case .senderQualifier: "ISA05 is no qualifier of a sender"
        case .senderID: "ISA06 is no id of a sender"
        case .receiverQualifier: "ISA07 is no qualifier of a receiver"
        case .receiverID: "ISA08 is no id of a receiver"
        case .authorizationQualifier: "ISA01 is neither 00 nor 03"
        case .authorization: "ISA02 is not as it should be"
        case .securityQualifier: "ISA03 is neither 00 nor 01"
        case .security: "ISA04 is not as it should be"
        case .date: "ISA09 is no date"
        case .time: "ISA10 is no time"
        case .controlNumber: "ISA13 is no control number"
        case .acknowledgementRequested: "ISA14 is neither 0 nor 1"
        case .testIndicator: "ISA15 is neither P nor T"
        case .groupCount: "IEA01 is not the number of groups"
        case .controlStructure: "a segment stands where none can be, between groups or sets"
        case .endOfFile: "the file ends before the interchange does"
        case .content: "something in it cannot be read as an interchange"
        case .componentSeparator: "ISA16 is no separator"
        }
    }
}

extension GroupFault {
    /// What it means, for people.
    package var words: String {
        switch self {
        case .groupNotSupported: "groups of this kind are not read here"
        case .versionNotSupported: "this version of the guide is not read here"
        case .trailerMissing: "its GE segment is missing"
        case .controlNumbersDiffer: "the control numbers of GS06 and GE02 differ"
        case .setCount: "GE01 is not the number of sets"
        case .controlNumber: "GS06 is no control number"
        case .controlNumberTwice: "another group has its control number"
        }
    }
}

extension SetFault {
    /// What it means, for people.
    package var words: String {
        switch self {
        case .setNotSupported: "sets of this kind are not read here"
        case .trailerMissing: "its SE segment is missing"
        case .controlNumbersDiffer: "the control numbers of ST02 and SE02 differ"
        case .segmentCount: "SE01 is not the number of segments"
        case .segmentsAtFault: "segments are at fault"
        case .setMissing: "there is no set"
        case .controlNumber: "ST02 is no control number"
        case .controlNumberTwice: "another set of the group has its control number"
        case .versionNotSupported: "ST03 names a guide that is not read here"
        }
    }
}
