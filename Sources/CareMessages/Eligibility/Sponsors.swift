package import Care

/// `PUT /v1/sponsors/{sponsor}`: a sponsor and how its files are to be read, made or replaced.
package struct SponsorEntry: Hashable, Sendable, Codable {
    package var name: Label
    package var kind: Sponsor.Kind
    package var feed: FeedSettings

    package init(name: Label, kind: Sponsor.Kind, feed: FeedSettings) {
        self.name = name
        self.kind = kind
        self.feed = feed
    }
}

/// What a sponsor's files mean at the least; `FeedRules` says everything.
package struct FeedSettings: Hashable, Sendable, Codable {
    package var mode: FeedMode
    package var endDateMeaning: EndDateMeaning

    package init(mode: FeedMode, endDateMeaning: EndDateMeaning) {
        self.mode = mode
        self.endDateMeaning = endDateMeaning
    }
}

/// `POST /v1/sponsors/{sponsor}/credentials`: a credential for one of the sponsor's programs.
package struct SponsorCredentialRequest: Hashable, Sendable, Codable {
    package var label: Label
    /// 1–400.
    package var expiresInDays: Int
    /// Whether it is for a partner, who may only ask about people, and is told why a question finds nobody.
    package var partner: Bool?

    package init(label: Label, expiresInDays: Int, partner: Bool? = nil) {
        self.label = label
        self.expiresInDays = expiresInDays
        self.partner = partner
    }
}

/// `GET /v1/sponsors/{sponsor}/credentials`: the credentials that are in force, the oldest first.
package struct SponsorCredentials: Hashable, Sendable, Codable {
    package var credentials: [SponsorCredential]

    package init(credentials: [SponsorCredential]) { self.credentials = credentials }
}

/// A credential of one of a sponsor's programs, or of a partner's; its token is shown once, when it is made.
package struct SponsorCredential: Hashable, Sendable, Codable {
    /// A UUID, by which the steps of loads name it too.
    package var id: String
    package var label: Label
    package var partner: Bool
    package var issuedAt: Instant
    package var expiresAt: Instant

    package init(id: String, label: Label, partner: Bool, issuedAt: Instant, expiresAt: Instant) {
        self.id = id
        self.label = label
        self.partner = partner
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }
}
