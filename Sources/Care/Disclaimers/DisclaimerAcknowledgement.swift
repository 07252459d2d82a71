/// A member's word that they have read a disclaimer, in the version that they saw.
///
/// It is asked for before the first session; a session that was logged without it is kept all the same.
package struct DisclaimerAcknowledgement: Hashable, Sendable, Codable {
    package var moment: LocalMoment
    package var disclaimer: Slug
    package var disclaimerVersion: Int

    package init(moment: LocalMoment, disclaimer: Slug, disclaimerVersion: Int) {
        self.moment = moment
        self.disclaimer = disclaimer
        self.disclaimerVersion = disclaimerVersion
    }

    package var violations: [FieldViolation] {
        (1...1_000_000).contains(disclaimerVersion)
            ? [] : [FieldViolation(pointer: "/disclaimerVersion", message: "must be 1 to 1000000")]
    }
}
