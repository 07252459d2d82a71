import Care
import CareStore
import Credentials
import Foundation
import Postgres

/// Sponsors and practitioners: few, and there before anybody else.
enum StaffTables {
    private static let sponsors = CopyStatement(
        "COPY sponsor (sponsor_id, slug, name, kind, feed_mode, end_date_meaning) FROM STDIN (FORMAT binary)",
        Types(SponsorID.self, String.self, String.self, String.self, String.self, String.self))

    private static let loads = CopyStatement(
        """
        COPY eligibility_load (
            sponsor_id, load_id, sha256, received_at, state, row_count, faulty_count, added_count, changed_count,
            reinstated_count, terminated_count, unchanged_count
        ) FROM STDIN (FORMAT binary)
        """,
        Types(
            SponsorID.self, UUID.self, [UInt8].self, Instant.self, String.self, Int32.self, Int32.self, Int32.self,
            Int32.self, Int32.self, Int32.self, Int32.self))

    private static let practitioners = CopyStatement(
        "COPY practitioner (practitioner_id, name, credentials) FROM STDIN (FORMAT binary)",
        Types(PractitionerID.self, String.self, [String].self))

    private static let licences = CopyStatement(
        """
        COPY licence (practitioner_id, position, state, kind, number, valid_from, valid_through)
        FROM STDIN (FORMAT binary)
        """,
        Types(
            PractitionerID.self, Int32.self, String.self, String.self, String.self, LocalDay.self, LocalDay.self))

    private static let accounts = CopyStatement(
        "COPY account (account_id, login, role, name, password_hash, practitioner_id) FROM STDIN (FORMAT binary)",
        Types(UUID.self, String.self, String.self, String.self, String.self, PractitionerID?.self))

    private static let devices = CopyStatement(
        "COPY practitioner_device (practitioner_id, device_id, name) FROM STDIN (FORMAT binary)",
        Types(PractitionerID.self, DeviceID.self, String.self))

    /// All of them, with their sign-ins; the one password is the caller's.
    static func fill(_ outline: PopulationOutline, passwordHash: String, in transaction: borrowing Transaction) throws {
        let from = outline.lastDay.adding(days: -2_200)
        let noon = Instant(milliseconds: Int64(outline.lastDay.dayNumber - 400) * 86_400_000)
        let houses = (0..<outline.sponsors).map { SponsorHouse(index: $0, outline) }
        try transaction.copyIn(sponsors) { writer in
            for house in houses {
                try writer.row(
                    house.id, "sponsor-\(house.index)", "Sponsor \(house.index)",
                    house.index % 5 == 0 ? "health_plan" : "employer", "full", "last_covered_day")
            }
        }
        try transaction.copyIn(loads) { writer in
            for house in houses {
                try writer.row(
                    house.id, house.load, Tokens.digest("roster \(house.index)"), noon, "applied", 0, 0, 0, 0, 0, 0, 0)
            }
        }
        let therapists = (0..<outline.practitioners).map { Therapist($0, of: outline) }
        try transaction.copyIn(practitioners) { writer in
            for therapist in therapists { try writer.row(therapist.practitioner, therapist.name, ["DPT"]) }
        }
        try transaction.copyIn(licences) { writer in
            for therapist in therapists {
                for (position, home) in Names.homes.enumerated() {
                    try writer.row(
                        therapist.practitioner, Int32(position), home.state, "license", "PT-\(therapist.index)", from,
                        outline.lastDay.adding(days: 3_650))
                }
            }
        }
        try transaction.copyIn(accounts) { writer in
            for therapist in therapists {
                try writer.row(
                    therapist.account, therapist.login, "practitioner", therapist.name, passwordHash,
                    therapist.practitioner)
            }
        }
        try transaction.copyIn(devices) { writer in
            for therapist in therapists { try writer.row(therapist.practitioner, therapist.device, "laptop") }
        }
        try CredentialTables.fill(
            therapists.map { therapist in
                CredentialTables.Holder(
                    credential: therapist.credential, role: "practitioner", subject: therapist.practitioner.uuid,
                    device: therapist.device, label: "laptop", tokens: [(.access, therapist.accessToken)])
            }, of: outline, in: transaction)
    }
}

/// A sponsor of the population, and the one roster that it has sent.
struct SponsorHouse: Sendable {
    let index: Int
    let id: SponsorID
    let load: UUID

    init(index: Int, _ outline: PopulationOutline) {
        var dice = Dice(seed: outline.seed, .load, index)
        let at = Instant(milliseconds: Int64(outline.lastDay.dayNumber - 2_150) * 86_400_000)
        self.index = index
        id = SponsorID(UUID.timeOrdered(at: at, using: &dice))
        load = UUID.timeOrdered(at: at, using: &dice)
    }
}
