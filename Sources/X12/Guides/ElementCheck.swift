/// Compares a segment's elements with what its rule takes.
struct ElementCheck {
    let rule: SegmentRule
    let segment: Segment

    var faults: [ElementFault] {
        var faults: [ElementFault] = []
        if segment.elementCount > rule.elements.count {
            faults.append(fault(rule.elements.count + 1, .tooManyElements))
        } else if segment.elementCount > 0, segment.isEmpty(segment.elementCount) {
            // A separator after the last value stands for an element that nobody sends.
            faults.append(fault(segment.elementCount, .tooManyElements))
        }
        for (index, element) in rule.elements.enumerated() {
            check(segment.bytes(index + 1), element, index + 1, &faults)
        }
        for condition in rule.conditions { check(condition, &faults) }
        // A segment says something, also where its guide lets each single element be left out.
        if faults.isEmpty, (0...segment.elementCount).allSatisfy(segment.isEmpty) { faults.append(fault(1, .missing)) }
        return faults
    }

    private func check(
        _ bytes: ArraySlice<UInt8>, _ rule: ElementRule, _ element: Int, _ faults: inout [ElementFault]
    ) {
        guard !bytes.isEmpty else {
            if rule.usage == .required { faults.append(fault(element, .missing)) }
            return
        }
        guard rule.usage != .unused else {
            faults.append(fault(element, .notUsed))
            return
        }
        guard bytes.contains(segment.delimiters.repetition) else {
            checkOnce(bytes, rule, element, repetition: nil, &faults)
            return
        }
        let repetitions = bytes.split(
            separator: segment.delimiters.repetition, maxSplits: rule.repeats, omittingEmptySubsequences: false)
        guard repetitions.count <= rule.repeats else {
            faults.append(fault(element, .tooManyRepetitions))
            return
        }
        for (index, value) in repetitions.enumerated() {
            checkOnce(value, rule, element, repetition: index + 1, &faults)
        }
    }

    private func checkOnce(
        _ bytes: ArraySlice<UInt8>, _ rule: ElementRule, _ element: Int, repetition: Int?,
        _ faults: inout [ElementFault]
    ) {
        switch rule.content {
        case .value(let data, let codes):
            guard !bytes.contains(segment.delimiters.component) else {
                faults.append(fault(element, .tooManyComponents, repetition: repetition))
                return
            }
            for code in self.faults(of: bytes, data, codes, element: element) {
                faults.append(fault(element, code, repetition: repetition))
            }
        case .composite(let rules):
            let parts = bytes.split(
                separator: segment.delimiters.component, maxSplits: rules.count, omittingEmptySubsequences: false)
            guard parts.count <= rules.count else {
                faults.append(fault(element, .tooManyComponents, repetition: repetition))
                return
            }
            for (index, rule) in rules.enumerated() {
                let part = index < parts.count ? parts[index] : []
                checkPart(part, rule, element, component: index + 1, repetition: repetition, &faults)
            }
        }
    }

    private func checkPart(
        _ bytes: ArraySlice<UInt8>, _ rule: ElementRule, _ element: Int, component: Int, repetition: Int?,
        _ faults: inout [ElementFault]
    ) {
        guard case .value(let data, let codes) = rule.content else { return }
        let found: [ElementFault.Code] =
            switch (bytes.isEmpty, rule.usage) {
            case (true, .required): [.missing]
            case (true, _): []
            case (false, .unused): [.notUsed]
            case (false, _): self.faults(of: bytes, data, codes, element: element)
            }
        faults += found.map { code in
            ElementFault(
                element: element, component: component, repetition: repetition, dataElement: data.number, code: code)
        }
    }

    private func faults(
        of bytes: ArraySlice<UInt8>, _ data: DataElement, _ codes: Set<String>, element: Int
    ) -> [ElementFault.Code] {
        let value = ElementValue(bytes)
        guard value.hasOnlyText else { return [.invalidCharacter] }
        var found: [ElementFault.Code] = []
        let length = value.length(as: data.kind)
        if length < data.length.lowerBound { found.append(.tooShort) }
        if length > data.length.upperBound { found.append(.tooLong) }
        if data.kind == .code || data.kind == .text, value.hasNeedlessSpaces(beyond: data.length.lowerBound) {
            found.append(.invalidCharacter)
        }
        if !codes.isEmpty, !codes.contains(value.text) { found.append(.invalidCode) }
        switch data.kind {
        case .code, .text: break
        case .integer: if !value.isInteger { found.append(.invalidCharacter) }
        case .decimal: if !value.isDecimal { found.append(.invalidCharacter) }
        case .day: if !value.isDay { found.append(.invalidDate) }
        case .time: if !value.isTime { found.append(.invalidTime) }
        case .period: if !value.isPeriod(in: segment.text(element - 1)) { found.append(.invalidDate) }
        }
        return found
    }

    private func check(_ condition: SegmentRule.Condition, _ faults: inout [ElementFault]) {
        let isThere = { (element: Int) in !segment.isEmpty(element) }
        switch condition {
        case .together(let elements):
            guard elements.contains(where: isThere) else { return }
            faults += elements.filter { !isThere($0) }.map { fault($0, .conditionMissing) }
        case .atLeastOne(let elements):
            // A required one is reported as missing already.
            guard !elements.contains(where: isThere), let first = elements.first,
                rule.elements[first - 1].usage != .required
            else { return }
            faults.append(fault(first, .conditionMissing))
        case .atMostOne(let elements):
            faults += elements.filter(isThere).dropFirst().map { fault($0, .exclusion) }
        case .needs(let element, let other):
            guard isThere(element), !isThere(other) else { return }
            faults.append(fault(other, .conditionMissing))
        case .needsOneOf(let element, let others):
            guard isThere(element), !others.contains(where: isThere), let first = others.first else { return }
            faults.append(fault(first, .conditionMissing))
        }
    }

    private func fault(_ element: Int, _ code: ElementFault.Code, repetition: Int? = nil) -> ElementFault {
        var number: String?
        if rule.elements.indices.contains(element - 1), case .value(let data, _) = rule.elements[element - 1].content {
            number = data.number
        }
        return ElementFault(
            element: element, component: nil, repetition: repetition, dataElement: number, code: code)
    }
}
