/// Who a member is, and whom they hang on: the loops 2100A to 2100H.
extension Guide {
    static let memberNames: [LoopRule.Child] = [
        .loop(memberName), .loop(incorrectName), .loop(mailingAddress), .loop(employer), .loop(school),
        .loop(custodialParent), .loop(responsiblePerson), .loop(dropOff),
    ]

    private static let memberName = LoopRule(
        "2100A", 30, required: true,
        [
            .segment(.name(3, "74 IL", last: .required, first: .situational, ids: "34 ZZ")),
            .segment(.contact(4, "IP", CodeLists.memberContacts)),
            .segment(.street(5)),
            .segment(.city(6, locations: "60 CY")),
            .segment(.demographics(8, dateRequired: true)),
            .segment(
                SegmentRule(
                    "EC", 10, use: nil,
                    [
                        .must(.code(1176, 2...3), CodeLists.employmentClasses),
                        .may(.code(1176, 2...3), CodeLists.employmentClasses),
                        .may(.code(1176, 2...3), CodeLists.employmentClasses), .unused(.percentage),
                        .unused(.code(1201, 1...1)), .unused(.code(1149, 4...6)),
                    ])),
            .segment(
                SegmentRule(
                    "ICM", 11,
                    [
                        .must(.code(594, 1...1), "1 2 3 4 6 7 8 9 B C H Q S U"), .must(.amount), .may(.quantity),
                        .may(.location), .may(.text(1214, 1...5)), .unused(.code(100, 3...3)),
                    ])),
            .segment(policyAmount(12, use: 7)),
            .segment(
                SegmentRule(
                    "HLH", 13,
                    [
                        .must(.code(1212, 1...1), "N S T U X"), .may(.height), .may(.weight), .unused(.weight),
                        .unused(.description), .unused(.code(1213, 1...1)), .unused(.description),
                    ])),
            .segment(
                SegmentRule(
                    "LUI", 15, use: nil,
                    [
                        .may(.idQualifier, "LD LE"), .may(.id), .may(.description),
                        .may(.code(1303, 1...2), "5 6 7 8"), .unused(.code(1476, 1...1)),
                    ], [.together([1, 2]), .needsOneOf(4, [2, 3])])),
        ])

    /// What the sponsor said of the member before it was corrected.
    private static let incorrectName = LoopRule(
        "2100B", 30,
        [
            .segment(.name(3, "70", last: .required, first: .situational, ids: "34 ZZ")),
            .segment(.demographics(8, dateRequired: false)),
        ])

    private static let mailingAddress = LoopRule(
        "2100C", 30,
        [
            .segment(.name(3, "31", last: .unused, first: .unused, others: .unused, ids: nil)),
            .segment(.street(5, required: true)),
            .segment(.city(6, required: true)),
        ])

    private static let employer = LoopRule(
        "2100D", 30, use: 3,
        [
            .segment(.name(3, "36", types: "1 2", last: .situational, first: .situational, ids: "24 34")),
            .segment(.contact(4, "EP", nameUsed: true, "AP BN CP EM EX FX TE")),
            .segment(.street(5)),
            .segment(.city(6)),
        ])

    private static let school = LoopRule(
        "2100E", 30, use: 3,
        [
            .segment(.name(3, "M8", types: "2", last: .required, first: .unused, others: .unused, ids: nil)),
            .segment(.contact(4, "SK", nameUsed: true, "EM EX FX TE")),
            .segment(.street(5)),
            .segment(.city(6)),
        ])

    private static let custodialParent = LoopRule(
        "2100F", 30,
        [
            .segment(.name(3, "S3", last: .required, first: .required, ids: "34 ZZ")),
            .segment(.contact(4, "PQ", CodeLists.memberContacts)),
            .segment(.street(5)),
            .segment(.city(6)),
        ])

    private static let responsiblePerson = LoopRule(
        "2100G", 30, use: 13,
        [
            .segment(
                .name(
                    3, "6Y 9K E1 EI EXS GB GD J6 LR QD S1 TZ X4", last: .required, first: .situational, ids: "34 ZZ")),
            .segment(.contact(4, "RP", CodeLists.memberContacts)),
            .segment(.street(5)),
            .segment(.city(6)),
        ])

    private static let dropOff = LoopRule(
        "2100H", 70,
        [
            .segment(.name(3, "45", last: .situational, first: .situational, ids: nil)),
            .segment(.street(5)),
            .segment(.city(6)),
        ])

    static func policyAmount(_ place: Int, use maximumUse: Int) -> SegmentRule {
        SegmentRule(
            "AMT", place, use: maximumUse,
            [.must(.amountQualifier, "B9 C1 D2 EBA FK P3 R"), .must(.amount), .unused(.code(478, 1...1))])
    }
}
