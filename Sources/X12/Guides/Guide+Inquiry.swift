extension Guide {
    /// 270, eligibility inquiry: questions about people, by source, receiver, subscriber and dependant.
    package static let inquiry = Guide(
        version: "005010X279A1", set: "270", group: "HS", detailLoop: nil,
        [
            .segment(
                SegmentRule(
                    "BHT", 2, required: true,
                    [
                        .must(.code(1005, 4...4), "0022"), .must(.code(353, 2...2), "01 13"), .may(.reference),
                        .must(.day), .must(.time), .may(.code(640, 2...2), "RT"),
                    ])),
            .loop(source),
        ])

    private static let source = LoopRule(
        "2000A", 10, required: true, use: nil,
        [
            .segment(level(1, "20", isTop: true)),
            .loop(
                LoopRule(
                    "2100A", 3, required: true,
                    [
                        .segment(
                            .party(3, "2B 36 GP P5 PR", ids: "24 46 FI NI PI XV XX"))
                    ])),
            .loop(receiver),
        ])

    private static let receiver = LoopRule(
        "2000B", 5, required: true, use: nil,
        [
            .segment(level(1, "21")),
            .loop(
                LoopRule(
                    "2100B", 3, required: true,
                    [
                        .segment(.party(3, "1P 2B 36 80 FA GP P5 PR", ids: "24 34 FI PI PP SV XV XX")),
                        .segment(
                            .plainReference(4, use: 9, "0B 1C 1D 1J 4A CT EL EO HPI JD N5 N7 Q4 SY TJ")),
                        .segment(.street(6)),
                        .segment(.city(7)),
                        .segment(provider(9)),
                    ])),
            .loop(subscriber),
        ])

    private static let subscriber = LoopRule(
        "2000C", 6, required: true, use: nil,
        [
            .segment(level(1, "22")),
            .segment(trace(2)),
            .loop(LoopRule("2100C", 3, required: true, person("IL", questions: "2110C"))),
            .loop(dependent),
        ])

    private static let dependent = LoopRule(
        "2000D", 7, use: nil,
        [
            .segment(level(1, "23")),
            .segment(trace(2)),
            .loop(LoopRule("2100D", 3, required: true, person("03", questions: "2110D"))),
        ])

    private static func person(_ entity: String, questions: String) -> [LoopRule.Child] {
        [
            .segment(
                .name(3, entity, types: "1 2", last: .situational, first: .situational, ids: "II MI ZZ")),
            .segment(.plainReference(4, use: 9, "18 1L 1W 3H 6P CT EA EJ F6 GH HJ IG MRC N6 NQ SY Y4")),
            .segment(.street(6)),
            .segment(.city(7)),
            .segment(provider(9)),
            .segment(
                SegmentRule(
                    "DMG", 10,
                    [
                        .may(.dateFormat, "D8"), .may(.period), .may(.code(1068, 1...1), "F M"),
                        .unused(.code(1067, 1...1)), .composite(.unused, []), .unused(.code(1066, 1...2)),
                        .unused(.country), .unused(.code(659, 1...2)), .unused(.quantity),
                        .unused(.code(1270, 1...3)), .unused(.text(1271, 1...30)),
                    ], [.together([1, 2])])),
            .segment(
                SegmentRule(
                    "INS", 11,
                    [.must(.yesNo, "N Y"), .must(.code(1069, 2...2), "01 18 19 34")]
                        + [ElementRule](repeating: .unused(.text(0, 1...80)), count: 14) + [.may(.number)])),
            .segment(
                SegmentRule(
                    "HI", 12, (0..<8).map { _ in .composite(.situational, Self.diagnosis) })),
            .segment(.date(13, use: 2, "102 291", formats: "D8 RD8")),
            .loop(
                LoopRule(
                    questions, 14, use: 99,
                    [
                        .segment(
                            SegmentRule(
                                "EQ", 1, required: true,
                                [
                                    .may(.code(1365, 1...2), repeats: 99), .composite(.situational, Self.procedure),
                                    .may(.code(1207, 3...3), "FAM"), .unused(.code(1336, 1...3)),
                                    .composite(.situational, Self.pointers),
                                ], [.atLeastOne([1, 2])])),
                        .segment(
                            SegmentRule(
                                "AMT", 2, use: 2,
                                [.must(.amountQualifier, "PB R"), .must(.amount), .unused(.code(478, 1...1))])),
                        .segment(
                            SegmentRule(
                                "III", 3,
                                [.must(.code(1270, 1...3), "ZZ"), .must(.text(1271, 1...30))]
                                    + [ElementRule](repeating: .unused(.text(0, 1...80)), count: 7))),
                        .segment(.plainReference(4, use: 1, "9F G1")),
                        .segment(.date(5, "291", formats: "D8 RD8")),
                    ])),
        ]
    }

    private static let diagnosis: [ElementRule] =
        [.must(.code(1270, 1...3)), .must(.text(1271, 1...30))]
        + [ElementRule](repeating: .unused(.text(0, 1...80)), count: 7)

    private static let procedure: [ElementRule] =
        [.must(.code(235, 2...2)), .must(.text(234, 1...48))]
        + [ElementRule](repeating: .may(.text(1339, 2...2)), count: 4)
        + [.unused(.description), .unused(.text(234, 1...48))]

    private static let pointers = [ElementRule](repeating: .may(.text(1328, 1...2)), count: 4)

    /// HL: one level of the hierarchy, under the one that it names.
    private static func level(_ place: Int, _ code: String, isTop: Bool = false) -> SegmentRule {
        SegmentRule(
            "HL", place, required: true, qualified: true, by: 3,
            [
                .must(.text(628, 1...12)), isTop ? .unused(.text(734, 1...12)) : .must(.text(734, 1...12)),
                .must(.code(735, 1...2), code), .must(.code(736, 1...1), isTop || code == "21" ? "1" : "0 1"),
            ])
    }

    /// TRN: the asker's own number for a question.
    private static func trace(_ place: Int) -> SegmentRule {
        SegmentRule(
            "TRN", place, use: 2,
            [.must(.code(481, 1...2), "1"), .must(.reference), .must(.text(509, 10...10)), .may(.reference)])
    }

    private static func provider(_ place: Int) -> SegmentRule {
        SegmentRule(
            "PRV", place,
            [
                .must(.code(1221, 1...3), "AD AT BI CO CV H HH LA OT P1 P2 PC PE R RF SB SK SU"),
                .may(.referenceQualifier, "9K D3 EI HPI PXC SY TJ"), .may(.reference), .unused(.state),
                .composite(.unused, []), .unused(.code(1223, 3...3)),
            ], [.together([2, 3])])
    }
}

extension SegmentRule {
    /// NM1 of somebody who asks or is asked, with the number they are known by.
    fileprivate static func party(_ place: Int, _ entities: String, ids: String) -> SegmentRule {
        .name(
            place, entities, types: "1 2", last: .situational, first: .situational, ids: ids, idRequired: true)
    }

    /// REF whose description may be given.
    fileprivate static func plainReference(_ place: Int, use maximumUse: Int, _ qualifiers: String) -> SegmentRule {
        SegmentRule(
            "REF", place, use: maximumUse, qualified: true,
            [.must(.referenceQualifier, qualifiers), .must(.reference), .may(.description), .composite(.unused, [])])
    }
}
