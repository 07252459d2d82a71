package import Care
import Credentials
package import Foundation

/// Everything about a member of the population but their chart.
package struct Person: Sendable {
    package let index: Int
    package let member: MemberID
    package let device: DeviceID
    package let credential: UUID
    package let firstName: String
    package let lastName: String
    package let birthDate: LocalDay
    let home: Home
    let sponsor: Int
    package let sponsorNumber: String
    let enrolledAt: Instant
    private let seed: UInt64

    /// Where somebody lives.
    struct Home: Sendable {
        var state: String
        /// An index of `LocalClock.zones`.
        var zone: Int
    }

    package init(_ index: Int, of outline: PopulationOutline) {
        var dice = Dice(seed: outline.seed, .identity, index)
        self.index = index
        seed = outline.seed
        // In the order in which they came over five years, so that ids lie in an index as they would.
        let years = Int64(5 * 365 * 86_400)
        let passed = years * Int64(index) / Int64(max(1, outline.members))
        enrolledAt = Instant(milliseconds: Int64(outline.lastDay.dayNumber - 250) * 86_400_000)
            .adding(seconds: passed - years)
        member = MemberID(UUID.timeOrdered(at: enrolledAt, using: &dice))
        device = DeviceID(UUID.timeOrdered(at: enrolledAt, using: &dice))
        credential = UUID.timeOrdered(at: enrolledAt, using: &dice)
        firstName = dice.pick(Names.first)
        lastName = dice.pick(Names.last)
        birthDate = outline.lastDay.adding(days: -dice.around(18 * 365...79 * 365))
        home = dice.pick(Names.homes)
        // A few sponsors have many of the members.
        let skewed = dice.fraction() * dice.fraction()
        sponsor = min(outline.sponsors - 1, Int(skewed * Double(outline.sponsors)))
        sponsorNumber = "M\(String(10_000_000 + index))"
    }

    /// The token with which the member's device signs its requests.
    package var accessToken: String { Tokens.text(of: .access, "member \(index)", seed: seed) }
    var refreshToken: String { Tokens.text(of: .refresh, "member \(index)", seed: seed) }
}

/// A practitioner of the population.
package struct Therapist: Sendable {
    package let index: Int
    package let practitioner: PractitionerID
    package let device: DeviceID
    let credential: UUID
    let account: UUID
    let name: String
    private let seed: UInt64

    package init(_ index: Int, of outline: PopulationOutline) {
        var dice = Dice(seed: outline.seed, .practitioner, index)
        self.index = index
        seed = outline.seed
        let hiredAt = Instant(milliseconds: Int64(outline.lastDay.dayNumber - 2_100) * 86_400_000)
        practitioner = PractitionerID(UUID.timeOrdered(at: hiredAt, using: &dice))
        device = DeviceID(UUID.timeOrdered(at: hiredAt, using: &dice))
        credential = UUID.timeOrdered(at: hiredAt, using: &dice)
        account = UUID.timeOrdered(at: hiredAt, using: &dice)
        name = "\(dice.pick(Names.first)) \(dice.pick(Names.last))"
    }

    /// The name by which they sign in.
    package var login: String { "pt-\(index)" }
    package var accessToken: String { Tokens.text(of: .access, "practitioner \(index)", seed: seed) }
}

/// The secrets of a population, which follow from its seed: whoever measures needs no list of them.
enum Tokens {
    static func text(of kind: BearerToken.Kind, _ owner: String, seed: UInt64) -> String {
        let secret = SHA256Digest(of: Array("population \(seed) \(kind.rawValue) \(owner)".utf8)).bytes
        let base64 = Data(secret).base64EncodedString()
        return "sol_\(kind.rawValue)_"
            + base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func digest(_ text: String) -> [UInt8] { SHA256Digest(of: Array(text.utf8)).bytes }
}

/// The words of which people are made.
enum Names {
    static let first = [
        "Ana", "Ben", "Carla", "Dev", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Keiko", "Liam", "Maya",
        "Noor",
        "Omar", "Priya", "Quinn", "Rosa", "Sam", "Tara", "Uma", "Viktor", "Wen", "Ximena", "Yusuf", "Zoe",
    ]
    static let last = [
        "Abbott", "Baker", "Chen", "Diaz", "Evans", "Fischer", "Garcia", "Hughes", "Ivanov", "Johnson", "Kim", "Lopez",
        "Martin", "Nguyen", "O'Connor", "Patel", "Quist", "Ruiz", "Santos", "Taylor", "Usman", "Varga", "Walker",
        "Xu", "Young", "Zimmer",
    ]
    static let homes = [
        Person.Home(state: "CO", zone: 1), Person.Home(state: "NY", zone: 3), Person.Home(state: "TX", zone: 2),
        Person.Home(state: "CA", zone: 0), Person.Home(state: "WA", zone: 0), Person.Home(state: "IL", zone: 2),
    ]
}
