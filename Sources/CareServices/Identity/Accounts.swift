package import Care
package import CareMessages
import CareStore
import Credentials
import Foundation
import Postgres

extension IdentityService {
    /// Makes the account of an operator; `soleusd` does so with the owner's database, since the first has nobody to ask.
    ///
    /// - Throws: `CareError.taken` when the login exists, `.invalid` for a login or password that cannot be one.
    package func makeOperator(login: String, name: Label, password: String) async throws {
        let login = try Self.login(login, pointer: "/login")
        let hash = try await hasher.hash(Self.password(password))
        let id = UUID.timeOrdered(at: now())
        do {
            _ = try await database.perform(
                .readWrite,
                AccountStatements.insert.run(id, login.description, .operator, name, hash.encoded, nil))
        } catch let error as PostgresError where error.constraint == "account_login_unique" {
            throw CareError.taken
        }
    }

    /// Makes or replaces the account and directory entry of a practitioner or reviewer.
    ///
    /// A new password ends every session that began with the old one.
    ///
    /// - Throws: `CareError.notAllowed`, `.invalid`, or `.taken` when the login is somebody's in another role.
    package func putPractitioner(
        login: String, entry: PractitionerEntry, actor: Actor
    ) async throws -> (listing: PractitionerListing, isNew: Bool) {
        try actor.mustBeOperator()
        let login = try Self.login(login, pointer: "")
        try Self.check(entry)
        var hash: String?
        if let password = entry.password { hash = try await hasher.hash(Self.password(password)).encoded }
        do {
            return try await write(entry, as: login, hash: hash)
        } catch let error as PostgresError where error.constraint == "account_login_unique" {
            // Another request has just made it: now it is there to be replaced.
            return try await write(entry, as: login, hash: hash)
        }
    }

    /// Everybody in the directory, by login; to a practitioner, the colleagues who may look after members.
    ///
    /// - Throws: `CareError.notAllowed`.
    package func listPractitioners(actor: Actor) async throws -> [PractitionerListing] {
        if actor.practitioner == nil { try actor.mustBeOperator() }
        let (people, licences) = try await database.perform(
            TransactionOptions(isolation: .repeatableRead, isReadOnly: true),
            PractitionerStatements.list.all(), PractitionerStatements.listLicences.all())
        let licencesOf = Dictionary(grouping: licences, by: \.0)
        return people.filter { actor.role == .operator || $0.1 == .practitioner }.map {
            login, role, id, name, credentials in
            PractitionerListing(
                login: login, role: role,
                practitioner: Practitioner(
                    id: id, name: name, credentials: credentials, licences: licencesOf[id, default: []].map(\.1)))
        }
    }

    /// A credential for one of a sponsor's programs, or of a partner whom the sponsor trusts.
    ///
    /// - Throws: `CareError.notAllowed`, `.invalid`, or `.notFound` for a sponsor that is not there.
    package func issueSponsorCredential(
        sponsor: Slug, request: SponsorCredentialRequest, actor: Actor
    ) async throws -> TokenPair {
        try actor.mustBeOperator()
        guard (1...400).contains(request.expiresInDays) else {
            throw CareError.invalid([FieldViolation(pointer: "/expiresInDays", message: "must be 1 to 400")])
        }
        let now = now()
        let role: Role = request.partner == true ? .partner : .sponsor
        let tokens = NewTokens(forProgramOf: role, at: now, days: request.expiresInDays)
        let credential = UUID.timeOrdered(at: now)
        try await database.transaction { transaction in
            guard let id = try transaction.first(SponsorNameStatements.idOfSlug, sponsor) else {
                throw CareError.notFound
            }
            try transaction.commit { pipeline in
                _ = pipeline.add(TokenStatements.deleteExpiredOfSubject.run(id.uuid, now))
                _ = pipeline.add(
                    CredentialStatements.insert.run(credential, role, id.uuid, nil, request.label, now))
                tokens.keep(for: credential, in: &pipeline)
            }
        }
        return tokens.pair
    }

    private func write(
        _ entry: PractitionerEntry, as login: Login, hash: String?
    ) async throws -> (listing: PractitionerListing, isNew: Bool) {
        let now = now()
        let (written, ended) = try await database.retrying { transaction in
            let existing = try transaction.first(AccountStatements.lock, login.description)
            if let existing, existing.role != entry.role { throw CareError.taken }
            let account = existing?.subject ?? UUID.timeOrdered(at: now)
            let practitioner = PractitionerID(account)
            let ended = try transaction.commit { pipeline in
                var ended: Pending<[DeviceID?]>?
                _ = pipeline.add(PractitionerStatements.put.run(practitioner, entry.name, entry.credentials))
                _ = pipeline.add(PractitionerStatements.deleteLicences.run(practitioner))
                for (position, licence) in entry.licences.enumerated() {
                    _ = pipeline.add(
                        PractitionerStatements.insertLicence.run(
                            practitioner, Int32(clamping: position), licence.state, licence.kind, licence.number,
                            licence.validFrom, licence.validThrough))
                }
                if let existing {
                    _ = pipeline.add(AccountStatements.update.run(existing.id, entry.name, hash))
                    if hash != nil {
                        ended = pipeline.add(CredentialStatements.revokeAll.all(account, now))
                        _ = pipeline.add(TokenStatements.deleteAllOfSubject.run(account))
                    }
                } else {
                    guard let hash else {
                        throw CareError.invalid([
                            FieldViolation(pointer: "/password", message: "is needed for a new login")
                        ])
                    }
                    _ = pipeline.add(
                        AccountStatements.insert.run(
                            account, login.description, entry.role, entry.name, hash, practitioner))
                }
                return ended
            }
            let listed = Practitioner(
                id: practitioner, name: entry.name, credentials: entry.credentials, licences: entry.licences)
            let listing = PractitionerListing(login: login.description, role: entry.role, practitioner: listed)
            return ((listing, existing == nil), try ended?.value ?? [])
        }
        for device in ended.compactMap(\.self) { announce(.ended(device)) }
        return written
    }

    private static func login(_ text: String, pointer: String) throws -> Login {
        guard let login = Login(text) else {
            throw CareError.invalid([
                FieldViolation(
                    pointer: pointer,
                    message: "the login must be 1 to 80 of a-z, 0-9, '.', '_', '@' and '-', beginning with a letter "
                        + "or digit")
            ])
        }
        return login
    }

    private static func password(_ text: String) throws -> Password {
        do {
            return try Password(text)
        } catch {
            throw CareError.invalid([FieldViolation(pointer: "/password", message: error.description)])
        }
    }

    private static func check(_ entry: PractitionerEntry) throws {
        var violations: [FieldViolation] = []
        if entry.role != .practitioner && entry.role != .reviewer {
            violations.append(FieldViolation(pointer: "/role", message: "must be practitioner or reviewer"))
        }
        if entry.credentials.count > 20 {
            violations.append(FieldViolation(pointer: "/credentials", message: "must be 20 at most"))
        }
        if entry.licences.count > 120 {
            violations.append(FieldViolation(pointer: "/licences", message: "must be 120 at most"))
        }
        for (position, licence) in entry.licences.enumerated() where licence.validThrough < licence.validFrom {
            violations.append(
                FieldViolation(
                    pointer: "/licences/\(position)/validThrough", message: "must not lie before validFrom"))
        }
        if !violations.isEmpty { throw CareError.invalid(violations) }
    }
}
