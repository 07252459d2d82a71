import Care
import ChartSync
import Credentials

/// The scopes of a request with the places that their cursors name, as far as the request alone can be judged.
struct AskedScopes: Sendable {
    struct Asked: Sendable {
        var scope: Scope
        /// Nil the first time.
        var place: Cursor.Place?
        var since: LocalDay?
    }

    var scopes: [Asked]

    init(_ request: PullRequest, actor: Actor, seal: Seal) throws {
        try self.init(request, seal: seal)
        try check(for: actor)
    }

    /// The same of whoever it is that asks.
    init(_ request: PullRequest, seal: Seal) throws {
        guard ProtocolVersion.accepted.contains(request.schema) else { throw CareError.schemaUnknown }
        guard request.schema == ProtocolVersion.current else { throw CareError.clientTooOld }
        try Self.check(request)
        scopes = []
        var foreign: [Int] = []
        for (index, asked) in request.scopes.enumerated() {
            var place: Cursor.Place?
            if let text = asked.cursor {
                let cursor = seal.open(text).flatMap(Cursor.init(bytes:))
                if let cursor, cursor.device == request.device, cursor.place.isOf(asked.scope) {
                    place = cursor.place
                } else {
                    foreign.append(index)
                }
            }
            scopes.append(Asked(scope: asked.scope, place: place, since: asked.since))
        }
        if !foreign.isEmpty { throw CareError.cursorInvalid(foreign) }
    }

    /// Whether a copy begins or goes on beginning, as far as the cursors show.
    var isHeavy: Bool {
        scopes.contains { asked in
            switch asked.place {
            case nil: true
            case .chart(let place): place.sweep != nil
            case .panel(let place): place.walk != nil
            case .catalog: false
            }
        }
    }

    /// Refuses what this actor cannot ask for.
    func check(for actor: Actor) throws {
        if actor.role == .member, let index = scopes.firstIndex(where: { $0.scope == .panel }) {
            throw CareError.invalid([
                FieldViolation(pointer: "/scopes/\(index)/scope", message: "a member has no panel")
            ])
        }
        let foreign = scopes.indices.filter { index in
            if case .panel(let place)? = scopes[index].place { place.practitioner != actor.practitioner } else { false }
        }
        if !foreign.isEmpty { throw CareError.cursorInvalid(foreign) }
    }

    private static func check(_ request: PullRequest) throws {
        var violations: [FieldViolation] = []
        func refuse(_ pointer: String, _ message: String) {
            violations.append(FieldViolation(pointer: pointer, message: message))
        }
        let (limits, most) = (PullRequest.limits, PullRequest.maximumScopes)
        if let limit = request.limit, !limits.contains(limit) {
            refuse("/limit", "must be \(limits.lowerBound) to \(limits.upperBound)")
        }
        if !(1...most).contains(request.scopes.count) { refuse("/scopes", "must hold 1 to \(most) scopes") }
        if Set(request.scopes.map(\.scope)).count != request.scopes.count { refuse("/scopes", "names a scope twice") }
        if (request.purged ?? []).count > maximumPurged {
            refuse("/purged", "must name at most \(maximumPurged) scopes")
        }
        if let report = request.report {
            if !counts.contains(report.pending) { refuse("/report/pending", "must not be negative") }
            if !counts.contains(report.setAside) { refuse("/report/setAside", "must not be negative") }
        }
        if !violations.isEmpty { throw CareError.invalid(violations) }
    }

    /// More than any panel holds.
    private static let maximumPurged = 10_000
    private static let counts = 0...Int(Int32.max)
}

extension Cursor.Place {
    /// Whether it is a place in a copy of a scope.
    fileprivate func isOf(_ scope: Scope) -> Bool {
        switch (self, scope) {
        case (.chart(let place), .chart(let member)): place.member == member
        case (.catalog, .catalog): true
        case (.panel, .panel): true
        default: false
        }
    }
}
