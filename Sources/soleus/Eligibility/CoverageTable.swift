import Care
import CareMessages

/// How answers about coverage are shown.
enum CoverageTable {
    static func table(_ answers: CoverageReplies) -> TextTable {
        var table = TextTable([
            .init("ROW", yields: true), .init("ON"), .init("STATUS"), .init("PLAN", yields: true), .init("FROM"),
            .init("THROUGH"), .init("COST", .right),
        ])
        for answer in answers.answers {
            table.add([
                answer.rowId.description, answer.on.description, answer.status.rawValue,
                answer.planCode?.description ?? "–", answer.coveredFrom?.description ?? "–", through(answer),
                cost(answer),
            ])
        }
        return table
    }

    /// The last covered day; "open" is a covered person whose end nobody knows.
    static func through(_ answer: CoverageReply) -> String {
        answer.coveredThrough?.description ?? (answer.coveredFrom == nil ? "–" : "open")
    }

    /// In dollars.
    static func cost(_ answer: CoverageReply) -> String {
        guard let cents = answer.memberCostCents else { return "–" }
        let rest = cents % 100
        return rest == 0 ? "$\(cents / 100)" : "$\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
