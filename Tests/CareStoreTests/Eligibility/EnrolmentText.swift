/// An 834 of one employer, put together benefit by benefit, with its counts.
struct EnrolmentText {
    /// One benefit of a member (HD), with its dates (DTP).
    struct Benefit {
        var line = "HLT"
        var plan = "PPO-1"
        var maintenance = "030"
        var from: String? = "20240101"
        var until: String?

        fileprivate var segments: [String] {
            ["HD*\(maintenance)**\(line)*\(plan)"] + (from.map { ["DTP*348*D8*\($0)"] } ?? [])
                + (until.map { ["DTP*349*D8*\($0)"] } ?? [])
        }
    }

    private var members: [String] = []
    private var count = 0
    /// Tells files apart whose content is the same.
    var reference = "R-1"
    /// What the file is for (BGN08): 4 the whole roster, 2 changes.
    var action = "4"

    mutating func add(
        _ number: String, last: String = "RUIZ", born: String = "19900412", maintenance: String = "030",
        until: String? = nil, _ benefits: [Benefit]
    ) {
        count += 1
        members +=
            ["INS*Y*18*\(maintenance)*XN*A***FT", "REF*0F*\(number)"] + (until.map { ["DTP*357*D8*\($0)"] } ?? [])
            + ["NM1*IL*1*\(last)*ANA", "DMG*D8*\(born)*F"]
            + benefits.flatMap(\.segments)
    }

    mutating func add(child number: String, of family: String, born: String, _ benefits: [Benefit]) {
        count += 1
        members +=
            [
                "INS*N*19*030*XN*A", "REF*0F*\(family)", "REF*23*\(number)", "NM1*IL*1*RUIZ*MIA", "DMG*D8*\(born)*F",
            ] + benefits.flatMap(\.segments)
    }

    var bytes: [UInt8] {
        let set =
            [
                "ST*834*0001*005010X220A1", "BGN*00*\(reference)*20261120*0405****\(action)", "QTY*TO*\(count)",
                "N1*P5*ACME*FI*999888777", "N1*IN*SOLEUS*FI*111222333",
            ] + members
        let segments =
            [
                "ISA*00*          *00*          *ZZ*ACME           *ZZ*SOLEUS         *261120*0405*^*00501*000000301*0*P*:",
                "GS*BE*ACME*SOLEUS*20261120*0405*301*X*005010X220A1",
            ] + set + ["SE*\(set.count + 1)*0001", "GE*1*301", "IEA*1*000000301"]
        return Array(segments.map { $0 + "~\n" }.joined().utf8)
    }
}
