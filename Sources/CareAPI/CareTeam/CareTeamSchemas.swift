import Care

extension Schema {
    static let careTeamRole = choice(CareTeamRole.self).named("CareTeamRole")
    static let careTeamPlace = object(
        .required("role", careTeamRole),
        .optional("from", day.explained("The first day; today when absent.")),
        .optional("through", day.explained("The last day; open when absent."))
    ).named("CareTeamPlace")
    static let memberListing = object(
        .required("member", uuid), .required("name", string), .required("state", usState)
    ).named("MemberListing")
    static let memberListings = object(.required("members", array(memberListing, atMost: 50))).named("MemberListings")
}
