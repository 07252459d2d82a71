package import Care
package import CareMessages
import CareStore
import Foundation
package import Postgres

/// Who looks after whom: an operator's work, and the one source of every practitioner's access.
///
/// Access is looked up again in each transaction, so what changes here holds from the next request on.
package struct CareTeamService: Sendable {
    let database: Database
    private let announce: Poke.Listener
    let now: @Sendable () -> Instant

    /// `announce` is told of places that were given or ended and of devices that were revoked, after the commit.
    package init(
        database: Database, announce: @escaping Poke.Listener = { _ in }, now: @escaping @Sendable () -> Instant
    ) {
        self.database = database
        self.announce = announce
        self.now = now
    }

    /// Members by a part of their name, their exact id or their exact number with the sponsor; 50 at most.
    ///
    /// - Throws: `CareError.notAllowed`, or `.invalid` for a text of fewer than 2 or more than 200 characters.
    package func searchMembers(_ text: String, actor: Actor) async throws -> [MemberListing] {
        try actor.mustBeOperator()
        // A label is plain text, which a number or a name always is.
        guard let label = Label(text), label.description.count >= 2 else {
            throw CareError.invalid([FieldViolation(pointer: "/search", message: "must be 2 to 200 characters")])
        }
        let rows = try await database.perform(
            TransactionOptions(isReadOnly: true, settings: actor.access()),
            MemberStatements.search.all(MemberID(label.description), label.description))
        return rows.map { member, name, state in MemberListing(member: member, name: name, state: state) }
    }

    /// Gives a practitioner a place on a member's care team, in whole days of the member's calendar.
    ///
    /// The practitioner's other places with that member end where this one begins. A repeat changes nothing. The answer
    /// says from and through which day the place really is.
    ///
    /// - Throws: `CareError.notAllowed`; `.notFound` for a member or practitioner that is not there; `.invalid` for days in
    ///   the wrong order or before today; `.notLicensed` when a PT has no licence on the first day where the member is.
    package func putPlace(
        _ place: CareTeamPlace, of practitioner: PractitionerID, for member: MemberID, actor: Actor
    ) async throws -> CareTeamPlace {
        try actor.mustBeOperator()
        guard place.role != .emergency else {
            throw Self.invalid("/role", "is not given: whoever needs it takes it, with a reason")
        }
        return try await give(place, to: practitioner, for: member, settings: actor.access())
    }

    /// Gives a place to whoever may have it; a dry run finds out whether they may, and gives nothing.
    func give(
        _ place: CareTeamPlace, to practitioner: PractitionerID, for member: MemberID, settings: [String: String],
        dryRun: Bool = false
    ) async throws -> CareTeamPlace {
        let now = now()
        let place = try await database.retrying(TransactionOptions(settings: settings)) { transaction in
            let (_, home, isPractitioner, licences, periods) = try transaction.pipeline(
                CareTeamStatements.holdCommits.only(member), MemberStatements.lockPlace.first(member),
                PractitionerStatements.hasAccount.first(practitioner),
                PractitionerStatements.licences.all(practitioner),
                CareTeamStatements.periods.all(member, practitioner))
            guard let (state, timeZone) = home, isPractitioner == true else { throw CareError.notFound }
            let today = timeZone.day(of: now)
            let first = place.from ?? today
            if let through = place.through, through < max(first, today) {
                throw Self.invalid("/through", "must not lie before the first day, nor before today")
            }
            let wanted = CareTeamPeriod(
                role: place.role, from: timeZone.start(of: first),
                until: place.through.map { timeZone.start(of: $0.adding(days: 1)) })
            let change = CareTeamChange(to: wanted, from: periods, now: now)
            if let added = change.added {
                guard first >= today else { throw Self.invalid("/from", "must not lie before today") }
                if place.role.mayPrescribe, !licences.mayPractise(in: state, on: timeZone.day(of: added.from)) {
                    throw CareError.notLicensed(state)
                }
            }
            if !dryRun { try Self.write(change, of: practitioner, for: member, in: transaction) }
            return CareTeamPlace(role: place.role, from: first, through: place.through)
        }
        if !dryRun { announce(.panel(practitioner)) }
        return place
    }

    /// Ends a practitioner's places with a member, those in force now and those to come.
    ///
    /// - Throws: `CareError.notAllowed`, or `.notFound` when there never was one.
    package func endPlace(of practitioner: PractitionerID, for member: MemberID, actor: Actor) async throws {
        try actor.mustBeOperator()
        let now = now()
        try await database.retrying(TransactionOptions(settings: actor.access())) { transaction in
            let (_, home, periods) = try transaction.pipeline(
                CareTeamStatements.holdCommits.only(member), MemberStatements.lockPlace.first(member),
                CareTeamStatements.periods.all(member, practitioner))
            guard home != nil, !periods.isEmpty else { throw CareError.notFound }
            try Self.write(
                CareTeamChange(endingAll: periods, now: now), of: practitioner, for: member, in: transaction)
        }
        announce(.panel(practitioner))
    }

    /// Ends a device's access, for an operator or for the member whose device it is; again changes nothing.
    ///
    /// - Throws: `CareError.notAllowed`; `.notFound` for a device that is not there, or not this member's to end.
    package func revokeDevice(_ device: DeviceID, of member: MemberID, actor: Actor) async throws {
        switch actor.role {
        case .operator: break
        case .member: guard actor.member == member else { throw CareError.notFound }
        case .practitioner, .reviewer, .sponsor, .partner, .service: throw CareError.notAllowed
        }
        let now = now()
        try await database.retrying(TransactionOptions(settings: actor.access())) { transaction in
            guard let row = try transaction.first(DeviceStatements.lock, member, device) else {
                throw CareError.notFound
            }
            try transaction.commit { pipeline in
                _ = pipeline.add(DeviceStatements.revoke.run(member, device, now))
                pipeline.revoke(row.credential, at: now)
            }
        }
        announce(.ended(device))
    }

    private static func write(
        _ change: CareTeamChange, of practitioner: PractitionerID, for member: MemberID,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.commit { pipeline in
            for ending in change.ends {
                _ = pipeline.add(CareTeamStatements.end.run(member, practitioner, ending.from, ending.until))
            }
            if let added = change.added {
                _ = pipeline.add(
                    CareTeamStatements.put.run(member, practitioner, added.role, added.from, added.until))
            }
        }
    }

    private static func invalid(_ pointer: String, _ message: String) -> CareError {
        .invalid([FieldViolation(pointer: pointer, message: message)])
    }
}
