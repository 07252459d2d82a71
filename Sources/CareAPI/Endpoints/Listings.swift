import Care
import CareMessages

/// Lists travel in an object, so that a list can be given company later without breaking those who read it.
struct Sponsors: Encodable {
    var sponsors: [Sponsor]
}

struct PractitionerListings: Encodable {
    var practitioners: [PractitionerListing]
}

struct MemberListings: Encodable {
    var members: [MemberListing]
}

struct Loads: Encodable {
    var loads: [LoadReport]
}
