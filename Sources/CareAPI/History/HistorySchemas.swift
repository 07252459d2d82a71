extension Schema {
    static let hash = text(pattern: "^[0-9a-f]{64}$").named("Hash")
    static let history = object(
        .required(
            "entries",
            array(
                object(
                    .required("firstVersion", integer(from: 1)), .required("lastVersion", integer(from: 1)),
                    .required("at", instant), .optional("clientTime", instant), .required("actorRole", role),
                    .required("actorName", string), .optional("deviceName", string),
                    .required(
                        "changes",
                        array(
                            object(
                                .required("version", integer(from: 1)), .required("kind", string),
                                .required("op", string), .required("row", uuid), .required("status", string)))),
                    .required("hash", hash)
                ).named("HistoryEntry"))),
        .required(
            "verification",
            object(
                .required("holds", boolean), .required("entries", integer(from: 0)),
                .required("version", integer(from: 0)), .required("head", hash), .required("faults", array(string))
            ).named("LedgerVerification"))
    ).named("History")
}
