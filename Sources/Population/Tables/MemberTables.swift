import Care
import CareStore
import Credentials
import Foundation
import Postgres

/// Members, what their sponsors say of them, their devices and who looks after them.
enum MemberTables {
    private static let covered = CopyStatement(
        """
        COPY covered_person (
            sponsor_id, number, subscriber_number, relationship, first_name, last_name, first_name_key, last_name_key,
            birth_date, state
        ) FROM STDIN (FORMAT binary)
        """,
        Types(
            SponsorID.self, String.self, String.self, String.self, String.self, String.self, String.self, String.self,
            LocalDay.self, String.self))

    private static let coverage = CopyStatement(
        "COPY coverage (sponsor_id, number, valid_from, valid_to, plan_code, load_id) FROM STDIN (FORMAT binary)",
        Types(SponsorID.self, String.self, LocalDay.self, LocalDay?.self, String.self, UUID.self))

    private static let members = CopyStatement(
        """
        COPY member (
            member_id, first_name, last_name, birth_date, state, time_zone, sponsor_id, sponsor_number, enrolled_at
        ) FROM STDIN (FORMAT binary)
        """,
        Types(
            MemberID.self, String.self, String.self, LocalDay.self, String.self, String.self, SponsorID.self,
            String.self, Instant.self))

    private static let enrolled = CopyStatement(
        "COPY enrolled_person (sponsor_id, number, member_id) FROM STDIN (FORMAT binary)",
        Types(SponsorID.self, String.self, MemberID.self))

    private static let devices = CopyStatement(
        """
        COPY device (member_id, device_id, name, credential_id, enrolment_key_digest, enrolled_at)
        FROM STDIN (FORMAT binary)
        """,
        Types(MemberID.self, DeviceID.self, String.self, UUID.self, [UInt8].self, Instant.self))

    private static let statuses = CopyStatement(
        """
        COPY device_status (holder_id, device_id, heard_at, schema, clock_offset_milliseconds, pending, set_aside)
        FROM STDIN (FORMAT binary)
        """,
        Types(MemberID.self, DeviceID.self, Instant.self, Int16.self, Int64.self, Int32.self, Int32.self))

    private static let careTeam = CopyStatement(
        "COPY care_team_member (member_id, practitioner_id, valid_from, role) FROM STDIN (FORMAT binary)",
        Types(MemberID.self, PractitionerID.self, Instant.self, CareTeamRole.self))

    static func fill(
        _ charts: [ChartRecord], of outline: PopulationOutline, in transaction: borrowing Transaction
    ) throws {
        let people = charts.map(\.person)
        let houses = people.map { SponsorHouse(index: $0.sponsor, outline) }
        try transaction.copyIn(covered) { writer in
            for (person, house) in zip(people, houses) {
                let (first, last) = (NameKey(person.firstName), NameKey(person.lastName))
                for (number, relationship) in [
                    (person.sponsorNumber, "self"), ("\(person.sponsorNumber)-2", "spouse"),
                ] {
                    try writer.row(
                        house.id, number, person.sponsorNumber, relationship, person.firstName, person.lastName,
                        first?.description ?? "", last?.description ?? "", person.birthDate, person.home.state)
                }
            }
        }
        let from = outline.lastDay.adding(days: -2_600)
        try transaction.copyIn(coverage) { writer in
            for (person, house) in zip(people, houses) {
                try writer.row(house.id, person.sponsorNumber, from, nil, "gold", house.load)
                try writer.row(house.id, "\(person.sponsorNumber)-2", from, nil, "gold", house.load)
            }
        }
        try transaction.copyIn(members) { writer in
            for (person, house) in zip(people, houses) {
                try writer.row(
                    person.member, person.firstName, person.lastName, person.birthDate, person.home.state,
                    LocalClock.zones[person.home.zone], house.id, person.sponsorNumber, person.enrolledAt)
            }
        }
        try transaction.copyIn(enrolled) { writer in
            for (person, house) in zip(people, houses) { try writer.row(house.id, person.sponsorNumber, person.member) }
        }
        try transaction.copyIn(careTeam) { writer in
            for person in people {
                let therapist = Therapist(outline.practitioner(of: person.index), of: outline)
                try writer.row(person.member, therapist.practitioner, person.enrolledAt, .leadPT)
            }
        }
        try fillDevices(charts, of: outline, in: transaction)
    }

    private static func fillDevices(
        _ charts: [ChartRecord], of outline: PopulationOutline, in transaction: borrowing Transaction
    ) throws {
        try transaction.copyIn(devices) { writer in
            for person in charts.map(\.person) {
                try writer.row(
                    person.member, person.device, "phone", person.credential,
                    Tokens.digest("enrolment \(person.index)"), person.enrolledAt)
            }
        }
        try transaction.copyIn(statuses) { writer in
            for chart in charts {
                try writer.row(chart.person.member, chart.person.device, chart.pushedAt, 2, 0, 0, 0)
            }
        }
        try CredentialTables.fill(
            charts.map(\.person).map { person in
                CredentialTables.Holder(
                    credential: person.credential, role: "member", subject: person.member.uuid, device: person.device,
                    label: "phone", tokens: [(.access, person.accessToken), (.refresh, person.refreshToken)])
            }, of: outline, in: transaction)
    }
}
