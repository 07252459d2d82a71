package import Care
package import Postgres

extension Licence.Kind: PostgresEncodable, PostgresDecodable {}

/// Practitioners and reviewers as the directory lists them.
package enum PractitionerStatements {
    package static let put = Statement(
        """
        INSERT INTO practitioner (practitioner_id, name, credentials) VALUES ($1, $2, $3)
        ON CONFLICT (practitioner_id) DO UPDATE SET name = EXCLUDED.name, credentials = EXCLUDED.credentials
        """,
        takes: Types(PractitionerID.self, Label.self, [Label].self))

    package static let deleteLicences = Statement(
        "DELETE FROM licence WHERE practitioner_id = $1", takes: Types(PractitionerID.self))

    package static let insertLicence = Statement(
        """
        INSERT INTO licence (practitioner_id, position, state, kind, number, valid_from, valid_through)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """,
        takes: Types(
            PractitionerID.self, Int32.self, USState.self, Licence.Kind.self, Label.self, LocalDay.self, LocalDay.self))

    /// Everybody listed, by login.
    package static let list = Statement(
        """
        SELECT account.login, account.role, practitioner_id, practitioner.name, practitioner.credentials
        FROM account JOIN practitioner USING (practitioner_id) ORDER BY account.login
        """,
        gives: Types(String.self, Role.self, PractitionerID.self, Label.self, [Label].self))

    /// Everybody's licences, each practitioner's in the order in which they were entered.
    package static let listLicences = Statement(
        """
        SELECT practitioner_id, state, kind, number, valid_from, valid_through FROM licence
        ORDER BY practitioner_id, position
        """,
        gives: Types(
            PractitionerID.self, USState.self, Licence.Kind.self, Label.self, LocalDay.self, LocalDay.self)
    ).map { practitioner, state, kind, number, validFrom, validThrough in
        (
            practitioner,
            Licence(state: state, kind: kind, number: number, validFrom: validFrom, validThrough: validThrough)
        )
    }

    /// Whether somebody of the directory may have a place on a care team; reviewers of content may not.
    package static let hasAccount = Statement(
        "SELECT role = 'practitioner' FROM account WHERE practitioner_id = $1",
        takes: Types(PractitionerID.self), gives: Types(Bool.self))

    package static let licences = Statement(
        """
        SELECT state, kind, number, valid_from, valid_through FROM licence WHERE practitioner_id = $1 ORDER BY position
        """,
        takes: Types(PractitionerID.self),
        gives: Types(USState.self, Licence.Kind.self, Label.self, LocalDay.self, LocalDay.self)
    ).map { state, kind, number, validFrom, validThrough in
        Licence(state: state, kind: kind, number: number, validFrom: validFrom, validThrough: validThrough)
    }

    package static let all: [any AnyStatement] = [
        put, deleteLicences, insertLicence, list, listLicences, hasAccount, licences,
    ]
}
