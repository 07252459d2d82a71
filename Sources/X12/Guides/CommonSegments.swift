/// Segments that look alike wherever they stand in the guides for enrolment and eligibility.
extension SegmentRule {
    /// REF: a number, and whose or what it is.
    static func reference(
        _ place: Int, required: Bool = false, use maximumUse: Int? = 1, _ qualifiers: String
    ) -> SegmentRule {
        SegmentRule(
            "REF", place, required: required, use: maximumUse, qualified: true,
            [
                .must(.referenceQualifier, qualifiers), .must(.reference), .unused(.description),
                .composite(.unused, []),
            ], [.atLeastOne([2, 3])])
    }

    /// DTP: a day or a period, and what happened then.
    static func date(
        _ place: Int, required: Bool = false, use maximumUse: Int? = 1, _ qualifiers: String, formats: String = "D8"
    ) -> SegmentRule {
        SegmentRule(
            "DTP", place, required: required, use: maximumUse, qualified: true,
            [.must(.dateQualifier, qualifiers), .must(.dateFormat, formats), .must(.period)])
    }

    /// NM1: a person or an organisation; the name's parts from the last name to the suffix have the usages given.
    static func name(
        _ place: Int, _ entities: String, types: String = "1", last: ElementRule.Usage, first: ElementRule.Usage,
        others: ElementRule.Usage = .situational, ids: String?, idRequired: Bool = false,
        relationship: ElementRule = .unused(.entityRelationship)
    ) -> SegmentRule {
        let id: [ElementRule] =
            switch (ids, idRequired) {
            case (nil, _): [.unused(.idQualifier), .unused(.id)]
            case (let ids?, true): [.must(.idQualifier, ids), .must(.id)]
            case (let ids?, false): [.may(.idQualifier, ids), .may(.id)]
            }
        return SegmentRule(
            "NM1", place, required: true, qualified: true,
            [
                .must(.entity, entities), .must(.entityType, types), .value(.lastName, last),
                .value(.firstName, first), .value(.middleName, others), .value(.prefix, others),
                .value(.suffix, others),
            ] + id + [relationship, .unused(.entity), .unused(.lastName)],
            [.together([8, 9]), .needs(11, 10), .needs(12, 3)])
    }

    /// N1: an organisation by name and number.
    static func organization(_ place: Int, _ entities: String, nameRequired: Bool = false, ids: String?) -> SegmentRule
    {
        SegmentRule(
            "N1", place, required: true, qualified: true,
            [
                .must(.entity, entities), nameRequired ? .must(.organizationName) : .may(.organizationName),
                ids.map { .must(.idQualifier, $0) } ?? .unused(.idQualifier),
                ids == nil ? .unused(.id) : .must(.id),
                .unused(.entityRelationship), .unused(.entity),
            ], [.atLeastOne([2, 3]), .together([3, 4])])
    }

    /// PER: ways to reach somebody, at most three.
    static func contact(
        _ place: Int, use maximumUse: Int? = 1, _ function: String, nameUsed: Bool = false, _ ways: String
    ) -> SegmentRule {
        SegmentRule(
            "PER", place, use: maximumUse,
            [
                .must(.contactFunction, function), nameUsed ? .may(.organizationName) : .unused(.organizationName),
                .must(.communicationQualifier, ways), .must(.communicationNumber),
                .may(.communicationQualifier, ways), .may(.communicationNumber),
                .may(.communicationQualifier, ways), .may(.communicationNumber), .unused(.contactInquiry),
            ], [.together([3, 4]), .together([5, 6]), .together([7, 8])])
    }

    /// N3: one or two lines of an address.
    static func street(_ place: Int, required: Bool = false, use maximumUse: Int? = 1) -> SegmentRule {
        SegmentRule("N3", place, required: required, use: maximumUse, [.must(.street), .may(.street)])
    }

    /// N4: the rest of an address; `locations` says whose the place in N405 may be.
    static func city(_ place: Int, required: Bool = false, locations: String? = nil) -> SegmentRule {
        SegmentRule(
            "N4", place, required: required,
            [
                .must(.city), .may(.state, CodeLists.states), .may(.postalCode), .may(.country),
                locations.map { .may(.locationQualifier, $0) } ?? .unused(.locationQualifier),
                locations == nil ? .unused(.location) : .may(.location), .may(.countrySubdivision),
            ], [.atMostOne([2, 7]), .needs(6, 5), .needs(7, 4)])
    }

    /// DMG: birth date, gender and what else a sponsor may say of a person.
    static func demographics(_ place: Int, dateRequired: Bool) -> SegmentRule {
        SegmentRule(
            "DMG", place,
            [
                dateRequired ? .must(.dateFormat, "D8") : .may(.dateFormat, "D8"),
                dateRequired ? .must(.period) : .may(.period),
                dateRequired ? .must(.code(1068, 1...1), "F M U") : .may(.code(1068, 1...1), "F M U"),
                .may(.code(1067, 1...1), "B D I M R S U W X"),
                .composite(
                    .situational,
                    [
                        .may(.code(1109, 1...1)), .may(.code(1270, 1...3)),
                        .may(.text(1271, 1...30)),
                    ], repeats: 10),
                .may(.code(1066, 1...2), "1 2 3 4 5 6 7"), .unused(.country), .unused(.code(659, 1...2)),
                .unused(.quantity), .may(.code(1270, 1...3), "REC"), .may(.text(1271, 1...30)),
            ], [.together([1, 2]), .together([10, 11]), .needs(11, 5)])
    }
}

extension ElementRule {
    /// A value without a list of codes, of the usage given.
    fileprivate static func value(_ element: DataElement, _ usage: Usage) -> ElementRule {
        ElementRule(content: .value(element, codes: []), usage: usage, repeats: 1)
    }
}
