/// What one kind of value may look like wherever it stands: the standard's dictionary, as far as our guides need it.
struct DataElement: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// From a list of codes.
        case code
        case text
        /// Digits, and a minus before them.
        case integer
        /// Digits with a decimal point and a minus.
        case decimal
        /// A day as CCYYMMDD, or YYMMDD where only six fit.
        case day
        /// HHMM, with seconds and their fractions where given.
        case time
        /// A day, or two, in the format that the element before names.
        case period
    }

    /// The number under which the standard knows it.
    let number: String
    let kind: Kind
    let length: ClosedRange<Int>

    private init(_ number: String, _ kind: Kind, _ length: ClosedRange<Int>) {
        self.number = number
        self.kind = kind
        self.length = length
    }

    static func code(_ number: Int, _ length: ClosedRange<Int>) -> Self { Self("\(number)", .code, length) }

    static func numbered(_ number: String, _ kind: Kind, _ length: ClosedRange<Int>) -> Self {
        Self(number, kind, length)
    }

    static func text(_ number: Int, _ length: ClosedRange<Int>) -> Self { Self("\(number)", .text, length) }

    // Names and addresses.
    static let lastName = text(1035, 1...60)
    static let firstName = text(1036, 1...35)
    static let middleName = text(1037, 1...25)
    static let prefix = text(1038, 1...10)
    static let suffix = text(1039, 1...10)
    static let organizationName = text(93, 1...60)
    static let street = text(166, 1...55)
    static let city = text(19, 2...30)
    static let state = code(156, 2...2)
    static let postalCode = code(116, 3...15)
    static let country = code(26, 2...3)
    static let countrySubdivision = code(1715, 1...3)
    static let locationQualifier = code(309, 1...2)
    static let location = text(310, 1...30)

    // Who, and under which number.
    static let entity = code(98, 2...3)
    static let entityType = code(1065, 1...1)
    static let idQualifier = code(66, 1...2)
    static let id = text(67, 2...80)
    static let entityRelationship = code(706, 2...2)
    static let referenceQualifier = code(128, 2...3)
    static let reference = text(127, 1...50)
    static let description = text(352, 1...80)
    static let contactFunction = code(366, 2...2)
    static let communicationQualifier = code(365, 2...2)
    static let communicationNumber = text(364, 1...256)
    static let contactInquiry = text(443, 1...20)
    static let account = text(508, 1...35)
    static let accountQualifier = code(569, 1...3)

    // Times.
    static let day = Self("373", .day, 8...8)
    static let time = Self("337", .time, 4...8)
    static let dateQualifier = code(374, 3...3)
    static let dateFormat = code(1250, 2...3)
    static let period = Self("1251", .period, 1...35)
    static let timeZone = code(623, 2...2)

    // Quantities.
    static let quantity = Self("380", .decimal, 1...15)
    static let quantityQualifier = code(673, 2...2)
    static let amount = Self("782", .decimal, 1...18)
    static let amountQualifier = code(522, 1...3)
    static let percentage = Self("954", .decimal, 1...10)
    static let assignedNumber = Self("554", .integer, 1...6)
    static let count9 = Self("609", .integer, 1...9)
    static let number = Self("1470", .integer, 1...9)
    static let height = Self("65", .decimal, 1...8)
    static let weight = Self("81", .decimal, 1...10)

    static let yesNo = code(1073, 1...1)
    static let action = code(306, 1...2)
    static let loop = text(447, 1...4)
}
