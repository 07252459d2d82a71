import Care
import CareMessages

extension Session {
    /// The member whom the text means: an id as it stands, otherwise by name among those whom the role may see.
    func member(_ text: String) async throws(CommandFailure) -> (id: MemberID, name: String?) {
        if let id = MemberID(text) { return (id, nil) }
        let candidates: [NamedCandidate]
        if try signedIn().role == .operator {
            let answer = try await ask(.get("/v1/members", query: [("search", text)]), as: MemberListings.self)
            // The service searched in more than names, so what it found by number counts as well.
            if answer.value.members.count == 1 {
                return (answer.value.members[0].member, answer.value.members[0].name)
            }
            candidates = answer.value.members.map { NamedCandidate(id: $0.member.description, name: $0.name) }
        } else {
            let answer = try await ask(.get("/v1/panel"), as: Panel.self)
            candidates = answer.value.members.map { NamedCandidate(id: $0.member.description, name: $0.name) }
        }
        let found = try NameMatching.resolve(text, among: candidates, kind: "member", ask: asking)
        guard let id = MemberID(found.id) else { throw CommandFailure(.refused, "\(found.id) is not a member's id") }
        return (id, found.name)
    }

    /// How somebody is asked whom they mean; nil where nobody is there, or wants to be asked.
    var asking: ((String) -> String?)? {
        !options.noInput && Terminal.isInteractive ? { Terminal.ask($0) } : nil
    }

    /// The practitioner whom the text means: by id, login or name; never a reviewer, who looks after nobody.
    func practitioner(_ text: String) async throws(CommandFailure) -> (id: PractitionerID, name: String?) {
        if let id = PractitionerID(text) { return (id, nil) }
        let answer = try await ask(.get("/v1/practitioners"), as: PractitionerListings.self)
        let found = try NameMatching.resolve(
            text,
            among: answer.value.practitioners.filter { $0.role != .reviewer }.map {
                NamedCandidate(
                    id: $0.practitioner.id.description, name: $0.practitioner.name.description, login: $0.login)
            },
            kind: "practitioner", ask: asking)
        guard let id = PractitionerID(found.id) else {
            throw CommandFailure(.refused, "\(found.id) is not a practitioner's id")
        }
        return (id, found.name)
    }
}

extension CatalogView {
    /// The exercise that the text means, by short name, name or a part of either: one of the plans before any other that is
    /// published.
    func exercise(
        _ text: String, of plans: [PlanContent], ask: ((String) -> String?)?
    ) throws(CommandFailure) -> Slug {
        func candidates(_ slugs: some Sequence<Slug>) -> [NamedCandidate] {
            Set(slugs).map { NamedCandidate($0, name: exercises[$0]?.exercise.name) }.sorted { $0.id < $1.id }
        }
        let found = try NameMatching.resolve(
            text, among: candidates(plans.flatMap { $0.items.map(\.exercise) }), orElse: candidates(exercises.keys),
            kind: "exercise", ask: ask)
        guard let slug = Slug(found.id) else { throw CommandFailure(.refused, "\(found.id) is no short name") }
        return slug
    }
}

/// The answer of `GET /v1/members?search=…`.
struct MemberListings: Hashable, Codable {
    var members: [MemberListing]
}

/// The answer of `GET /v1/practitioners`.
struct PractitionerListings: Hashable, Codable {
    var practitioners: [PractitionerListing]
}
