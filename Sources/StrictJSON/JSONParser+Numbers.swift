extension JSONParser {
    /// Reads a number at the current byte, which is a minus or a digit.
    mutating func number() throws(JSONProblem) -> JSONValue {
        let start = position
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let wholeStart = position
        let magnitude = digits()
        let wholeCount = position - wholeStart
        guard wholeCount > 0 else {
            throw position < bytes.count ? problem(.number, "A digit must follow the minus.") : incomplete()
        }
        guard wholeCount == 1 || bytes[wholeStart] != UInt8(ascii: "0") else {
            throw JSONProblem(.number, at: start, "A number must not begin with extra zeros.")
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            return .decimal(try decimal(from: start, wholeCount: wholeCount, isNegative: isNegative))
        }
        try refuseExponent()
        guard !(isNegative && magnitude == 0) else {
            throw JSONProblem(.number, at: start, "Write zero without a minus.")
        }
        guard let magnitude, JSONLimits.integers.contains(magnitude) else {
            throw JSONProblem(
                .numberRange, at: start,
                "A whole number must lie within ±\(JSONLimits.integers.upperBound).")
        }
        return .integer(isNegative ? -magnitude : magnitude)
    }

    private mutating func decimal(
        from start: Int, wholeCount: Int, isNegative: Bool
    ) throws(JSONProblem) -> JSONDecimal {
        position += 1
        let fractionStart = position
        _ = digits()
        let fractionCount = position - fractionStart
        guard fractionCount > 0 else {
            throw position < bytes.count ? problem(.number, "A digit must follow the decimal point.") : incomplete()
        }
        try refuseExponent()
        guard wholeCount + fractionCount <= min(limits.decimalDigitCount, JSONDecimal.digitCountLimit) else {
            throw JSONProblem(
                .numberRange, at: start,
                "A number with a decimal point may have at most \(limits.decimalDigitCount) digits.")
        }
        let text = bytes[start..<position]
        guard !isNegative || text.contains(where: { (0x31...0x39).contains($0) }) else {
            throw JSONProblem(.number, at: start, "Write zero without a minus.")
        }
        return JSONDecimal(checked: String(decoding: text, as: UTF8.self))
    }

    /// Walks over digits and adds them up; nil beyond 18 digits, which is past every limit and short of overflow.
    private mutating func digits() -> Int64? {
        let start = position
        var sum: Int64 = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            if position - start < 18 { sum = sum * 10 + Int64(bytes[position] - 0x30) }
            position += 1
        }
        return position - start <= 18 ? sum : nil
    }

    private func refuseExponent() throws(JSONProblem) {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "e") || bytes[position] == UInt8(ascii: "E")
        else { return }
        throw problem(.number, "Write the number out, without an exponent.")
    }
}
