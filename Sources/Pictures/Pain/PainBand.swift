package import Care

/// The bands of pain in which exercising is safe, acceptable, or not (pain-monitoring model, Silbernagel 2007,
/// doi 10.1177/0363546506298279).
enum PainBand: CaseIterable {
    case safe, acceptable, notAcceptable

    init(_ pain: PainScore) {
        self =
            switch pain.rawValue {
            case ...3: .safe
            case 4...5: .acceptable
            default: .notAcceptable
            }
    }

    /// On the scale of pain; half a point of room around whole scores.
    var range: ClosedRange<Double> {
        switch self {
        case .safe: -0.5...3.5
        case .acceptable: 3.5...5.5
        case .notAcceptable: 5.5...10.5
        }
    }

    var fill: String {
        switch self {
        case .safe: Ink.safe
        case .acceptable: Ink.acceptable
        case .notAcceptable: Ink.notAcceptable
        }
    }

    var words: String {
        switch self {
        case .safe: "0–3 safe"
        case .acceptable: "4–5 acceptable"
        case .notAcceptable: "over 5: too much"
        }
    }

    /// Draws the band's own mark: a dot, a square or a triangle, so that no colour is needed to tell them apart.
    func mark(x: Double, y: Double, radius: Double, on canvas: inout Canvas) {
        switch self {
        case .safe: canvas.circle(x: x, y: y, radius: radius, fill: Ink.strong)
        case .acceptable:
            canvas.box(x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, fill: Ink.strong)
        case .notAcceptable:
            let size = radius * 1.3
            canvas.polygon([(x, y - size), (x + size, y + size * 0.8), (x - size, y + size * 0.8)], fill: Ink.strong)
        }
    }
}

extension CheckIn.Moment {
    /// What a report of the moment is about.
    package var words: String {
        switch self {
        case .now: "pain now"
        case .during: "during"
        case .after: "after"
        case .nextMorning: "next morning"
        case .worstIn24Hours: "worst of 24 h"
        case .averageOver7Days: "mean of 7 d"
        }
    }
}
