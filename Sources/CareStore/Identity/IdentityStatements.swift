package import Postgres

/// Every statement about accounts, credentials and tokens.
package enum IdentityStatements {
    package static let all: [any AnyStatement] =
        AccountStatements.all + CredentialStatements.all + TokenStatements.all
}
