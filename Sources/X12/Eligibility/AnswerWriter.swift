/// Writes the answers to a file of 270s as an interchange of 271s: one set for each, in the caller's order, with the
/// caller's names and trace numbers.
package enum AnswerWriter {
    /// Which kinds of service Soleus covers: physical therapy, physical medicine, and the health plan that does.
    package static let serviceTypes = ["30", "AE", "PT"]

    /// Takes one answer for each of `file.questions`, in the same order.
    package static func write(
        _ answers: [InquiryAnswer], to file: InquiryFile, stamp: InterchangeWriter.Stamp
    ) -> [UInt8] {
        let header = file.outcome.header
        var writer = InterchangeWriter(
            from: header.receiver, to: header.sender, isTest: header.isTest, stamp: stamp)
        let group = file.outcome.groups.first?.header
        writer.beginGroup(
            "HB", from: group?.receiver ?? header.receiver.id, to: group?.sender ?? header.sender.id,
            version: Guide.inquiry.version)
        var rest = answers[...]
        for set in file.sets {
            write(set, rest.prefix(set.questions.count), &writer, stamp)
            rest = rest.dropFirst(set.questions.count)
        }
        writer.endGroup()
        return writer.end()
    }

    private static func write(
        _ set: InquiryFile.Set, _ answers: ArraySlice<InquiryAnswer>, _ writer: inout InterchangeWriter,
        _ stamp: InterchangeWriter.Stamp
    ) {
        writer.beginSet("271", version: Guide.inquiry.version)
        writer.segment("BHT", ["0022", "11", .value(set.reference), .value(stamp.day), .value(stamp.time)])
        var levels = Levels()
        var current: Inquiry?
        for (index, (question, answer)) in zip(set.questions, answers).enumerated() {
            if current?.source != question.source {
                levels.open("20", hasChildren: true, &writer)
                write(question.source, &writer)
                current = nil
            }
            if current?.receiver != question.receiver {
                levels.open("21", hasChildren: true, &writer)
                write(question.receiver, &writer)
                current = nil
            }
            if question.dependent == nil {
                levels.open("22", hasChildren: false, &writer)
                write(question.subscriber, "IL", answer, question, &writer)
            } else {
                let isNew =
                    current?.subscriberLevel != question.subscriberLevel
                    || set.questions.prefix(index).last?.dependent == nil
                if isNew {
                    levels.open("22", hasChildren: true, &writer)
                    write(question.subscriber, "IL", &writer)
                }
                levels.open("23", hasChildren: false, &writer)
                write(question.person, "03", answer, question, &writer)
            }
            current = question
        }
        writer.endSet()
    }

    /// The hierarchy as it is written: each level numbered, and under the last one above it.
    private struct Levels {
        private var count = 0
        private var last: [String: Int] = [:]

        mutating func open(_ code: String, hasChildren: Bool, _ writer: inout InterchangeWriter) {
            count += 1
            last[code] = count
            let above = ["21": "20", "22": "21", "23": "22"][code].flatMap { last[$0] }
            writer.segment(
                "HL",
                [
                    .value(String(count)), .value(above.map { String($0) } ?? ""), .value(code),
                    hasChildren ? "1" : "0",
                ])
        }
    }

    private static func write(_ party: InquiryFile.Party, _ writer: inout InterchangeWriter) {
        writer.segment(
            "NM1",
            [
                .value(party.entity), .value(party.type), .value(party.name), .value(party.firstName), "", "", "",
                .value(party.idQualifier), .value(party.id),
            ])
    }

    private static func write(_ person: Inquiry.Person, _ entity: String, _ writer: inout InterchangeWriter) {
        writer.segment(
            "NM1",
            [
                .value(entity), "1", .value(person.lastName), .value(person.firstName), .value(person.middleName), "",
                .value(person.suffix), .value(person.id.isEmpty ? "" : person.idQualifier), .value(person.id),
            ])
    }

    private static func write(
        _ person: Inquiry.Person, _ entity: String, _ answer: InquiryAnswer, _ question: Inquiry,
        _ writer: inout InterchangeWriter
    ) {
        for trace in person.traces {
            writer.segment(
                "TRN", ["2", .value(trace.number), .value(trace.originator), .value(trace.suffix)])
        }
        write(person, entity, &writer)
        if case .refused(let refusal) = answer {
            writer.segment("AAA", ["N", "", .value(refusal.rawValue), .value(refusal.followUp)])
        }
        if !person.birthDate.isEmpty {
            writer.segment("DMG", ["D8", .value(person.birthDate), .value(person.gender)])
        }
        switch answer {
        case .refused: break
        case .inactive: writer.segment("EB", ["6", "", .repeated(asked(question))])
        case .active(let coverage): write(coverage, question, &writer)
        }
    }

    private static func write(
        _ coverage: InquiryAnswer.ActiveCoverage, _ question: Inquiry, _ writer: inout InterchangeWriter
    ) {
        let asked = asked(question)
        // Who asks about the plan as such learns what it is for.
        let covered = serviceTypes.filter { asked.contains($0) || asked.contains("30") }
        let others = asked.filter { !covered.contains($0) }
        if !covered.isEmpty {
            writer.segment("EB", ["1", "", .repeated(covered), "", .value(coverage.plan)])
            if !coverage.group.isEmpty { writer.segment("REF", ["6P", .value(coverage.group)]) }
            if let through = coverage.through {
                writer.segment("DTP", ["291", "RD8", .value("\(coverage.from)-\(through)")])
            } else {
                writer.segment("DTP", ["346", "D8", .value(coverage.from)])
            }
            writer.segment(
                "EB", ["B", "", .repeated(covered), "", "", "27", .value(amount(coverage.memberCostCents))])
        }
        // Soleus is no health plan: of other services it knows nothing.
        if !others.isEmpty { writer.segment("EB", ["I", "", .repeated(others)]) }
    }

    /// What the question asks for; a question that names nothing asks for the health plan as such.
    private static func asked(_ question: Inquiry) -> [String] {
        question.serviceTypes.isEmpty ? serviceTypes : question.serviceTypes
    }

    private static func amount(_ cents: Int) -> String {
        let rest = cents % 100
        return rest == 0 ? String(cents / 100) : "\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
