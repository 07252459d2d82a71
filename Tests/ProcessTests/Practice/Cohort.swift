import Care
import Credentials
import Foundation

/// Members with charts, devices and credentials, as enrolling each of them would have left them; and their PT.
///
/// Written to the database at once: what is made here is what these tests need, not what they are about.
struct Cohort: Sendable {
    /// A device with a credential that does not expire while a test lasts.
    struct Device: Sendable {
        var id: DeviceID
        var token: String
    }

    struct Chart: Sendable {
        var member: MemberID
        var devices: [Device]
    }

    var charts: [Chart]
    /// The PT of every one of the charts.
    var practitioner: PractitionerID
    var practitionersDevice: Device

    /// One chart for each number, with so many devices.
    static func make(devices counts: [Int], in practice: Practice) async throws -> Cohort {
        let charts = counts.map { count in
            Chart(
                member: .make(at: .now),
                devices: (0..<count).map { _ in Device(id: .make(at: .now), token: "") })
        }
        var script = CohortScript()
        var cohort = Cohort(
            charts: charts, practitioner: .make(at: .now), practitionersDevice: Device(id: .make(at: .now), token: ""))
        script.addSponsor()
        cohort.practitionersDevice.token = script.addPractitioner(cohort.practitioner)
        for index in charts.indices {
            script.addMember(charts[index].member, of: cohort.practitioner)
            for place in charts[index].devices.indices {
                let device = charts[index].devices[place].id
                cohort.charts[index].devices[place].token = script.addDevice(device, of: charts[index].member)
            }
        }
        try await practice.execute(script.text)
        return cohort
    }
}

extension Practice {
    /// Binds a practitioner's credential to their device, as it is before it may pull.
    func bind(_ device: Cohort.Device) async throws {
        let request = HTTPMessage.request(
            "PUT", "/v1/devices/\(device.id)", token: device.token, body: Array(#"{"name":"tablet"}"#.utf8))
        let endpoint = endpoint
        let answer = try await onOwnThread { HTTPConversation(with: endpoint).answer(to: request) }
        guard answer?.status == 200 else {
            throw NotAsExpected("a device was not bound: \(answer?.startLine ?? "no answer")")
        }
    }
}

extension Instant {
    /// What this machine's clock shows.
    static var now: Instant { Instant(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1_000)) }
}

/// The statements that make a cohort; every value in them is ours.
private struct CohortScript {
    private(set) var text = ""
    private let sponsor = UUID()
    private let load = UUID()

    mutating func addSponsor() {
        text += """
            INSERT INTO sponsor (sponsor_id, slug, name, kind, feed_mode, end_date_meaning)
            VALUES ('\(sponsor)', 'cohort-\(sponsor.uuidString.prefix(8).lowercased())', 'Cohort', 'employer', 'full',
                'last_covered_day');
            INSERT INTO eligibility_load (
                sponsor_id, load_id, sha256, received_at, state, row_count, faulty_count, added_count, changed_count,
                reinstated_count, terminated_count, unchanged_count
            ) VALUES ('\(sponsor)', '\(load)', sha256('\(load)'), now(), 'applied', 0, 0, 0, 0, 0, 0, 0);

            """
    }

    /// The access token of the practitioner.
    mutating func addPractitioner(_ practitioner: PractitionerID) -> String {
        text += """
            INSERT INTO practitioner (practitioner_id, name, credentials)
            VALUES ('\(practitioner)', 'Dana Okafor', '{DPT}');
            INSERT INTO licence (practitioner_id, position, state, kind, number, valid_from, valid_through)
            VALUES ('\(practitioner)', 0, 'CO', 'license', 'PT-1', '2020-01-01', '2099-12-31');

            """
        return addCredential("practitioner", of: practitioner.description, device: nil).token
    }

    mutating func addMember(_ member: MemberID, of practitioner: PractitionerID) {
        text += """
            INSERT INTO covered_person (
                sponsor_id, number, subscriber_number, relationship, first_name, last_name, first_name_key,
                last_name_key, birth_date
            ) VALUES ('\(sponsor)', '\(member)', '\(member)', 'self', 'Maya', 'Ruiz', 'maya', 'ruiz', '1988-04-12');
            INSERT INTO coverage (sponsor_id, number, valid_from, plan_code, load_id)
            VALUES ('\(sponsor)', '\(member)', '2020-01-01', 'PPO-1', '\(load)');
            INSERT INTO member (
                member_id, first_name, last_name, birth_date, state, time_zone, sponsor_id, sponsor_number
            ) VALUES (
                '\(member)', 'Maya', 'Ruiz', '1988-04-12', 'CO', 'America/Denver', '\(sponsor)', '\(member)'
            );
            INSERT INTO enrolled_person (sponsor_id, number, member_id)
            VALUES ('\(sponsor)', '\(member)', '\(member)');
            INSERT INTO chart (member_id, epoch, version, head, checksum) VALUES (
                '\(member)', gen_random_uuid(), 0, decode(repeat('00', 32), 'hex'), decode(repeat('00', 16), 'hex')
            );
            INSERT INTO care_team_member (member_id, practitioner_id, valid_from, role)
            VALUES ('\(member)', '\(practitioner)', now() - interval '1 day', 'lead_pt');

            """
    }

    /// The access token of the device.
    mutating func addDevice(_ device: DeviceID, of member: MemberID) -> String {
        let (credential, token) = addCredential("member", of: member.description, device: device)
        text += """
            INSERT INTO device (member_id, device_id, name, credential_id, enrolment_key_digest)
            VALUES ('\(member)', '\(device)', 'phone', '\(credential)', sha256('\(device)'));

            """
        return token
    }

    private mutating func addCredential(
        _ role: String, of subject: String, device: DeviceID?
    ) -> (credential: UUID, token: String) {
        let credential = UUID()
        let token = BearerToken(generating: .access)
        let deviceText = device.map { "'\($0)'" } ?? "NULL"
        text += """
            INSERT INTO credential (credential_id, role, subject_id, device_id, label, issued_at)
            VALUES ('\(credential)', '\(role)', '\(subject)', \(deviceText), 'cohort', now());
            INSERT INTO token (digest, credential_id, kind, issued_at, expires_at)
            VALUES (sha256('\(token.text)'), '\(credential)', 'access', now(), now() + interval '1 year');

            """
        return (credential, token.text)
    }
}
