import Care
import Foundation
import Testing

@testable import Pictures

@Suite struct `A progress report` {
    @Test func `is as it was when somebody last looked at it`() throws {
        let page = try Members.page(try Members.ana())
        try Golden.expect(page.html, is: "page.html")
        try Golden.expect(page.svg, is: "page.svg")
    }

    @Test(arguments: ["ana", "nobody", "everything"])
    func `says that it is self-reported, and carries every disclaimer with its version`(who: String) throws {
        let progress = try who == "ana" ? Members.ana() : who == "nobody" ? Members.nobody() : Members.everything()
        let page = try Members.page(progress)
        for text in [page.html, page.svg] {
            #expect(text.contains("self-reported"))
            #expect(text.contains("Exercise media (version 2)."))
            #expect(text.contains("Articles (version 2)."))
        }
        #expect(DocumentReading(page.svg).error == nil)
    }

    @Test func `makes nothing of what a person wrote but text`() throws {
        let name = "<img src=https://evil.example/x> & \"Ana\""
        let page = try Members.page(try Members.everything(), name: name)
        for text in [page.html, page.svg] {
            #expect(!text.contains("<script"))
            #expect(!text.contains("<img"))
            #expect(!text.contains("<b>"))
            #expect(text.contains("&lt;img src=https://evil.example/x&gt; &amp; &quot;Ana&quot;"))
        }
    }

    @Test func `fetches nothing`() throws {
        let page = try Members.page(try Members.everything())
        for text in [page.html, page.svg] {
            let addresses = text.matches(of: #/(?:href|src)=|url\(|@import/#).map(\.output)
            #expect(addresses.isEmpty)
        }
    }
}
