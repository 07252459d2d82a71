import Care
import ChartSync
import Postgres

/// Which disclaimers a member has acknowledged.
enum DisclaimerTables {
    static let acknowledgements = RecordTable(
        .disclaimerAcknowledgement,
        LocalMoment.columns { (word: DisclaimerAcknowledgement) in word.moment } + [
            RecordColumn("disclaimer") { $0.disclaimer },
            RecordColumn("disclaimer_version") { Int32(clamping: $0.disclaimerVersion) },
        ],
        unwrap: { if case .disclaimerAcknowledgement(let word) = $0 { word } else { nil } },
        read: { row in
            let moment = try LocalMoment(&row)
            let (disclaimer, version): (Slug, Int32) = (try row.next(), try row.next())
            return .disclaimerAcknowledgement(
                DisclaimerAcknowledgement(moment: moment, disclaimer: disclaimer, disclaimerVersion: Int(version)))
        })
}
