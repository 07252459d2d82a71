import ArgumentParser
import Care
import CareMessages
import Foundation
import Testing

@testable import soleus

@Suite struct `A plan in an editor` {
    private let member = MemberID(UUID())

    private func content() throws -> PlanContent {
        PlanContent(
            program: try #require(Slug("ankle")), title: Label(unchecked: "Ankle"),
            items: [
                PlanItem(
                    block: .main, exercise: try #require(Slug("calf-raises")), exerciseVersion: 1,
                    dose: Dose(sets: 2, reps: 10), side: .both, frequency: Frequency(perWeek: 3))
            ])
    }

    /// What became of an edit of the plan with `editor`, and the texts that are kept after it.
    private struct Edited {
        var failure: CommandFailure?
        var kept: [String]
    }

    private func edit(_ desk: PlanDesk, _ common: CommonOptions, _ editor: String) async throws -> Edited {
        let home = desk.session.store.folder.deletingLastPathComponent()
        let current = try await desk.existingPlan().value.revision
        let editing = PlanEditing(
            desk: desk, catalog: CatalogView(CatalogListing(exercises: [], templates: [])), common: common,
            change: try PlanChangeOptions.parse([]), reason: Note(unchecked: "Stronger"),
            surroundings: Surroundings(environment: ["SOLEUS_HOME": home.path, "VISUAL": editor]))
        var edited = Edited(kept: [])
        do throws(CommandFailure) {
            try await editing.run(on: current, beginningWith: current.content)
        } catch {
            edited.failure = error
        }
        let folder = home.appending(path: "edits")
        edited.kept = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
        return edited
    }

    @Test func `is kept when it is refused, and gone on with`() async throws {
        let service = PlanServiceModel(revisions: [try content()])
        try await service.withDesk(of: member) { desk, common in
            let refused = try await edit(desk, common, "sed -i -e s/calf-raises/calf-raisins/ -e 's/2 x/3 x/'")
            #expect(refused.failure?.status == .badInput)
            #expect(refused.failure?.advice?.contains("Your text is kept in ") == true)
            #expect(refused.kept.count == 1 && refused.kept.first?.contains("calf-raisins") == true)

            // Looked at and left, it is still there, and nothing was sent.
            let looked = try await edit(desk, common, "true")
            #expect(looked.failure == nil && looked.kept == refused.kept)
            #expect(await service.proposals.isEmpty)

            let sent = try await edit(desk, common, "sed -i s/calf-raisins/calf-raises/")
            #expect(sent.failure == nil && sent.kept.isEmpty)
            #expect(await service.proposals.map(\.content.items[0].dose) == [Dose(sets: 3, reps: 10)])
        }
    }

    @Test func `is given up when it is emptied`() async throws {
        let service = PlanServiceModel(revisions: [try content()])
        try await service.withDesk(of: member) { desk, common in
            let emptied = try await edit(desk, common, "sed -i '/^#/!d'")
            #expect(emptied.failure == nil && emptied.kept.isEmpty)
            #expect(await service.proposals.isEmpty)
        }
    }

    @Test(arguments: ["rm", "false"]) func `is not said to be kept where there is nothing of the PT's`(editor: String)
        async throws
    {
        let service = PlanServiceModel(revisions: [try content()])
        try await service.withDesk(of: member) { desk, common in
            let lost = try await edit(desk, common, editor)
            #expect(lost.failure?.status == .badInput && lost.kept.isEmpty)
            #expect(lost.failure?.advice?.contains("kept") != true)
            if editor == "false" { #expect(lost.failure?.advice == "Set VISUAL to another one.") }
        }
    }
}
