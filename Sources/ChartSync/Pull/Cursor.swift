package import Care
package import Foundation

/// How far a device's copy of one scope has come; sealed by the service, so that a device can keep it and not forge it.
///
/// Authorisation never reads it.
package struct Cursor: Hashable, Sendable {
    /// The device that the cursor was given to; another one may not go on from it.
    package var device: DeviceID
    package var place: Place

    package init(device: DeviceID, place: Place) {
        self.device = device
        self.place = place
    }

    package enum Place: Hashable, Sendable {
        case chart(ChartPlace)
        case catalog(CatalogPlace)
        case panel(PanelPlace)
    }

    /// Where a copy of a chart stands: whole up to `version`, but for what `sweep` still has to bring.
    package struct ChartPlace: Hashable, Sendable {
        package var member: MemberID
        package var epoch: UUID
        /// Everything up to here is in the copy, but for the rows of the sweep; everything after comes by version.
        package var version: Int64
        /// The first day of the history that the copy holds; nil for all of it.
        package var since: LocalDay?
        /// What is still on its way of the versions up to `version`; nil when nothing is.
        package var sweep: Sweep?

        package init(member: MemberID, epoch: UUID, version: Int64, since: LocalDay? = nil, sweep: Sweep? = nil) {
            self.member = member
            self.epoch = epoch
            self.version = version
            self.since = since
            self.sweep = sweep
        }
    }

    /// A walk through the rows up to a chart's version, in the order of their versions, in one of two parts.
    ///
    /// A first sync brings what is useful today first, and the older history after it; a window that was widened brings the
    /// days that it gained. A row that changes meanwhile gets a version above the walk's, and comes after it.
    package struct Sweep: Hashable, Sendable {
        package enum Part: UInt8, Hashable, Sendable {
            /// Everything without a day, and what happened on `border` or later.
            case useful = 1
            /// What happened before `border`, from the window's first day on.
            case history = 2
        }

        package var part: Part
        package var border: LocalDay
        /// The last version that the part has brought.
        package var after: Int64

        package init(part: Part, border: LocalDay, after: Int64) {
            self.part = part
            self.border = border
            self.after = after
        }
    }

    /// Where a copy of the catalog stands.
    package struct CatalogPlace: Hashable, Sendable {
        package var epoch: UUID
        package var version: Int64

        package init(epoch: UUID, version: Int64) {
            self.epoch = epoch
            self.version = version
        }
    }

    /// Where a copy of a panel stands.
    ///
    /// A panel has no counter that every chart's commits would have to queue for. It goes by the database's own order of
    /// transactions: whatever a snapshot could not see was done by a transaction that its mark names.
    package struct PanelPlace: Hashable, Sendable {
        package var practitioner: PractitionerID
        /// Transaction numbers begin anew with another one.
        package var incarnation: UUID
        /// What the copy has seen; while it comes in pages, what the first of them saw.
        package var mark: PanelMark
        /// The pages that are still to come; nil when none are.
        package var walk: PanelWalk?

        package init(practitioner: PractitionerID, incarnation: UUID, mark: PanelMark, walk: PanelWalk? = nil) {
            self.practitioner = practitioner
            self.incarnation = incarnation
            self.mark = mark
            self.walk = walk
        }
    }

    /// What one snapshot of the database could see.
    package struct PanelMark: Hashable, Sendable {
        /// No transaction from this number on had been seen.
        package var horizon: UInt64
        /// Earlier transactions that were under way and not seen either, in order; at most `maximumUnderWay`.
        ///
        /// One that stays open for hours is named here for hours, and what others did meanwhile is not news at every poll.
        package var underWay: [UInt64]
        /// When the snapshot was taken, by the database's clock: places that began or ended by date since then are news.
        package var seenAt: Instant

        package static let maximumUnderWay = 16

        /// When more are under way than are kept, the horizon goes down to the first that is not: then some news comes twice.
        package init(horizon: UInt64, underWay: [UInt64] = [], seenAt: Instant) {
            let sorted = underWay.sorted()
            self.horizon = sorted.count > Self.maximumUnderWay ? sorted[Self.maximumUnderWay] : horizon
            self.underWay = Array(sorted.prefix(Self.maximumUnderWay))
            self.seenAt = seenAt
        }
    }

    /// A list of charts that comes in pages, in the order of the members' ids.
    package struct PanelWalk: Hashable, Sendable {
        /// The last member that came.
        package var after: MemberID
        /// What the copy had seen before, when only what is new since then comes; nil for the whole list.
        package var since: PanelMark?

        package init(after: MemberID, since: PanelMark? = nil) {
            self.after = after
            self.since = since
        }
    }
}
