import Testing

@testable import Care

@Suite struct `A name key` {
    @Test(arguments: [
        ["O'Connor", "OConnor", "o’connor", "O CONNOR", "O`Connor", "Oʼconnor", "O´Connor"],
        ["Dubois-Martín", "DUBOIS MARTIN", "dubois–martin", "Dubois-Marti\u{301}n Jr.", "DuboisMartin, III"],
        ["Åkesson", "Akesson", "A\u{30A}kesson", "ÅKESSON Sr"], ["Straße", "STRASSE", "Strasse II"],
        ["Sørensen", "Sorensen"], ["Łukasz", "Lukasz"], ["Æther", "aether"], ["ﬁsher", "Fisher"],
        ["Ｓｍｉｔｈ", "Smith"], ["St. John", "St John", "stjohn"], ["李", " 李 "], ["İpek", "Ipek"],
    ])
    func `is one for the ways to spell a name`(spellings: [String]) {
        #expect(Set(spellings.map { NameKey($0)?.description }).count == 1)
    }

    @Test(arguments: [("Ruiz", "Ruis"), ("Ana", "Anna"), ("Lee", "Li"), ("Ivan", "Van"), ("李", "王"), ("Jr", "Sr")])
    func `differs for different names`(one: String, other: String) throws {
        #expect(try nameKey(one) != nameKey(other))
    }

    @Test func `keeps a suffix that is all there is`() throws {
        #expect(try nameKey("Jr.").description == "JR")
        #expect(try nameKey("III").description == "III")
    }

    @Test(arguments: ["", " ", "-", "'’", "...", "\u{301}"])
    func `is none where there is no letter`(text: String) {
        #expect(NameKey(text) == nil)
    }

    @Test(arguments: ["O'Connor Jr.", "Dubois-Martín", "Straße", "Nguyễn Thị", "Æsir III", "李小龍", "Ｓｍｉｔｈ"])
    func `of a key is the key`(name: String) throws {
        let key = try nameKey(name)
        #expect(NameKey(key.description) == key)
    }

    @Test func `is the same on the short way for ASCII as on the long one`() {
        var generator = SeededGenerator(seed: 3)
        let letters = Array("abzABZ09'-. ,JrII_\t")
        for _ in 0..<3_000 {
            let name = String((0..<8).map { _ in letters.randomElement(using: &generator) ?? "a" })
            // U+200D is dropped, and takes the name on the long way.
            #expect(NameKey(name)?.description == NameKey("\u{200D}" + name)?.description)
        }
    }
}
