import Care
import Foundation
import Testing

@Suite struct `The text of a UUID` {
    @Test func `is Foundation's, in lower case, and comes back from either case`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<1_000 {
            let uuid = UUID(bytes: (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
            #expect(uuid.text == uuid.uuidString.lowercased())
            #expect(UUID(text: uuid.text) == uuid)
            #expect(UUID(text: uuid.uuidString) == uuid)
            #expect(UUID(text: uuid.uuidString[...]) == uuid)
        }
    }

    /// Foundation takes signs and spaces for digits.
    @Test func `is 32 digits with hyphens in their places, and nothing else`() {
        let good = Array("0190163d-8694-7000-8000-00000000000a")
        for position in good.indices {
            for character in "-+0fFgG/:@`{ \u{0}é" {
                var text = good
                text[position] = character
                let fits = good[position] == "-" ? character == "-" : "0fF".contains(character)
                #expect((UUID(text: String(text)) != nil) == fits, "\(character) at \(position)")
            }
        }
        for text in ["", "-", String(good.dropLast()), String(good) + "0", "{\(String(good))}", String(good) + "\u{0}"]
        {
            #expect(UUID(text: text) == nil)
        }
    }
}
