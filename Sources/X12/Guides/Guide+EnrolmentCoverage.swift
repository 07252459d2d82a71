/// What a member is covered by: the loops 2200 to 2750.
extension Guide {
    static let memberDisability = LoopRule(
        "2200", 200, use: nil,
        [
            .segment(
                SegmentRule(
                    "DSB", 20, required: true,
                    [
                        .must(.code(1146, 1...1), "1 2 3 4"), .unused(.quantity), .unused(.code(1149, 4...6)),
                        .unused(.code(1154, 1...1)), .unused(.code(1161, 1...2)), .unused(.amount),
                        .may(.code(235, 2...2), "DX ZZ"), .may(.text(1137, 1...15)),
                    ], [.together([7, 8])])),
            .segment(.date(21, use: 2, "360 361")),
        ])

    static let memberCoverage = LoopRule(
        "2300", 260, use: 99,
        [
            .segment(
                SegmentRule(
                    "HD", 26, required: true,
                    [
                        .must(.code(875, 3...3), "001 002 021 024 025 026 030 032"), .unused(.code(1203, 2...3)),
                        .must(.code(1205, 2...3), CodeLists.insuranceLines), .may(.text(1204, 1...50)),
                        .may(.code(1207, 3...3), CodeLists.coverageLevels), .unused(.count9), .unused(.count9),
                        .unused(.code(1209, 1...1)), .may(.yesNo, "N Y"), .unused(.code(1211, 2...3)),
                        .unused(.yesNo),
                    ])),
            .segment(.date(27, required: true, use: 6, "300 303 343 348 349 543 695", formats: "D8 RD8")),
            .segment(policyAmount(28, use: 9)),
            .segment(.reference(29, use: 14, "17 1L 9V CE E8 M7 PID RB X9 XM XX1 XX2 ZX ZZ")),
            .segment(.reference(29, "QQ")),
            .segment(
                SegmentRule(
                    "IDC", 30, use: 3,
                    [
                        .must(.text(1204, 1...50)), .must(.code(1215, 1...1), "D H P"), .may(.quantity),
                        .may(.action, "1 2 RX"),
                    ])),
            .loop(provider),
            .loop(otherInsurance),
        ])

    private static let provider = LoopRule(
        "2310", 31, use: 30,
        [
            .segment(SegmentRule("LX", 31, required: true, [.must(.assignedNumber)])),
            .segment(
                .name(
                    32, "1X 3D 80 FA OD P3 QA QN Y2", types: "1 2", last: .situational, first: .situational,
                    ids: "34 FI SV XX", relationship: .must(.entityRelationship, "25 26 72"))),
            .segment(.street(35, use: 2)),
            .segment(.city(36)),
            .segment(.contact(37, use: 2, "IC", CodeLists.memberContacts)),
            .segment(
                SegmentRule(
                    "PLA", 39,
                    [
                        .must(.action, "2"), .must(.entity, "1P"), .must(.day), .unused(.time),
                        .must(.code(1203, 2...3), "14 22 46 AA AB AC AD AE AF AG AH AI AJ"),
                    ])),
        ])

    private static let otherInsurance = LoopRule(
        "2320", 40, use: 5,
        [
            .segment(
                SegmentRule(
                    "COB", 40, required: true,
                    [
                        .must(.code(1138, 1...1), "P S T U"), .may(.reference), .must(.code(1143, 1...1), "1 5 6"),
                        .may(.code(1365, 1...2), "1 35 48 50 54 89 90 A4 AG AL BB", repeats: 9),
                    ])),
            .segment(.reference(41, use: 4, "60 6P SY ZZ")),
            .segment(.date(42, use: 2, "344 345")),
            .loop(
                LoopRule(
                    "2330", 45, use: 3,
                    [
                        .segment(
                            .name(
                                41, "36 GW IN", types: "2", last: .situational, first: .unused, others: .unused,
                                ids: "FI NI XV")),
                        .segment(.street(43)),
                        .segment(.city(44)),
                        .segment(
                            SegmentRule(
                                "PER", 45,
                                [
                                    .must(.contactFunction, "CN"), .unused(.organizationName),
                                    .must(.communicationQualifier, "TE"), .must(.communicationNumber),
                                    .unused(.communicationQualifier), .unused(.communicationNumber),
                                    .unused(.communicationQualifier), .unused(.communicationNumber),
                                    .unused(.contactInquiry),
                                ], [.together([3, 4]), .together([5, 6]), .together([7, 8])])),
                    ])),
        ])

    /// Categories by which a sponsor wants its reports cut.
    static let memberReporting = LoopRule(
        "2700", 688,
        [
            .segment(SegmentRule("LS", 1, [.must(.loop, "2700")])),
            .loop(
                LoopRule(
                    "2700", 2, use: nil,
                    [
                        .segment(SegmentRule("LX", 1, required: true, [.must(.assignedNumber)])),
                        .loop(
                            LoopRule(
                                "2750", 2,
                                [
                                    .segment(.organization(1, "75", nameRequired: true, ids: nil)),
                                    .segment(
                                        .reference(2, "00 17 18 19 26 3L 6M 9V 9X GE LU PID XX1 XX2 YY ZZ")),
                                    .segment(.date(3, "007", formats: "D8 RD8")),
                                ])),
                    ])),
            .segment(SegmentRule("LE", 3, [.must(.loop, "2700")])),
        ])
}
