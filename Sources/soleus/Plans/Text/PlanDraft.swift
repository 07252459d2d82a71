import Care

/// A plan's text as it was read, before the exercises' versions are known and the plan as a whole is checked.
struct PlanDraft {
    /// Where something stands in the text.
    struct Place: Hashable {
        var line: Int
        var column: Int

        init(_ token: PlanTextToken) {
            line = token.line
            column = token.column
        }

        init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    /// One exercise line.
    struct Item {
        /// The version is `statedVersion`, or 0 until it is looked up.
        var item: PlanItem
        /// The version after `@`, if the text states one.
        var statedVersion: Int?
        var place: Place
    }

    var member: MemberID
    var memberName: String
    var base: Int
    var effectiveFrom: LocalDay?
    var reason: Note?
    var program: Slug
    var title: Label
    var note: Note?
    var until: LocalDay?
    var items: [Item]
    var modifications: [ActivityModification]
    /// Where each field stands, by its JSON Pointer in `PlanContent`.
    var places: [String: Place]

    /// The plan, with the version of each exercise and everything checked that can be without the service.
    ///
    /// `base` is the content that the text was made from, `published` the catalog's exercises with their versions.
    func plan(base content: PlanContent?, published: [Slug: Int]) throws(PlanTextProblems) -> PlanText {
        var problems: [PlanTextProblem] = []
        var planned: [PlanItem] = []
        for draft in items {
            var item = draft.item
            if let version = draft.statedVersion ?? Self.pinned(item, in: content) ?? published[item.exercise] {
                item.exerciseVersion = version
            } else {
                let hint = nearest(to: item.exercise.description, among: published.keys.map(\.description))
                problems.append(
                    problem(
                        at: draft.place,
                        "the catalog has no exercise \(item.exercise)" + (hint.map { "; did you mean \($0)?" } ?? "")))
            }
            planned.append(item)
        }
        let plan = PlanText(
            memberName: memberName, member: member, base: self.base, effectiveFrom: effectiveFrom, reason: reason,
            content: PlanContent(
                program: program, title: title, items: planned, modifications: modifications, note: note, until: until))
        problems += plan.content.violations.map { problem(at: place(of: $0.pointer), $0.message) }
        guard problems.isEmpty else { throw PlanTextProblems(problems) }
        return plan
    }

    /// Where a field stands, or the nearest thing around it that does.
    func place(of pointer: String) -> Place {
        var pointer = pointer[...]
        while !pointer.isEmpty {
            if let place = places[String(pointer)] { return place }
            pointer = pointer[..<(pointer.lastIndex(of: "/") ?? pointer.startIndex)]
        }
        return places["/title"] ?? Place(line: 1, column: 1)
    }

    /// The version that the base has for this exercise, in the same block before any other.
    private static func pinned(_ item: PlanItem, in base: PlanContent?) -> Int? {
        let same = (base?.items ?? []).filter { $0.exercise == item.exercise }
        return (same.first { $0.block == item.block } ?? same.first)?.exerciseVersion
    }

    private func problem(at place: Place, _ message: String) -> PlanTextProblem {
        PlanTextProblem(line: place.line, column: place.column, message: message)
    }
}

/// The name that was probably meant: at most two letters added, left out or replaced.
func nearest(to name: String, among names: [String]) -> String? {
    let ranked = names.map { (name: $0, distance: editDistance(name, $0)) }.filter { $0.distance <= 2 }
    return ranked.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
}

private func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left.utf8)
    let right = Array(right.utf8)
    guard abs(left.count - right.count) <= 2 else { return .max }
    var row = Array(0...right.count)
    for (index, byte) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for (column, other) in right.enumerated() {
            let replaced = diagonal + (byte == other ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
        }
    }
    return row[right.count]
}
