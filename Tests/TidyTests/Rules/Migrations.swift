/// Migrations are numbered files without gaps, so that every database has been through the same ones in the same order.
enum Migrations {
    /// Complaints about the file names of `db/migrations`.
    static func complaints(about names: [String]) -> [Complaint] {
        var found: [Complaint] = []
        for (index, name) in names.sorted().enumerated() {
            let path = "db/migrations/\(name)"
            let stem = name.hasSuffix(".sql") ? name.dropLast(4) : ""
            let parts = stem.split(separator: "_", maxSplits: 1)
            guard parts.count == 2, parts[0].count == 4, let number = Int(parts[0]),
                parts[1].allSatisfy({ $0 == "_" || $0.isLowercase || $0.isNumber })
            else {
                found.append(Complaint(path: path, line: nil, advice: "name it NNNN_what_it_does.sql, in lower case"))
                continue
            }
            if number != index + 1 {
                found.append(
                    Complaint(
                        path: path, line: nil,
                        advice: "is number \(number) in place \(index + 1): number migrations from 0001 without gaps"))
            }
        }
        return found
    }
}
