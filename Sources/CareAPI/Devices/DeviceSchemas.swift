import StrictJSON

extension Schema {
    static let deviceEntry = object(.required("name", label)).named("DeviceEntry")
    static let deviceListing = object(
        .required(
            "devices",
            array(
                object(
                    .required("device", device), .required("enrolledAt", instant), .optional("revokedAt", instant),
                    .optional("heardAt", instant), .required("isThisOne", boolean)
                ).named("OwnDevice")))
    ).named("DeviceListing")
    static let deviceInvitation = object(
        .required("code", string.example("7KQ2-M9XA-04TD")), .required("expiresAt", instant)
    ).named("DeviceInvitation")
}
