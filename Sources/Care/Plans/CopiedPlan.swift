extension PlanContent {
    /// What of a plan may go to another member: the exercises, their doses and how often, and nothing that was written for
    /// or about the one who has it.
    ///
    /// Notes are left out, whole and by exercise, the member's words for how often, and so are the end and the activity
    /// modifications, which are made of what that member does. Of a band and a tempo only a resistance and numbers stay, as
    /// anything may have been written there. Which side hurts is theirs as well: exercises for one side are for `side`.
    ///
    /// - Parameter title: the copy's own, as a title may name the member.
    package func forAnotherMember(title: Label, side: Side) -> PlanContent {
        PlanContent(
            program: program, title: title,
            items: items.map { item in
                var item = item
                item.note = nil
                item.frequency.phrase = nil
                if !(item.dose.band?.isResistance ?? true) { item.dose.band = nil }
                if !(item.dose.tempo?.isTempo ?? true) { item.dose.tempo = nil }
                if item.side == .left || item.side == .right { item.side = side }
                return item
            })
    }
}

extension Label {
    /// How bands are told apart, by strength or by the makers' colours.
    private static let resistances: Set<String> = [
        "extra", "x", "very", "super", "light", "medium", "moderate", "strong", "heavy", "hard", "band", "tan", "beige",
        "yellow", "red", "green", "blue", "black", "silver", "gold", "orange", "purple", "pink", "white", "gray",
        "grey",
    ]

    /// Whether it is made of nothing but words for the resistance of a band, such as `red` or `extra heavy`.
    fileprivate var isResistance: Bool {
        description.lowercased().split(whereSeparator: { $0.isWhitespace || "-/,".contains($0) })
            .allSatisfy { Self.resistances.contains(String($0)) }
    }

    /// Whether it is made of nothing but seconds, such as `2-0-2`.
    fileprivate var isTempo: Bool { description.allSatisfy { $0.isWhitespace || "0123456789-–:./".contains($0) } }
}
