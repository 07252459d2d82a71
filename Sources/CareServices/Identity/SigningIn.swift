import Care
package import CareMessages
import CareStore
import Credentials
import Foundation
import Postgres

extension IdentityService {
    /// A new family of tokens for a login and its password.
    ///
    /// An unknown login costs the same look-ups, the same hashing and the same pauses as a wrong password.
    ///
    /// - Throws: `CareError.signInFailed` or `.tooManyTries`; `PasswordHasher.Problem` when too many sign in at once.
    package func signIn(_ signIn: SignIn) async throws -> TokenPair {
        let login = Login(signIn.login)
        let account = try await countTry(at: login?.description ?? "", typed: signIn.login)
        // What an account holds and cannot be read is treated as no hash: nobody gets in by it.
        let hash = account.flatMap { PasswordHash(encoded: $0.row.passwordHash) }
        let isRight: Bool
        do {
            isRight = try await hasher.verify(signIn.password, against: hash)
        } catch {
            // The password was not looked at, so that the try does not count.
            if let account { try await giveBack(account) }
            throw error
        }
        guard isRight, let account, let hash else { throw CareError.signInFailed }
        let kept = hash.needsRehash ? try await hasher.hash(Password(signIn.password)) : hash
        return try await open(account.row, label: signIn.login, keeping: kept)
    }

    private struct CountedTry: Sendable {
        /// The account as it was before the try.
        var row: AccountRow
        /// Tries including this one.
        var tries: Int32
    }

    /// Counts a try before the password is looked at; nil for a login that does not exist.
    private func countTry(at login: String, typed: String) async throws -> CountedTry? {
        let now = now()
        let counted: Result<CountedTry, CareError>? = try await database.retrying { transaction in
            guard let row = try transaction.first(AccountStatements.lock, login) else {
                // As much work as for an account that exists, on a row that does not.
                _ = try transaction.commit(after: AccountStatements.countTry.run(UUID(), 0, nil))
                return nil
            }
            let lockOut = LockOut(tries: Int(row.failedSignIns), lockedUntil: row.lockedUntil)
            if let pause = lockOut.pauseSeconds(at: now) { return .failure(.tooManyTries(retryAfterSeconds: pause)) }
            let next = lockOut.counting(at: now)
            let tries = Int32(clamping: next.tries)
            _ = try transaction.commit(after: AccountStatements.countTry.run(row.id, tries, next.lockedUntil))
            return .success(CountedTry(row: row, tries: tries))
        }
        guard let counted else {
            if let pause = await unknownLogins.pauseSeconds(countingTryAt: typed.lowercased(), now: now) {
                throw CareError.tooManyTries(retryAfterSeconds: pause)
            }
            return nil
        }
        return try counted.get()
    }

    private func giveBack(_ counted: CountedTry) async throws {
        _ = try await database.perform(
            .readWrite,
            AccountStatements.giveBackTry.run(
                counted.row.id, counted.tries, counted.row.failedSignIns, counted.row.lockedUntil))
    }

    private func open(_ account: AccountRow, label: String, keeping hash: PasswordHash) async throws -> TokenPair {
        let now = now()
        let tokens = NewTokens(for: account.role, at: now)
        let credential = UUID.timeOrdered(at: now)
        // A login that exists is plain text of at most 80 bytes.
        guard let label = Label(label) else { throw CareError.signInFailed }
        try await database.transaction { transaction in
            // Nothing is changed if the password was replaced while this one was being checked.
            guard try transaction.run(AccountStatements.succeed, account.id, account.passwordHash, hash.encoded) == 1
            else { throw CareError.signInFailed }
            try transaction.commit { pipeline in
                _ = pipeline.add(TokenStatements.deleteExpiredOfSubject.run(account.subject, now))
                _ = pipeline.add(
                    CredentialStatements.insert.run(credential, account.role, account.subject, nil, label, now))
                tokens.keep(for: credential, in: &pipeline)
            }
        }
        return tokens.pair
    }
}
