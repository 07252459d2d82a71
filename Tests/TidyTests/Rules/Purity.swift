/// The rules of care and of the protocol have no clock and no dice: time and chance are parameters.
enum Purity {
    private static let modules: Set<String> = ["Care", "CareMessages", "ChartSync", "Pictures"]
    private static let sources = [
        "Date()", "Date.now", "ContinuousClock", "SuspendingClock", "DispatchTime", "UUID()", "randomElement()",
        "shuffled()",
        "FileManager", "URLSession", "ProcessInfo",
    ]

    static func complaints(in file: SourceFile) -> [Complaint] {
        guard modules.contains(file.module), !file.isTest else { return [] }
        return file.swift.lines.enumerated().flatMap { index, line in
            let drawn = line.code.contains(".random(") && !line.code.contains("using:") ? [".random"] : []
            return (sources.filter { line.code.contains($0) } + drawn).map { source in
                Complaint(
                    path: file.path, line: index + 1,
                    advice: "\(file.module) is pure: take what \(source) would give as a parameter")
            }
        }
    }
}
