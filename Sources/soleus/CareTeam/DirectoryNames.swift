import Care
import CareMessages

/// How the practitioners are called who are named in a member's records.
struct DirectoryNames {
    private let names: [PractitionerID: String]

    init(_ practitioners: [Practitioner]) {
        names = Dictionary(
            practitioners.map { ($0.id, $0.name.description) }, uniquingKeysWith: { first, _ in first })
    }

    /// Asks for the directory, unless nobody of it is named.
    init(of named: [PractitionerID?], _ session: Session) async throws(CommandFailure) {
        guard named.contains(where: { $0 != nil }) else {
            self.init([])
            return
        }
        let answer = try await session.ask(.get("/v1/practitioners"), as: PractitionerListings.self)
        self.init(answer.value.practitioners.map(\.practitioner))
    }

    /// The end of the id for somebody who is not in the directory.
    subscript(_ practitioner: PractitionerID) -> String {
        names[practitioner] ?? String(practitioner.description.suffix(8))
    }
}
