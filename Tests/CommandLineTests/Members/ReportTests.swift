import Care
import CareMessages
import Foundation
import Pictures
import Testing

@testable import soleus

@Suite struct `A report on paper` {
    private func page() throws -> ProgressPage {
        let today = try #require(LocalDay("2026-11-22"))
        let window = try #require(DayWindow(days: 28, endingBefore: today))
        let timeline = PlanTimeline([PlanRevision]())
        return ProgressPage(
            memberName: "Ana <Ruiz>", plan: nil,
            progress: CareProgress(
                trend: Trend(over: window, checkIns: [], plan: timeline, sessions: []), plan: timeline, runs: [],
                shoes: [], exercises: []),
            smallPrint: [])
    }

    @Test func `is one page of PDF, made by the program of the distribution`() throws {
        let bytes = try PDFRenderer.pdf(of: try page().html)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasPrefix("%PDF-"))
        #expect(text.contains("/Count 1"))
    }

    @Test func `says what to install where that program is missing`() throws {
        let failure = #expect(throws: CommandFailure.self) {
            try PDFRenderer.pdf(of: try page().html, path: "/nowhere")
        }
        #expect(failure?.status == .badInput)
        #expect(failure?.advice?.contains("apt-get install weasyprint") == true)
    }

    @Test func `fits 80 columns where it is only words`() throws {
        let lines = ReportCommand.lines(of: try page(), name: "Ana Ruiz")
        #expect(lines.allSatisfy { displayWidth(of: $0) <= 80 })
        #expect(lines.joined(separator: " ").contains("self-reported"))
    }

    @Test func `is a file for its owner alone`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(component: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(component: "ana.svg").path
        try OutputFile.write(Array(try page().svg.utf8), to: file)
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        #expect(throws: CommandFailure.self) { try OutputFile.write([1], to: folder.path + "/none/ana.svg") }
    }
}
