import Care

/// Writes rosters that look like real ones, the same ones for the same seed: month by month of one invented employer.
///
/// A family is drawn from the seed and its place alone, so that a million people take no more memory than one, and the
/// file of a later month holds the same families: some gone, some changed, some new.
struct RosterGenerator {
    let seed: UInt64
    /// How many people the first month has.
    let people: Int
    /// How many months after the first.
    let month: Int

    static let header = RosterColumn.allCases.map(\.rawValue).joined(separator: ",")
    /// The first month.
    private static let firstYear = 2026
    /// Of a thousand families, so many leave and come in a month; of so many newcomers one gets a leaver's number.
    private static let turnover = 15
    private static let reuse = 50

    /// Writes the header and every row, in pieces.
    func write(_ output: (String) -> Void) {
        var text = Self.header + "\n"
        var families = 0
        var started = 0
        while started < people {
            var random = RandomDraws(seed, family: families)
            var family = Family(families, &random)
            // The last family is cut to the number of people that was asked for.
            family.members = Array(family.members.prefix(people - started))
            started += family.members.count
            families += 1
            add(family, hiredIn: nil, &random, to: &text)
            if text.utf8.count > 60_000 {
                output(text)
                text = ""
            }
        }
        let newcomers = max(1, families * Self.turnover / 1_000)
        for month in stride(from: 1, through: month, by: 1) {
            for place in 0..<newcomers {
                let number = families + (month - 1) * newcomers + place
                var random = RandomDraws(seed, family: number)
                var family = Family(number, &random)
                if random.below(Self.reuse) == 0 {
                    reuseNumber(in: month, place * families / newcomers..<(place + 1) * families / newcomers, &family)
                }
                add(family, hiredIn: month, &random, to: &text)
            }
            output(text)
            text = ""
        }
        output(text)
    }

    /// Gives a newcomer the number of somebody among some families who left in the month before, if anybody did.
    ///
    /// Each newcomer looks among other families, so that no two get one number.
    private func reuseNumber(in month: Int, _ families: Range<Int>, _ family: inout Family) {
        for number in families {
            var random = RandomDraws(seed, family: number)
            let leaver = Family(number, &random)
            if leavingMonth(&random) == month - 1 {
                family.number = leaver.number
                return
            }
        }
    }

    /// The month in which a family of the first one leaves; nil when it stays to the end of the file's time.
    private func leavingMonth(_ random: inout RandomDraws) -> Int? {
        for candidate in stride(from: 1, through: month, by: 1) where random.below(1_000) < Self.turnover {
            return candidate
        }
        return nil
    }

    private func add(_ family: Family, hiredIn hired: Int?, _ random: inout RandomDraws, to text: inout String) {
        var end: String?
        if hired == nil, let left = leavingMonth(&random) {
            // Half of them are in one more file, with their last day; the others are simply absent.
            guard left == month, random.below(2) == 0 else { return }
            end = day(month, 28)
        }
        var changes = FamilyChanges()
        for candidate in stride(from: (hired ?? 0) + 1, through: month, by: 1) {
            if random.below(100) == 0 { changes.plan = (FamilyChanges.plans.pick(&random), day(candidate, 1)) }
            if random.below(200) == 0 { changes.lastName = Names.last.pick(&random) }
            if random.below(200) == 0 { changes.mailbox = random.below(90) + 10 }
        }
        let hireDay = hired.map { day($0, 1 + random.below(28)) } ?? family.hired
        for row in family.rows(hireDay, end: end, changes) {
            text += row
            text += "\n"
        }
    }

    private func day(_ month: Int, _ day: Int) -> String {
        LocalDay(year: Self.firstYear + month / 12, month: month % 12 + 1, day: day)?.description ?? ""
    }
}

/// What has become of a family since the first month.
private struct FamilyChanges {
    static let plans = ["PPO-1", "HDHP-2", "EPO-3"]

    var plan: (code: String, from: String)?
    var lastName: String?
    var mailbox: Int?
}

/// A subscriber and those who hang on them.
private struct Family {
    struct Member {
        var relationship: String
        var firstName: String
        var born: String
        var sex: String
    }

    /// The subscriber's number, which is the family's.
    var number: String
    var members: [Member]
    let hired: String
    private let lastName: String
    private let zip: String
    private let state: String
    private let phone: String
    private let plan: String

    init(_ place: Int, _ random: inout RandomDraws) {
        number = "E" + String(100_000 + place)
        lastName = Names.last.pick(&random)
        let (zip, state) = Names.places.pick(&random)
        // Few addresses for many families: couples and flatmates work for one employer.
        self.zip = zip
        self.state = state
        phone = "303555" + String(1_000 + random.below(9_000))
        plan = FamilyChanges.plans.pick(&random)
        let year = 1955 + random.below(48)
        hired = Self.day(max(year + 18, 2001) + random.below(3), &random)
        members = [Self.member("self", year, &random)]
        if random.below(100) < 45 { members.append(Self.member("spouse", year - 4 + random.below(9), &random)) }
        let children = [0, 0, 0, 1, 1, 2, 2, 3].pick(&random)
        for child in 0..<children {
            var next = Self.member("child", 2004 + random.below(20), &random)
            // Twins share a birthday, and parents like names that sound alike.
            if child > 0, random.below(100) < 6, let twin = members.last {
                next.born = twin.born
                next.firstName = random.below(2) == 0 ? twin.firstName + "e" : next.firstName
            }
            members.append(next)
        }
    }

    func rows(_ hired: String, end: String?, _ changes: FamilyChanges) -> [String] {
        let name = changes.lastName ?? lastName
        let mailbox = "\(number.lowercased())\(changes.mailbox.map(String.init) ?? "")@example.com"
        return members.enumerated().map { place, member in
            let own = place == 0 ? number : "\(number)-\(place)"
            return [
                place == 0 ? "subscriber" : "dependent", own, number, member.relationship, member.firstName, name,
                member.born, member.sex, mailbox, phone, zip, state, "HQ", changes.plan?.code ?? plan,
                changes.plan?.from ?? hired, end ?? "", end == nil ? "" : "left", "en",
            ].map(Self.field).joined(separator: ",")
        }
    }

    private static func member(_ relationship: String, _ year: Int, _ random: inout RandomDraws) -> Member {
        let isLeapling = random.below(300) == 0
        let leapYear = year - (year % 4)
        return Member(
            relationship: relationship, firstName: Names.first.pick(&random),
            born: isLeapling ? "\(leapYear)-02-29" : day(year, &random), sex: ["F", "M", "X", "U"].pick(&random))
    }

    private static func day(_ year: Int, _ random: inout RandomDraws) -> String {
        let month = 1 + random.below(12)
        return LocalDay(year: year, month: month, day: 1 + random.below(28))?.description ?? ""
    }

    private static func field(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

/// Names and places as rosters have them: accents, apostrophes, hyphens, two surnames, suffixes, commas and quotes.
private enum Names {
    static let first = [
        "Ana", "José", "María José", "Zoë", "Chloé", "D'Andre", "Siobhán", "Nguyên", "Jean-Luc", "Mary Ann", "Björn",
        "Renée", "Łukasz", "Ximena", "Wei", "Aisha", "Muhammad", "Olu", "Keiko", "Ravi", "Priya", "Noah", "Emma",
        "Liam", "Olivia", "Mia", "Leo", "Ava", "Ethan", "Grace", "Samuel", "Ruth", "Hannah", "Isaac", "Eva",
        "Robert \"Bob\"", "Ma. Teresa", "J.", "Sam", "Alex", "Anna", "Anne", "Iñaki", "Søren", "Ángel", "Inés",
        "Tomás", "Beatriz", "Cleo", "Dan",
    ]
    static let last = [
        "O'Connor", "O’Brien", "D'Angelo", "García Márquez", "Ruiz", "Ruiz-Marín", "de la Cruz", "van der Berg",
        "Müller", "Nguyễn", "Smith", "Smith-Jones", "Johnson", "Williams", "Brown", "Jones", "Miller", "Davis",
        "Rodríguez", "Martínez", "Hernández López", "Peña", "Núñez", "Söderström", "Øster", "Kowalski", "Wójcik",
        "Dvořák", "Şahin", "Lee", "Li", "Kim", "Park", "Singh", "Patel", "Khan", "Ahmed", "Okafor", "Adébáyò",
        "St. John", "King, Jr.", "Moore III", "McDonald", "MacLeod", "Fitz-Gerald", "Le Blanc", "Dubois-Martín Jr.",
        "Thompson", "White", "Harris", "Clark", "Lewis", "Walker", "Hall", "Young", "Allen", "Wright", "Scott",
    ]
    static let places = [
        ("80014", "CO"), ("80202", "CO"), ("94110", "CA"), ("10001", "NY"), ("00501", "NY"), ("60601", "IL"),
        ("73301", "TX"), ("98101", "WA"), ("02108", "MA"), ("33101", "FL"),
    ]
}

/// Numbers drawn from a seed and a place (SplitMix64): the same on every machine.
private struct RandomDraws {
    private var state: UInt64

    init(_ seed: UInt64, family: Int) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: Int64(family)) &* 0xD1B5_4A32_D192_ED03
        _ = next()
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

extension Array {
    fileprivate func pick(_ random: inout RandomDraws) -> Element { self[random.below(count)] }
}
