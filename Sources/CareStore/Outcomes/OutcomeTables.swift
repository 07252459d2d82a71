import Care
import ChartSync
import Postgres

/// Questionnaires as they were filled in.
enum OutcomeTables {
    static let responses = RecordTable(
        .outcomeResponse,
        LocalMoment.columns { (response: OutcomeResponse) in response.moment } + [
            RecordColumn("instrument") { $0.instrument },
            RecordColumn("form_version") { Int32(clamping: $0.formVersion) },
            RecordColumn("activities") { $0.activities.map(\.activity) },
            RecordColumn("abilities") { $0.activities.map(\.ability) },
            RecordColumn("answers") { $0.answers.map { $0.map { Int16(clamping: $0) } } },
        ],
        unwrap: { if case .outcomeResponse(let response) = $0 { response } else { nil } },
        read: { row in
            let moment = try LocalMoment(&row)
            let (instrument, formVersion): (OutcomeInstrument, Int32) = (try row.next(), try row.next())
            let (activities, abilities): ([Label], [AbilityScore]) = (try row.next(), try row.next())
            let answers: [Int16?] = try row.next()
            return .outcomeResponse(
                OutcomeResponse(
                    moment: moment, instrument: instrument, formVersion: Int(formVersion),
                    activities: zip(activities, abilities).map { RatedActivity(activity: $0, ability: $1) },
                    answers: answers.map { $0.map(Int.init) }))
        })
}
