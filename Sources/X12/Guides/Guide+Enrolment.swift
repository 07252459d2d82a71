extension Guide {
    /// 834, benefit enrolment and maintenance: what a sponsor's roster is as X12 (domain guide §6).
    package static let enrolment = Guide(
        version: "005010X220A1", set: "834", group: "BE", detailLoop: "2000",
        [
            .segment(beginning),
            .segment(.reference(3, "38")),
            .segment(.date(4, use: nil, "007 090 091 303 382 388")),
            .segment(totals),
            .loop(LoopRule("1000A", 7, required: true, [.segment(.organization(1, "P5", ids: "24 94 FI"))])),
            .loop(LoopRule("1000B", 19, required: true, [.segment(.organization(1, "IN", ids: "94 FI XV"))])),
            .loop(broker),
            .loop(member),
        ])

    private static let beginning = SegmentRule(
        "BGN", 2, required: true,
        [
            .must(.code(353, 2...2), "00 15 22"), .must(.reference), .must(.day), .must(.time),
            .may(.timeZone, CodeLists.timeZones), .may(.reference), .unused(.code(640, 2...2)),
            .must(.action, "2 4 RX"), .unused(.code(786, 2...2)),
        ], [.needs(5, 4)])

    /// How many lives the sender counted.
    private static let totals = SegmentRule(
        "QTY", 6, use: 3, qualified: true,
        [
            .must(.quantityQualifier, "DT ET TO"), .must(.quantity), .composite(.unused, []),
            .unused(.text(61, 1...30)),
        ], [.atMostOne([2, 4]), .atLeastOne([2, 4])])

    private static let broker = LoopRule(
        "1000C", 31, use: 2,
        [
            .segment(.organization(1, "BO TV", nameRequired: true, ids: "94 FI XV")),
            .loop(
                LoopRule(
                    "1100C", 36,
                    [
                        .segment(
                            SegmentRule(
                                "ACT", 1, required: true,
                                [
                                    .must(.account), .unused(.organizationName), .unused(.idQualifier), .unused(.id),
                                    .unused(.accountQualifier), .may(.account), .unused(.description),
                                    .unused(.code(107, 1...2)), .unused(.code(1216, 1...1)),
                                ], [.together([3, 4]), .needs(5, 6), .needs(7, 5)]))
                    ])),
        ])

    private static let member = LoopRule(
        "2000", 100, required: true, use: nil,
        [
            .segment(memberLevel),
            .segment(.reference(20, required: true, "0F")),
            .segment(.reference(20, "1L")),
            .segment(.reference(20, use: 13, "17 23 3H 4A 6O ABB D3 DX F6 P5 Q4 QQ ZZ")),
            .segment(
                .date(
                    25, use: 24,
                    "050 286 296 297 300 301 303 336 337 338 339 340 341 350 351 356 357 383 385 386 393 394 473 474")),
        ] + memberNames + [.loop(memberDisability), .loop(memberCoverage), .loop(memberReporting)])

    private static let memberLevel = SegmentRule(
        "INS", 10, required: true,
        [
            .must(.yesNo, "N Y"), .must(.code(1069, 2...2), CodeLists.relationships),
            .must(.code(875, 3...3), "001 021 024 025 030"), .may(.code(1203, 2...3), CodeLists.maintenanceReasons),
            .must(.code(1216, 1...1), "A C S T"),
            .composite(
                .situational,
                [
                    .must(.code(1218, 1...1)), .may(.code(1701, 1...1)), .unused(.code(1701, 1...1)),
                    .unused(.code(1701, 1...1)),
                ]),
            .may(.code(1219, 1...2), "1 10 2 3 4 5 6 7 8 9 ZZ"), .may(.code(584, 2...2), "AC AO AU FT L1 PT RT TE"),
            .may(.code(1220, 1...1), "F N P"), .may(.yesNo, "N Y"), .may(.dateFormat, "D8"), .may(.period),
            .may(.code(1165, 1...1), "R U"), .unused(.city), .unused(.state), .unused(.country), .may(.number),
        ], [.together([11, 12])])
}
