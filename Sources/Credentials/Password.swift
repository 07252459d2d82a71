import Foundation

/// A password that someone chose, fit to be hashed.
///
/// Its text is normalised to NFC first: two keyboards that spell é differently type the same password.
package struct Password: Sendable {
    /// How many characters (Unicode scalars) a password has; length is what resists guessing, so nothing else is asked.
    package static let characterCounts = 12...128

    /// Why a text is no password.
    package enum Problem: Error, Hashable, Sendable {
        case tooShort(minimum: Int)
        case tooLong(maximum: Int)
        case holdsNUL
    }

    /// The bytes to hash.
    let bytes: [UInt8]

    /// Fails if the text has fewer than 12 or more than 128 characters, or holds U+0000.
    package init(_ text: String) throws(Problem) {
        // Normalising costs time and memory, so what is far too long goes first.
        guard text.utf8.count <= Self.characterCounts.upperBound * 16 else {
            throw .tooLong(maximum: Self.characterCounts.upperBound)
        }
        let normal = text.precomposedStringWithCanonicalMapping
        let count = normal.unicodeScalars.count
        guard count >= Self.characterCounts.lowerBound else {
            throw .tooShort(minimum: Self.characterCounts.lowerBound)
        }
        guard count <= Self.characterCounts.upperBound else {
            throw .tooLong(maximum: Self.characterCounts.upperBound)
        }
        guard !normal.utf8.contains(0) else { throw .holdsNUL }
        bytes = Array(normal.utf8)
    }
}

extension Password: CustomStringConvertible, CustomReflectable {
    package var description: String { "Password(redacted)" }

    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Password.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooShort(let minimum): "A password must have at least \(minimum) characters."
        case .tooLong(let maximum): "A password may have at most \(maximum) characters."
        case .holdsNUL: "A password must not hold the character U+0000."
        }
    }
}
