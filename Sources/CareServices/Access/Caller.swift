package import Care
import CareStore
package import Credentials
import Postgres

/// Who asks for something.
///
/// What every device does all day is asked with a token alone: the transaction of the work itself finds out whom it speaks
/// for, at the same moment and in the same round trip, and whatever was revoked is refused as it is everywhere.
package enum Caller: Sendable {
    case known(Actor)
    /// Whoever an access token speaks for at a moment.
    case bearer(BearerToken, at: Instant)
}

extension Caller {
    /// What the transaction is told at its beginning; of a bearer, it finds out by itself.
    func access(to chart: MemberID) -> [String: String] {
        switch self {
        case .known(let actor): actor.access(to: chart)
        case .bearer: [:]
        }
    }

    /// Whether the chart may be open to them by a place on a care team, which may end at any moment.
    var mayBePractitioner: Bool {
        switch self {
        case .known(let actor): actor.role == .practitioner
        case .bearer: true
        }
    }

    /// Whoever it is, found out in a transaction of its own where that is not known yet.
    ///
    /// - Throws: `CareError.sessionEnded` for a token that speaks for nobody.
    func actor(in database: Database) async throws -> Actor {
        switch self {
        case .known(let actor): return actor
        case .bearer(let token, let moment):
            let row = try await database.perform(
                .readOnly, TokenStatements.authenticate.first(token.digest.bytes, moment))
            guard let row else { throw CareError.sessionEnded }
            return Actor(row)
        }
    }

    /// Asks, before anything else of a transaction, who it is, and has row-level security told.
    func admission(chart: MemberID? = nil, device: DeviceID? = nil, into pipeline: inout Pipeline) -> Admission {
        switch self {
        case .known(let actor): return .known(actor)
        case .bearer(let token, let moment):
            return .asked(
                pipeline.add(
                    TokenStatements.admit.first(
                        token.digest.bytes, moment, chart?.description ?? "", device?.description ?? "")))
        }
    }

    /// The answer to the question who it is, once the pipeline has run.
    enum Admission {
        case known(Actor)
        case asked(Pending<CredentialRow?>)

        /// Whether it tells row-level security which chart the transaction is about.
        var entersChart: Bool {
            switch self {
            case .known: false
            case .asked: true
            }
        }

        /// - Throws: `CareError.sessionEnded` for a token that speaks for nobody: nothing of the transaction may be used.
        var actor: Actor {
            get throws {
                switch self {
                case .known(let actor): return actor
                case .asked(let row):
                    guard let row = try row.value else { throw CareError.sessionEnded }
                    return Actor(row)
                }
            }
        }
    }
}

extension Actor {
    init(_ row: CredentialRow) {
        self.init(role: row.role, subject: row.subject, device: row.device, credential: row.id)
    }
}
