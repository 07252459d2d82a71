import Care
import StrictJSON
import X12

/// What is wrong with one file, as its 999 would say it.
struct InterchangeCheck {
    let file: String
    let outcome: InterchangeOutcome?
    let problem: InterchangeProblem?

    init(file: String, _ bytes: [UInt8]) {
        self.file = file
        var reader = InterchangeReader([.enrolment, .inquiry])
        do throws(InterchangeProblem) {
            _ = try reader.read(bytes)
            _ = try reader.finish()
            problem = nil
        } catch {
            problem = error
        }
        outcome = reader.outcome
    }

    var verdict: Verdict { problem == nil ? outcome?.verdict ?? .rejected : .rejected }

    func acknowledgement(at moment: Instant) -> [UInt8]? {
        let day = TimeZoneName.utc.day(of: moment).description.filter { $0 != "-" }
        let minutes = moment.milliseconds / 60_000 % 1_440
        let padded = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
        let stamp = InterchangeWriter.Stamp(
            day: day, time: padded(minutes / 60) + padded(minutes % 60),
            controlNumber: Int(moment.milliseconds / 100 % 999_999_999) + 1)
        guard let outcome, let stamp else { return nil }
        return Acknowledgement(of: outcome, stamp: stamp).bytes
    }

    /// The verdict, and a line for each fault.
    var lines: [String] {
        ["\(verdict.rawValue) \(printable(file))"] + faults.map { "  \(printable($0))" }
    }

    var json: JSONValue {
        [
            "file": .string(file), "verdict": .string(verdict.rawValue),
            "faults": .array(faults.map { .string($0) }),
        ]
    }

    private var faults: [String] {
        var faults = problem.map { [$0.description] } ?? []
        guard let outcome else { return faults }
        faults += outcome.faults.map { "interchange: \($0.words) (TA1 note \($0.rawValue))" }
        for group in outcome.groups {
            faults += group.faults.map {
                "group \(group.header.controlNumber): \($0.words) (AK905 code \($0.rawValue))"
            }
            for set in group.sets {
                faults += set.faults.map { "set \(set.header.controlNumber): \($0.words) (IK502 code \($0.rawValue))" }
                faults += set.segmentFaults.map { "set \(set.header.controlNumber): \($0)" }
            }
        }
        return faults
    }
}
