package import Care

/// `GET /v1/members/{member}/progress`: what the pictures and the one-page report of a member's progress are made from.
package struct ProgressReport: Hashable, Sendable, Codable {
    /// The plan that is followed today.
    package struct Plan: Hashable, Sendable, Codable {
        package var title: Label
        package var revision: Int
        package var until: LocalDay?

        package init(title: Label, revision: Int, until: LocalDay?) {
            self.title = title
            self.revision = revision
            self.until = until
        }
    }

    /// A disclaimer in the version that is published now.
    package struct SmallPrint: Hashable, Sendable, Codable {
        package var version: Int
        package var disclaimer: Disclaimer

        package init(version: Int, disclaimer: Disclaimer) {
            self.version = version
            self.disclaimer = disclaimer
        }
    }

    package var memberName: String
    /// Absent before the first.
    package var plan: Plan?
    package var progress: CareProgress
    package var disclaimers: [SmallPrint]

    package init(memberName: String, plan: Plan?, progress: CareProgress, disclaimers: [SmallPrint]) {
        self.memberName = memberName
        self.plan = plan
        self.progress = progress
        self.disclaimers = disclaimers
    }
}
