import Care
import CareStore
import Foundation
import StrictJSON

/// Reads `exercises`, `templates`, `articles` and `disclaimers` below a folder, and collects what is wrong with them.
struct ContentFolder {
    let directory: URL
    private(set) var files: [ContentFile] = []
    private(set) var problems: [ContentProblem] = []
    private var exercises: [Slug: (file: String, exercise: Exercise)] = [:]
    private var templates: [(file: String, template: Template)] = []
    /// Exercises whose file is there and cannot be read: a template that names one is not to blame for that.
    private var unreadableExercises: Set<String> = []
    private var seen: [ContentKind: [Slug: String]] = [:]

    init(_ directory: URL) {
        self.directory = directory
        for kind in ContentKind.allCases { readFolder(of: kind) }
        refuseUnknownFolders()
        // Beside a file that cannot be read nobody knows whether a ladder leads nowhere.
        problems += LadderRules.problems(of: exercises.values.map { ($0.file, $0.exercise) })
            .filter { unreadableExercises.isEmpty || $0.cause != .alone }
            .map { ContentProblem(file: $0.file, pointer: $0.pointer, message: $0.message) }
        checkTemplates()
        // By file; within one, in the order in which they were found.
        let order = problems.enumerated().sorted { ($0.element.file, $0.offset) < ($1.element.file, $1.offset) }
        problems = order.map(\.element)
    }

    private mutating func readFolder(of kind: ContentKind) {
        guard let names = names(in: directory.appending(component: kind.folder)) else {
            problems.append(ContentProblem(file: kind.folder, pointer: "", message: "the folder cannot be read"))
            return
        }
        for name in names {
            let file = "\(kind.folder)/\(name)"
            guard name.hasSuffix(".json") else {
                problems.append(ContentProblem(file: file, pointer: "", message: "must be a .json file"))
                continue
            }
            read(file, named: String(name.dropLast(".json".count)), as: kind)
        }
    }

    /// Sorted names, without hidden files; nil when the folder cannot be read.
    private func names(in folder: URL) -> [String]? {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
                .filter { !$0.hasPrefix(".") }.sorted()
        } catch {
            return nil
        }
    }

    private mutating func refuseUnknownFolders() {
        let folders = Set(ContentKind.allCases.map(\.folder))
        for name in names(in: directory) ?? [] where !folders.contains(name) {
            let known = folders.sorted().joined(separator: ", ")
            problems.append(ContentProblem(file: name, pointer: "", message: "is none of \(known)"))
        }
    }

    private mutating func read(_ file: String, named name: String, as kind: ContentKind) {
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try Data(contentsOf: directory.appending(path: file)))
        } catch {
            problems.append(ContentProblem(file: file, pointer: "", message: "the file cannot be read"))
            return
        }
        do throws(JSONProblem) {
            let json = try JSONReader.read(bytes)
            let (slug, body) =
                switch kind {
                case .exercise: try admit(try json.decode(Exercise.self), of: file)
                case .template: try admit(try json.decode(Template.self), of: file)
                case .article: try Self.encoded(try json.decode(Article.self), \.slug)
                case .disclaimer: try Self.encoded(try json.decode(Disclaimer.self), \.slug)
                }
            keep(ContentFile(path: file, kind: kind, slug: slug, body: body), named: name)
        } catch {
            if kind == .exercise { unreadableExercises.insert(name) }
            let place = error.offset.map { " (byte \($0))" } ?? ""
            problems.append(ContentProblem(file: file, pointer: error.pointer, message: error.message + place))
        }
    }

    private mutating func keep(_ file: ContentFile, named name: String) {
        if name != file.slug.description {
            problems.append(
                ContentProblem(
                    file: file.path, pointer: "/slug", message: "must be the file's name, without .json"))
        }
        if let first = seen[file.kind]?[file.slug] {
            problems.append(
                ContentProblem(file: file.path, pointer: "/slug", message: "is the slug of \(first) already"))
            return
        }
        seen[file.kind, default: [:]][file.slug] = file.path
        files.append(file)
    }

    private mutating func admit(
        _ exercise: Exercise, of file: String
    ) throws(JSONProblem) -> (Slug, JSONValue) {
        if exercises[exercise.slug] == nil { exercises[exercise.slug] = (file, exercise) }
        problems += exercise.contentViolations.map {
            ContentProblem(file: file, pointer: $0.pointer, message: $0.message)
        }
        return try Self.encoded(exercise, \.slug)
    }

    private mutating func admit(
        _ template: Template, of file: String
    ) throws(JSONProblem) -> (Slug, JSONValue) {
        templates.append((file, template))
        problems += template.phaseViolations.map {
            ContentProblem(file: file, pointer: $0.pointer, message: $0.message)
        }
        return try Self.encoded(template, \.slug)
    }

    private static func encoded<Content: Encodable>(
        _ content: Content, _ slug: (Content) -> Slug
    ) throws(JSONProblem) -> (Slug, JSONValue) {
        (slug(content), try JSONValue.encoding(content))
    }

    /// A template and each of its phases must make a plan that can be prescribed, from the exercises beside it.
    private mutating func checkTemplates() {
        for (file, template) in templates {
            check(template.items, of: file, at: "", phase: nil, in: template)
            for (index, phase) in (template.phases ?? []).enumerated() {
                check(phase.items, of: file, at: "/phases/\(index)", phase: phase.slug, in: template)
            }
        }
    }

    private mutating func check(
        _ items: [Template.Item], of file: String, at place: String, phase: Slug?, in template: Template
    ) {
        let published = exercises.mapValues { (exercise: $0.exercise, version: 1) }
        let unknown = items.indices.filter { published[items[$0].exercise] == nil }
        let missing = unknown.filter { !unreadableExercises.contains(items[$0].exercise.description) }
        problems += missing.map { index in
            ContentProblem(
                file: file, pointer: "\(place)/items/\(index)/exercise",
                message: "there is no exercises/\(items[index].exercise).json")
        }
        guard unknown.isEmpty else { return }
        do {
            _ = try template.plan(program: template.slug, phase: phase, exercises: published)
        } catch .notPrescribable(let violations) {
            problems += violations.map {
                ContentProblem(file: file, pointer: place + $0.pointer, message: $0.message)
            }
        } catch {
            problems.append(ContentProblem(file: file, pointer: place, message: error.description))
        }
    }
}

extension ContentKind {
    /// The folder of this kind's files.
    var folder: String { rawValue + "s" }
}
