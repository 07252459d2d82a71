import Care
import ChartSync
import StrictJSON

/// The same messages as the compiler would read and write them, field by field: what the forms are compared with.
enum CodableReference {
    struct CheckIn: Codable {
        var moment: LocalMoment
        var about: Care.CheckIn.Moment
        var pain: PainScore
        var site: Slug?
        var aspect: Care.CheckIn.Aspect?
        var stiffness: StiffnessScore?
        var swelling: Bool?
        var redFlags: [RedFlag]
        var note: Note?
    }

    struct SessionLog: Codable {
        var planRevision: Int?
        var moment: LocalMoment
        var items: [LoggedItem]
        var effort: EffortScore?
        var painDuring: PainScore?
        var note: Note?
    }

    struct LoggedItem: Codable {
        var exercise: Slug
        var sets: [LoggedSet]
        var skippedReason: Note?
        var abandonedReason: Care.LoggedItem.AbandonedReason?
        var difficulty: Difficulty?
    }

    struct LoggedSet: Codable {
        var reps: Int?
        var holdSeconds: Int?
        var durationSeconds: Int?
        var loadGrams: Int?
    }

    struct RunLog: Codable {
        var moment: LocalMoment
        var distanceMeters: Int
        var durationSeconds: Int
        var surface: Care.RunLog.Surface?
        var terrain: Care.RunLog.Terrain?
        var shoe: RowID?
        var effort: EffortScore?
        var painDuring: PainScore?
        var note: Note?
    }

    struct Shoe: Codable {
        var label: Label
        var inUseFrom: LocalDay
        var startMeters: Int
        var firmness: Care.Shoe.Firmness?
        var insert: Bool?
        var retiredOn: LocalDay?
    }

    struct SetAside: Codable {
        var status: ChartSync.SetAside.Status
        var reason: SetAsideReason
        var detail: Violation?
        var device: DeviceID
        var seq: Int64
        var kind: String
        var op: String
        var row: RowID
        var body: JSONValue?
        var resolution: Resolution?

        struct Resolution: Codable {
            var decision: ChartSync.SetAside.Resolution.Decision
            var role: Role
            var note: Note?
        }
    }

    struct Violation: Codable {
        var pointer: String
        var message: String
    }

    struct PushRequest: Codable {
        var device: DeviceID
        var schema: Int
        var clientTime: Instant
        var monotonicMilliseconds: Int64?
        var charts: [Slice]

        struct Slice: Codable {
            var chart: MemberID
            var mutations: [Mutation]
        }

        struct Mutation: Codable {
            var seq: Int64
            var kind: String
            var op: String
            var row: RowID
            var base: Int64?
            var body: JSONValue?
        }
    }

    struct PushAnswer: Codable {
        var charts: [Slice]

        struct Slice: Codable {
            var chart: MemberID
            var epoch: String?
            var lastSeq: Int64
            var durableThrough: Int64?
            var outcomes: [Outcome]
            var problem: SliceProblem?
        }

        struct Outcome: Codable {
            var seq: Int64
            var status: ChartSync.Outcome.Status
            var version: Int64
            var reason: SetAsideReason?
            var detail: Violation?
            var row: WireRow?
        }
    }

    struct WireRow: Codable {
        var kind: String
        var id: String
        var version: Int64
        var body: JSONValue
    }

    struct PullRequest: Codable {
        var device: DeviceID
        var schema: Int
        var clientTime: Instant
        var scopes: [ScopeRequest]
        var limit: Int?
        var purged: [Scope]?
        var report: DeviceReport?

        struct ScopeRequest: Codable {
            var scope: Scope
            var cursor: String?
            var since: LocalDay?
        }

        struct DeviceReport: Codable {
            var pending: Int
            var oldestPending: Instant?
            var setAside: Int
        }
    }

    struct PullAnswer: Codable {
        var pages: [Page]
        var drops: [Drop]
        var more: Bool
        var nextPollSeconds: Int
        var serverTime: Instant

        struct Page: Codable {
            var scope: Scope
            var epoch: String
            var from: Int64
            var to: Int64
            var rebase: Bool
            var consistent: Bool
            var ackedSeq: Int64?
            var durableThrough: Int64?
            var rows: [WireRow]
            var deleted: [Tombstone]
            var checksum: String?
            var cursor: String
        }

        struct Tombstone: Codable {
            var kind: String
            var id: String
            var version: Int64
        }

        struct Drop: Codable {
            var scope: Scope
            var reason: ScopeDrop.Reason
        }
    }
}
