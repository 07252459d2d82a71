import Foundation

/// The files of the catalog fit one another.
///
/// Whether each is a whole exercise or article is for `soleusd content check` to say; this reads only how they are joined.
enum Content {
    struct Exercise: Decodable {
        var slug: String
        var name: String
        var ladder: LadderPlace?
    }

    struct LadderPlace: Decodable {
        var ladder: String
        var rung: Int
    }

    struct Template: Decodable {
        var items: [Item]
        var phases: [Phase]?

        struct Phase: Decodable {
            var items: [Item]
        }

        struct Item: Decodable {
            var exercise: String
        }
    }

    private struct Slugged: Decodable {
        var slug: String
    }

    /// A file whose slug is not its name, or that is not JSON.
    static func complaints(in file: SourceFile) -> [Complaint] {
        guard let slug = decode(Slugged.self, file)?.slug else {
            return [Complaint(path: file.path, line: nil, advice: "must be a JSON object with a slug")]
        }
        guard slug == file.name else {
            return [Complaint(path: file.path, line: nil, advice: "holds \(slug): name the file \(slug).json")]
        }
        return []
    }

    /// Ladders with a rung missing or twice, and exercises with the same name.
    static func complaints(aboutExercises files: [SourceFile]) -> [Complaint] {
        let exercises = files.compactMap { file in decode(Exercise.self, file).map { (file.path, $0) } }
        var found: [Complaint] = []
        for (name, same) in Dictionary(grouping: exercises, by: \.1.name) where same.count > 1 {
            found.append(Complaint(path: same[1].0, line: nil, advice: "another exercise is named \(name) as well"))
        }
        let placed = exercises.compactMap { path, exercise in exercise.ladder.map { (path, $0) } }
        for (ladder, places) in Dictionary(grouping: placed, by: \.1.ladder) {
            let rungs = places.map(\.1.rung).sorted()
            guard rungs != Array(1...rungs.count) else { continue }
            found.append(
                Complaint(
                    path: places[0].0, line: nil,
                    advice: "ladder \(ladder) has rungs \(rungs): number them from 1, each once"))
        }
        return found.sorted { $0.path < $1.path }
    }

    /// Templates that prescribe what the library does not have.
    static func complaints(aboutTemplates files: [SourceFile], exercises: Set<String>) -> [Complaint] {
        files.flatMap { file in
            guard let template = decode(Template.self, file) else {
                return [Complaint(path: file.path, line: nil, advice: "must be a template with items")]
            }
            let items = template.items + (template.phases ?? []).flatMap(\.items)
            return items.filter { !exercises.contains($0.exercise) }.map {
                Complaint(
                    path: file.path, line: nil, advice: "there is no exercise \($0.exercise); write it or correct it")
            }
        }
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ file: SourceFile) -> Value? {
        // What cannot be read has its complaint from `complaints(in:)`.
        try? JSONDecoder().decode(type, from: Data(file.text.utf8))
    }
}
