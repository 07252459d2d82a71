import Crypto
import Foundation

/// One numbered step of the schema.
package struct Migration: Hashable, Sendable {
    /// Its place in the order, from 1 without gaps.
    package let number: Int
    /// What it does, from the file's name.
    package let name: String
    /// SHA-256 of the file, in lower-case hexadecimal.
    package let sha256: String

    let script: String

    /// The file's name, such as `0001_charts.sql`.
    package var fileName: String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "_\(name).sql"
    }

    /// Reads a folder of migrations, in order; other kinds of files are left alone.
    static func read(from directory: URL) throws(MigrationError) -> [Migration] {
        let files: [URL]
        do {
            files = try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
        } catch {
            throw .directoryUnreadable(path: directory.path)
        }
        var migrations: [Migration] = []
        for file in files where file.pathExtension == "sql" { migrations.append(try Migration(file: file)) }
        migrations.sort { ($0.number, $0.name) < ($1.number, $1.name) }
        for (position, migration) in migrations.enumerated() {
            if position > 0, migrations[position - 1].number == migration.number {
                throw .duplicateNumber(migration.number)
            }
            guard migration.number == position + 1 else { throw .missingNumber(position + 1) }
        }
        return migrations
    }

    private init(file: URL) throws(MigrationError) {
        let fileName = file.lastPathComponent
        let parts = fileName.dropLast(".sql".count).split(separator: "_", maxSplits: 1)
        let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789_")
        guard parts.count == 2, parts[0].utf8.count == 4, parts[0].allSatisfy(\.isNumber), let number = Int(parts[0]),
            parts[1].allSatisfy(letters.contains)
        else { throw .badFileName(fileName) }
        let content: [UInt8]
        do {
            content = [UInt8](try Foundation.Data(contentsOf: file))
        } catch {
            throw .fileUnreadable(fileName)
        }
        guard let script = String(validating: content, as: UTF8.self), !content.contains(0) else {
            throw .notText(fileName)
        }
        self.number = number
        self.name = String(parts[1])
        self.script = script
        sha256 = SHA256.hash(data: content).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }
}

/// Why a schema was not migrated, or is not the one that this program knows.
package enum MigrationError: Error, Equatable, Sendable {
    /// The folder of migrations cannot be listed.
    case directoryUnreadable(path: String)
    /// A migration cannot be read.
    case fileUnreadable(String)
    /// A name is not four digits, an underscore and lower-case words.
    case badFileName(String)
    /// A migration is not UTF-8 text without U+0000.
    case notText(String)
    /// Two files have the same number.
    case duplicateNumber(Int)
    /// There is no file with that number, yet there are later ones.
    case missingNumber(Int)
    /// A migration's file is no longer what was applied.
    case changed(String)
    /// The database has a migration that this program does not know: it belongs to a newer program.
    case unknown(number: Int, name: String)
    /// The database lacks migrations of this program: run `soleusd migrate`.
    case pending([String])
    /// The server refused a migration; nothing of it was kept.
    case failed(String, line: Int?, PostgresError)
}

extension MigrationError: CustomStringConvertible {
    /// What is wrong and what to do.
    package var description: String {
        switch self {
        case .directoryUnreadable(let path): "cannot list the folder of migrations: \(path)"
        case .fileUnreadable(let name): "cannot read the migration \(name)"
        case .badFileName(let name): "\(name) is not named like 0001_first_charts.sql"
        case .notText(let name): "\(name) is not UTF-8 text"
        case .duplicateNumber(let number): "two migrations have the number \(number); renumber the newer one"
        case .missingNumber(let number): "there is no migration number \(number), yet there are later ones"
        case .changed(let name):
            "\(name) is not what was applied to this database; restore the file, and put the change into a new migration"
        case .unknown(let number, let name):
            "the database has migration \(number) (\(name)), which this program does not know; use a newer program"
        case .pending(let names):
            "the database lacks \(names.joined(separator: ", ")); run `soleusd migrate` first"
        case .failed(let name, let line, let error):
            "\(name)\(line.map { ", line \($0)" } ?? "") was refused, and nothing of it was kept: \(Self.words(error))"
        }
    }

    /// Class 42 is about the statement's own text and names; other messages may quote rows.
    private static func words(_ error: PostgresError) -> String {
        guard case .server(let refusal) = error, refusal.sqlState.code.hasPrefix("42") else { return "\(error)" }
        return "\(error): \(refusal.unredactedMessage)"
    }
}
