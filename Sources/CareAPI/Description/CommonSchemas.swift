import Care
import CareMessages
import ChartSync
import StrictJSON

/// The values that messages are made of.
extension Schema {
    static let uuid = text(format: "uuid")
    static let label = text(Int64(Label.maximumBytes), pattern: visible(without: #"\u0000-\u001F\u2028\u2029"#))
        .named("Label")
    static let note = text(Int64(Note.maximumBytes), pattern: visible(without: #"\u0000-\u0008\u000B-\u001F"#))
        .named("Note")

    /// `BoundedText`'s rule: none of some control characters, and something beside blanks.
    private static func visible(without control: String) -> String {
        let refused = control + #"\u007F-\u009F"#
        return "^[^\(refused)]*[^\(refused)\\s][^\(refused)]*$"
    }

    static let slug = text(pattern: "^[a-z0-9]+(-[a-z0-9]+)*$").example("calf-raises").named("Slug")
    static let day = text(format: "date").named("LocalDay")
    static let instant = text(format: "date-time").example("2026-11-22T20:53:59.120Z").named("Instant")
    static let usState = text(pattern: "^[A-Za-z]{2}$").example("CO").named("USState")
    static let timeZone = text(pattern: "^[A-Za-z0-9_+/-]{1,100}$").example("America/Denver").named("TimeZoneName")
    static let role = choice(Role.self).named("Role")
    static let painScore = integer(0...10).named("PainScore")

    static let problem = object(
        .required("type", string.example("/problems/invalid-json").explained("What a program decides by.")),
        .required("title", string), .required("status", integer(400...599)), .optional("detail", string),
        .optional("requestId", string),
        .optional(
            "errors",
            array(
                object(
                    .required("pointer", string.explained("A JSON Pointer (RFC 6901) into the body.")),
                    .required("code", string), .required("detail", string)))),
        .optional("code", string), .optional("pointer", string), .optional("offset", integer(from: 0)),
        .optional("parameter", string), .optional("limitBytes", integer(from: 0)),
        .optional("current", integer(from: 0).explained("The number of the latest plan revision.")),
        .optional("state", usState), .optional("decision", choice(SetAside.Resolution.Decision.self)),
        .optional("reason", choice(SetAsideReason.self)), .optional("loadState", choice(LoadState.self)),
        .optional("ending", integer(from: 0).explained("How many people's cover would end.")),
        .optional("inForce", integer(from: 0).explained("Of how many who are covered.")),
        .optional("objection", string.explained("Why a piece of content may not take this step.")),
        .optional("version", integer(from: 1).explained("The version of the content that is under way.")),
        .optional("step", string.explained("The step at which that version of the content is.")),
        .optional("templates", string.explained("The published templates that name the exercise, by short name.")),
        .optional("harderRungs", string.explained("The exercises above it on its ladder, by short name."))
    ).named("Problem")
}
