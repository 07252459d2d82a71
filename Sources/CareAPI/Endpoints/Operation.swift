package import Care
import StrictJSON

/// What an endpoint promises: who may call it, what it takes, and everything that it may answer.
///
/// The service acts by it (roles, query, size of the body) and describes itself by it, so the two cannot part.
package struct Operation: Sendable {
    /// Whom an endpoint serves.
    package enum Access: Hashable, Sendable {
        /// Everybody, without a credential.
        case everyone
        case roles(Set<Role>)

        /// Everybody with a credential.
        package static var signedIn: Access { .roles(Role.withCredentials) }
    }

    /// The name by which programs know it, such as `putSponsor`.
    package let id: String
    /// One line for people.
    package let summary: String
    package let access: Access
    /// What may stand in the query; anything else is refused, since a misspelt filter would answer another question.
    package let query: [QueryParameter]
    /// Whether it answers 202 before it is through where the request prefers that: `Prefer: respond-async`, with
    /// `wait=SECONDS` if an answer within so many would still be welcome (RFC 7240, sections 4.1 and 4.3).
    package let mayAnswerFirst: Bool
    package let takes: Body?
    package let gives: [Answer]
    /// What of charts its answers show, which is noted before they go out.
    package let reads: Reading
    /// The problems that belong to it, beyond those that every endpoint may answer.
    package let problems: [ProblemKind]
    /// In which words problems are told.
    package let dialect: Dialect

    /// The longest that is waited before an answer that comes before the work is done.
    package static let maximumPatienceSeconds = 30

    /// How an operation tells what went wrong.
    package enum Dialect: Hashable, Sendable {
        /// Problem details (RFC 9457).
        case problem
        /// An OperationOutcome of FHIR.
        case fhir
    }

    package init(
        _ id: String, _ summary: String, for access: Access, query: [QueryParameter] = [],
        mayAnswerFirst: Bool = false, takes: Body? = nil, gives: [Answer], reads: Reading = .nothing,
        problems: [ProblemKind] = [], dialect: Dialect = .problem
    ) {
        self.id = id
        self.summary = summary
        self.access = access
        self.query = query
        self.mayAnswerFirst = mayAnswerFirst
        self.takes = takes
        self.gives = gives
        self.reads = reads
        self.problems = problems
        self.dialect = dialect
    }

    /// What of charts an answer shows.
    package enum Reading: Hashable, Sendable {
        case nothing
        /// Something of the chart that the path names as `member`.
        case chart
        /// Something of every chart of the practitioner's panel.
        case panel
        /// Whatever charts the answer holds rows of; the endpoint notes them itself.
        case itsOwn
    }

    /// One name in the query, given at most once.
    package struct QueryParameter: Sendable {
        package let name: String
        package let schema: Schema
        package let isRequired: Bool
        package let explanation: String

        package init(_ name: String, _ schema: Schema, isRequired: Bool = false, _ explanation: String) {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
            self.explanation = explanation
        }
    }

    /// A body of a request.
    package struct Body: Sendable {
        /// Any one of them; what an operation takes in several forms it tells apart by the type.
        package let mediaTypes: [String]
        package let schema: Schema
        /// 413 beyond it.
        package let maximumBytes: Int
        /// Whether the body is written to disk as it comes, from those who may send it.
        package let isSpooled: Bool

        private init(mediaTypes: [String], schema: Schema, maximumBytes: Int, isSpooled: Bool = false) {
            self.mediaTypes = mediaTypes
            self.schema = schema
            self.maximumBytes = maximumBytes
            self.isSpooled = isSpooled
        }

        package var isJSON: Bool { mediaTypes == ["application/json"] }

        /// JSON; 1 MiB, the largest push, unless it says otherwise.
        package static func json(_ schema: Schema, maximumBytes: Int = 1 << 20) -> Body {
            Body(mediaTypes: ["application/json"], schema: schema, maximumBytes: maximumBytes)
        }

        /// An interchange of X12.
        package static func interchange(maximumBytes: Int) -> Body {
            Body(mediaTypes: ["application/edi-x12"], schema: .string, maximumBytes: maximumBytes)
        }

        /// A resource of FHIR, as which plain JSON may go as well.
        package static func fhir(_ schema: Schema) -> Body {
            Body(mediaTypes: ["application/fhir+json", "application/json"], schema: schema, maximumBytes: 1 << 16)
        }

        /// A roster in any format that is read.
        package static func roster(maximumBytes: Int) -> Body {
            Body(
                mediaTypes: RosterFormat.allCases.map(\.mediaType), schema: .string, maximumBytes: maximumBytes,
                isSpooled: true)
        }
    }

    /// A successful answer.
    package struct Answer: Sendable {
        package let status: Int
        package let schema: Schema?
        package let mediaType: String
        package let explanation: String

        private init(
            status: Int, schema: Schema?, mediaType: String = "application/json", explanation: String
        ) {
            self.status = status
            self.schema = schema
            self.mediaType = mediaType
            self.explanation = explanation
        }

        package static func ok(_ schema: Schema, _ explanation: String) -> Answer {
            Answer(status: 200, schema: schema, explanation: explanation)
        }

        package static func created(_ schema: Schema, _ explanation: String) -> Answer {
            Answer(status: 201, schema: schema, explanation: explanation)
        }

        /// The work goes on after the answer.
        package static func accepted(_ schema: Schema, _ explanation: String) -> Answer {
            Answer(status: 202, schema: schema, explanation: explanation)
        }

        /// Text of another type than JSON.
        package static func text(_ mediaType: String, _ explanation: String) -> Answer {
            Answer(status: 200, schema: .string, mediaType: mediaType, explanation: explanation)
        }

        /// A resource of FHIR.
        package static func fhir(_ schema: Schema, _ explanation: String) -> Answer {
            Answer(status: 200, schema: schema, mediaType: "application/fhir+json", explanation: explanation)
        }

        /// Server-sent events, as the HTML standard has them.
        package static func events(_ explanation: String) -> Answer {
            Answer(status: 200, schema: .string, mediaType: "text/event-stream", explanation: explanation)
        }

        package static func noContent(_ explanation: String) -> Answer {
            Answer(status: 204, schema: nil, explanation: explanation)
        }
    }
}
