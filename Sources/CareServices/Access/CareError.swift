package import Care
package import ChartSync
package import Foundation

/// Why a use case was refused; nothing was changed.
///
/// Each case is one problem that a client can act on. Failures of the database are not among them: they pass through as
/// `PostgresError`.
package enum CareError: Error, Hashable, Sendable {
    /// There is no such thing, or it is not this actor's to see: the two are not told apart.
    case notFound
    /// The actor may see it and not do this.
    case notAllowed
    /// A field of the request breaks a rule.
    case invalid([FieldViolation])
    /// Nobody on a roster fits what a person said of themselves, or cover has ended: the same for both.
    case notConfirmed
    /// Login or password is wrong: the same for both.
    case signInFailed
    /// Too many tries; the next is looked at after so many seconds.
    case tooManyTries(retryAfterSeconds: Int)
    /// As many wait for news as this process can keep; the device polls for now, or tries elsewhere after so many seconds.
    case tooManyWaiting(retryAfterSeconds: Int)
    /// Another wait of the same device has taken this one's place.
    case waitReplaced
    /// The token is unknown, used up, expired or revoked.
    case sessionEnded
    /// The member has no plan yet, or not that revision.
    case noPlan
    /// The plan cannot be prescribed as it is.
    case planRefused([FieldViolation])
    /// Another revision was made on the same base; `current` is the latest number.
    case baseMoved(current: Int)
    /// The practitioner holds no licence or compact privilege in the state where the member is.
    case notLicensed(USState)
    /// The version of content is not ready for that, or not by this reviewer.
    case contentRefused(ContentStanding.Objection, at: ContentStep)
    /// Another version of the piece is being written or reviewed; the author's name as it was then.
    case contentUnderWay(version: Int, author: String, ContentStep)
    /// The version would break a rule of the catalog as it is now: what was published since it was drafted stands in its
    /// way.
    case contentUnfit([FieldViolation])
    /// Templates name the exercise, or harder exercises of its ladder would be out of reach: they are changed first.
    case contentNeeded(templates: [Slug], harderRungs: [Slug])
    /// The id or name is taken by something else.
    case taken
    /// The suggestion was decided before, or the chart no longer gives reason for it.
    case suggestionPassed
    /// These cursors were not made by this service for this device and scope, by the positions of their scopes in the request.
    case cursorInvalid([Int])
    /// What was set aside was decided otherwise.
    case settled(SetAside.Resolution.Decision)
    /// What was set aside cannot become part of the chart as it is, and why.
    case stillAside(SetAsideReason, FieldViolation?)
    /// Somebody has as many devices as one person may.
    case tooManyDevices
    /// The client speaks a version of the sync messages that this service does not.
    case schemaUnknown
    /// The client speaks a version of the sync messages in which it can only hand over what it has.
    case clientTooOld
    /// The load is in a state in which this cannot be done with it.
    case loadIs(LoadState)
    /// A file that was received later is in force: the older one is to be turned down, and may be sent again.
    case loadOvertaken
    /// The feed's files were whole rosters when the load was compared, and are changes now, or the other way round.
    case feedChanged
    /// Later loads changed what this one had changed: they are taken back first.
    case loadsDepend([UUID])
    /// The sender of a file cannot release it from a severe hold.
    case secondPersonNeeded
    /// The cover of so many people of those covered would end: the sponsor's short name is to be given again.
    case confirmationNeeded(ending: Int, of: Int)
    /// Too much of the kind is under way; the same request is welcome after so many seconds.
    case tooBusy(retryAfterSeconds: Int)
}
