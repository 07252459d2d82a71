import Care

/// What is wrong with the place of one exercise on its ladder.
struct LadderProblem: Hashable {
    enum Cause: Hashable {
        /// The number of the rung is none.
        case number
        /// Another exercise has the rung.
        case taken
        /// The rung below is missing.
        case gap
        /// It is alone on its ladder.
        case alone
    }

    var cause: Cause
    /// What the exercise is called among those that were looked at, such as its file.
    var file: String
    var message: String

    /// Where in the exercise it is.
    var pointer: String { cause == .alone ? "/ladder/ladder" : "/ladder/rung" }
}

/// A ladder is climbed rung by rung, so that each rung from 1 up is one exercise.
enum LadderRules {
    static func problems(of exercises: [(file: String, exercise: Exercise)]) -> [LadderProblem] {
        var ladders: [Slug: [(rung: Int, file: String)]] = [:]
        for (file, exercise) in exercises {
            guard let place = exercise.ladder else { continue }
            ladders[place.ladder, default: []].append((place.rung, file))
        }
        return ladders.sorted { $0.key < $1.key }.flatMap { ladder, rungs in
            let found = problems(of: ladder, rungs)
            guard found.isEmpty, rungs.count == 1 else { return found }
            return [
                LadderProblem(
                    cause: .alone, file: rungs[0].file,
                    message: "is the only rung of \(ladder): a ladder leads somewhere, from 2 exercises on")
            ]
        }
    }

    private static func problems(of ladder: Slug, _ rungs: [(rung: Int, file: String)]) -> [LadderProblem] {
        var found: [LadderProblem] = []
        var below: (rung: Int, file: String) = (0, "")
        for place in rungs.sorted(by: { ($0.rung, $0.file) < ($1.rung, $1.file) }) {
            let problem: (cause: LadderProblem.Cause, message: String)? =
                if place.rung < 1 {
                    (.number, "must be 1 or more")
                } else if place.rung == below.rung {
                    (.taken, "rung \(place.rung) of \(ladder) is \(below.file) already")
                } else if place.rung > below.rung + 1 {
                    (.gap, "rung \(below.rung + 1) of \(ladder) is missing")
                } else {
                    nil
                }
            if let problem {
                found.append(LadderProblem(cause: problem.cause, file: place.file, message: problem.message))
            }
            if place.rung >= 1 { below = place }
        }
        return found
    }
}
