package import Care
package import Foundation
package import Postgres

/// What identity needs to know of sponsors.
package enum SponsorNameStatements {
    package static let idOfSlug = Statement(
        "SELECT sponsor_id FROM sponsor WHERE slug = $1", takes: Types(Slug.self), gives: Types(SponsorID.self))

    package static let name = Statement(
        "SELECT name FROM sponsor WHERE sponsor_id = $1", takes: Types(UUID.self), gives: Types(String.self))

    package static let all: [any AnyStatement] = [idOfSlug, name]
}
