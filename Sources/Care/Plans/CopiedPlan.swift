extension PlanContent {
    /// What of a plan may go to another member: the exercises, their doses and how often, and nothing that was written for
    /// or about the one who has it.
    ///
    /// Notes are left out, whole and by exercise, and so are the end and the activity modifications, which are made of what
    /// that member does. Which side hurts is theirs as well: exercises for one side are for `side`.
    ///
    /// - Parameter title: the copy's own, as a title may name the member.
    package func forAnotherMember(title: Label, side: Side) -> PlanContent {
        PlanContent(
            program: program, title: title,
            items: items.map { item in
                var item = item
                item.note = nil
                if item.side == .left || item.side == .right { item.side = side }
                return item
            })
    }
}
