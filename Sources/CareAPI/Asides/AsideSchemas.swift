import Care
import ChartSync

extension Schema {
    static let asideResolution = object(
        .required("decision", choice(SetAside.Resolution.Decision.self)), .required("role", role),
        .optional("note", note)
    ).named("AsideResolution")
    static let setAside = object(
        .required("status", choice(SetAside.Status.self)), .required("reason", choice(SetAsideReason.self)),
        .optional("detail", fieldViolation), .required("device", uuid), .required("seq", integer(from: 1)),
        .required("kind", string), .required("op", string), .required("row", uuid),
        .optional("body", any.explained("As it was sent.")), .optional("resolution", asideResolution)
    ).named("SetAside")
    static let asideEntry = object(
        .required("id", uuid), .required("version", integer(from: 1)), .optional("deviceName", string),
        .required("setAside", setAside)
    ).named("AsideEntry")
    static let asides = object(
        .required("asides", array(asideEntry, atMost: Int64(Asides.maximumCount)))
    ).named("Asides")
    static let asideRuling = object(
        .required("decision", choice(AsideRuling.Decision.self)), .optional("note", note),
        .optional(
            "withoutReference", boolean.explained("Leaves out the shoe or plan revision that the chart does not have.")),
        .optional("dryRun", boolean)
    ).named("AsideRuling")
}
