import Care
import CareMessages
import CareServices
import CareStore
import ChartSync
import Foundation
import Postgres
import StrictJSON
import TestPostgres
import Testing

@Suite struct `Publishing content` {
    @Test func `a second time finds nothing to publish`() async throws {
        try await withCatalog { catalog in
            let files = try CatalogLoader.check(Catalog.content)

            let first = try await catalog.loader.load(Catalog.content)
            let head = try await catalog.head()
            let second = try await catalog.loader.load(Catalog.content)

            #expect(first.count == files.count && first.allSatisfy { $0.action == .new && $0.version == 1 })
            #expect(second.allSatisfy { $0.action == .unchanged && $0.version == 1 } && second.count == files.count)
            #expect(try await catalog.head() == head)
            #expect(head.version == Int64(files.count))
        }
    }

    @Test func `tells the processes that serve, and a dry run tells nobody`() async throws {
        try await withCatalog { catalog in
            let relay = PokeRelay(board: WatchBoard(), sender: "a process that serves")
            let phone = DeviceID(UUID())
            let actor = Actor(role: .member, subject: UUID(), device: phone, credential: UUID())
            let waiter = try #require(relay.board.register(phone, for: actor, scopes: [.catalog]))
            var notifications = try catalog.owner.notifications(on: PokeRelay.channel).makeAsyncIterator()
            let first = await notifications.next()
            #expect(first == .connected)

            _ = try await catalog.loader.load(Catalog.content, dryRun: true)
            _ = try await catalog.loader.load(Catalog.content)
            let event = await notifications.next()
            guard case .payload(let payload)? = event else {
                Issue.record("\(String(describing: event))")
                return
            }
            relay.receive(payload)

            let news = ScopeNews(scope: .catalog, version: try await catalog.head().version)
            #expect(await waiter.next(until: .now + .seconds(3_600)) == .news([news]))
        }
    }

    @Test func `in a dry run says what would change and changes nothing`() async throws {
        try await withCatalog { catalog in
            let before = try await catalog.head()

            let changes = try await catalog.loader.load(Catalog.content, dryRun: true)

            #expect(!changes.isEmpty && changes.allSatisfy { $0.action == .new })
            #expect(try await catalog.head() == before)
            #expect(try await catalog.rows().isEmpty)
        }
    }

    @Test func `gives what changed a new version, and keeps the old one and what is gone`() async throws {
        try await withCatalog { catalog in
            try await ContentCopy.with { copy in
                _ = try await catalog.loader.load(copy.directory)
                let before = try await catalog.head()
                try copy.edit("exercises/wobbles.json") { $0["name"] = "Wobbling" }
                try copy.remove("articles/steady-feet.json")

                let changes = try await catalog.loader.load(copy.directory).filter { $0.action != .unchanged }

                #expect(
                    changes.map(\.description) == [
                        "changed: exercise wobbles, version 2 (/name)",
                        "not among the files, kept: article steady-feet, version 1",
                    ])
                let rows = try await catalog.rows()
                #expect(try await catalog.head().version == before.version + 1)
                #expect(rows.last?.id == "wobbles@2" && rows.last?.version == before.version + 1)
                #expect(rows.contains { $0.id == "wobbles@1" })
                let answer = try await catalog.service.exercise(try #require(Slug("wobbles")))
                #expect(answer.version == 2 && answer.exercise.name.description == "Wobbling")
            }
        }
    }

    @Test func `keeps a checksum over every row that a pull sends`() async throws {
        try await withCatalog { catalog in
            try await ContentCopy.with { copy in
                _ = try await catalog.loader.load(copy.directory)
                try copy.edit("exercises/wobbles.json") { $0["name"] = "Wobbling" }
                _ = try await catalog.loader.load(copy.directory)

                let rows = try await catalog.rows(pageSize: 2)
                let head = try await catalog.head()

                #expect(rows.map(\.version) == Array(1...head.version))
                #expect(ChartChecksum(of: rows) == head.checksum)
                #expect(rows.allSatisfy { row in row.body["version"] != nil && row.body[row.kind] != nil })
            }
        }
    }

    @Test func `from two programs at once publishes each piece once`() async throws {
        try await withCatalog { catalog in
            async let one = catalog.loader.load(Catalog.content)
            async let other = catalog.loader.load(Catalog.content)
            let actions = try await [one, other].map { changes in Set(changes.map(\.action)) }

            #expect(Set(actions) == [[.new], [.unchanged]])
            #expect(ChartChecksum(of: try await catalog.rows()) == (try await catalog.head().checksum))
        }
    }
}

@Suite struct `The published catalog` {
    @Test func `lists exercises and templates, and gives a template with its exercises`() async throws {
        try await withCatalog { catalog in
            _ = try await catalog.loader.load(Catalog.content)

            let listing = try await catalog.service.listing()
            let program = try #require(Slug("ankle-pain-after-running"))
            let answer = try await catalog.service.template(program)

            let files = try CatalogLoader.check(Catalog.content)
            let templates = files.filter { $0.kind == .template }.map { TemplateReference(slug: $0.slug, version: 1) }
            #expect(listing.templates == templates && listing.templates.contains { $0.slug == program })
            #expect(
                listing.exercises.map(\.exercise.slug) == files.filter { $0.kind == .exercise }.map(\.slug).sorted())
            #expect(Set(answer.exercises.map(\.exercise.slug)) == Set(answer.template.exercises))
            await #expect(throws: CareError.notFound) {
                try await catalog.service.exercise(try #require(Slug("moon-walk")))
            }
            await #expect(throws: CareError.notFound) {
                try await catalog.service.template(try #require(Slug("calf-raises")))
            }
        }
    }

    @Test func `says which exercises of a plan were never published in that version`() async throws {
        try await withCatalog { catalog in
            _ = try await catalog.loader.load(Catalog.content)
            let program = try #require(Slug("ankle-pain-after-running"))
            let answer = try await catalog.service.template(program)
            let exercises = Dictionary(
                uniqueKeysWithValues: answer.exercises.map { ($0.exercise.slug, (exercise: $0.exercise, version: 1)) })
            var plan = try answer.template.plan(program: program, exercises: exercises)
            #expect(try await catalog.service.unknownExercises(in: plan).isEmpty)

            plan.items[1].exerciseVersion = 2
            plan.items[3].exercise = try #require(Slug("moon-walk"))

            let found = try await catalog.service.unknownExercises(in: plan)
            #expect(found.map(\.pointer) == ["/items/1/exercise", "/items/3/exercise"])
        }
    }
}

/// The services of the catalog on a database of their own.
struct Catalog: Sendable {
    let owner: Database
    let care: Database

    static let content = TestCluster.packageDirectory.appending(components: "db", "content")

    var loader: CatalogLoader { CatalogLoader(database: owner) }
    var service: CatalogService { CatalogService(database: care) }

    func head() async throws -> CatalogHead { try await care.perform(.readOnly, CatalogRows.head.only()) }

    /// Every row, page by page.
    func rows(pageSize: Int = 500) async throws -> [WireRow] {
        var rows: [WireRow] = []
        while true {
            let page = try await care.perform(.readOnly, CatalogRows.after.all(rows.last?.version ?? 0, pageSize))
            rows += page
            if page.count < pageSize { return rows }
        }
    }
}

func withCatalog(_ body: (Catalog) async throws -> Void) async throws {
    try await withTestDatabase { test in
        let care = try test.open(user: "soleus_care")
        try await withClosing(care) { try await body(Catalog(owner: test.database, care: care)) }
    }
}
