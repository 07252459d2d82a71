import Care

extension Schema {
    static let signIn = object(.required("login", string), .required("password", string)).named("SignIn")
    static let sessionRefresh = object(.required("refreshToken", string)).named("SessionRefresh")
    static let tokenPair = object(
        .required("accessToken", string), .required("accessExpiresAt", instant), .optional("refreshToken", string),
        .required("role", role)
    ).named("TokenPair")
    static let me = object(.required("role", role), .required("subject", uuid), .required("name", string)).named("Me")

    static let licence = object(
        .required("state", usState), .required("kind", choice(Licence.Kind.self)), .required("number", label),
        .required("validFrom", day), .required("validThrough", day)
    ).named("Licence")
    static let practitioner = object(
        .required("id", uuid), .required("name", label), .required("credentials", array(label)),
        .required("licences", array(licence))
    ).named("Practitioner")
    static let practitionerEntry = object(
        .required("name", label), .required("role", role.explained("`practitioner` or `reviewer`.")),
        .optional("password", string.explained("12 to 128 characters; needed the first time.")),
        .required("credentials", array(label, atMost: 20)), .required("licences", array(licence, atMost: 120))
    ).named("PractitionerEntry")
    static let practitionerListing = object(
        .required("login", string), .required("role", role.explained("`practitioner` or `reviewer`.")),
        .required("practitioner", practitioner)
    ).named("PractitionerListing")
    static let practitionerListings = object(
        .required("practitioners", array(practitionerListing))
    ).named("PractitionerListings")

    static let identityClaim = object(
        .required("number", string), .required("firstName", label), .required("lastName", label),
        .required("birthDate", day)
    ).named("IdentityClaim")
    static let selfCheckAnswer = object(
        .required("eligible", boolean), .required("message", string)
    ).named("SelfCheckAnswer")
    static let device = object(.required("id", uuid), .required("name", label)).named("Device")
    static let member = object(
        .required("id", uuid), .required("firstName", label), .required("lastName", label),
        .required("birthDate", day), .required("state", usState), .required("timeZone", timeZone)
    ).named("Member")
    static let enrolment = object(
        .required("identity", identityClaim), .required("state", usState), .required("timeZone", timeZone),
        .required("device", device),
        .required("enrolmentKey", text(pattern: "^[A-Za-z0-9_-]{43}$").explained("256 random bits in base64url.")),
        .optional("proof", enrolmentProof.explained("For another device of a person who is a member already."))
    ).named("Enrolment")
    static let enrolmentProof = anyOf(
        object(.required("invitation", string)),
        object(.required("previousDevice", uuid), .required("enrolmentKey", string))
    ).named("EnrolmentProof")
    static let enrolmentAnswer = object(
        .required("member", member), .required("device", device), .required("tokens", tokenPair)
    ).named("EnrolmentAnswer")
}
