import ArgumentParser
import Care

/// The answers of one questionnaire, for whoever records it: a PT or the member.
struct QuestionnaireOptions: ParsableArguments {
    @Option(help: ArgumentHelp("An activity and its ability; 1 to 5 times.", valueName: "activity=0-10"))
    var psfs: [RatedActivityArgument] = []
    @Option(help: ArgumentHelp("21 answers with commas between them.", valueName: "answers"))
    var faamAdl: AnswersArgument?
    @Option(help: ArgumentHelp("8 answers with commas between them.", valueName: "answers"))
    var faamSports: AnswersArgument?

    func validate() throws {
        let given = [!psfs.isEmpty, faamAdl != nil, faamSports != nil].count { $0 }
        if given != 1 { throw ValidationError("Give one of --psfs, --faam-adl and --faam-sports.") }
    }

    func response(at moment: LocalMoment) -> OutcomeResponse {
        var response = OutcomeResponse(
            moment: moment, instrument: faamAdl != nil ? .faamADL : faamSports != nil ? .faamSports : .psfs)
        response.activities = psfs.map(\.activity)
        response.answers = (faamAdl ?? faamSports)?.answers ?? []
        return response
    }
}

/// Such as `Stairs=7`.
struct RatedActivityArgument: ExpressibleByArgument {
    var activity: RatedActivity

    init?(argument: String) {
        guard let place = argument.lastIndex(of: "="), let label = Label(argument[..<place]),
            let ability = Int(argument[argument.index(after: place)...]).flatMap({ AbilityScore($0) })
        else { return nil }
        activity = RatedActivity(activity: label, ability: ability)
    }
}

/// Such as `3,4,-,2`.
struct AnswersArgument: ExpressibleByArgument {
    var answers: [Int?]

    init?(argument: String) {
        var answers: [Int?] = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            if part == "-" {
                answers.append(nil)
            } else if let answer = Int(part), (0...4).contains(answer) {
                answers.append(answer)
            } else {
                return nil
            }
        }
        self.answers = answers
    }
}
