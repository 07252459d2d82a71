import Care
import Foundation

extension Cursor {
    private static let format: UInt8 = 2
    private static let noDay = Int64.min

    /// One byte of format, one that names the kind of place, the device, and the place's fields at fixed widths.
    package var bytes: [UInt8] {
        var bytes = [Self.format]
        switch place {
        case .chart(let place):
            bytes += [1] + device.uuid.bytes + place.member.uuid.bytes + place.epoch.bytes
            bytes.append(place.version)
            bytes.append(place.since.map { Int64($0.dayNumber) } ?? Self.noDay)
            if let sweep = place.sweep {
                bytes.append(sweep.part.rawValue)
                bytes.append(Int64(sweep.border.dayNumber))
                bytes.append(sweep.after)
            }
        case .catalog(let place):
            bytes += [2] + device.uuid.bytes + place.epoch.bytes
            bytes.append(place.version)
        case .panel(let place):
            bytes += [3] + device.uuid.bytes + place.practitioner.uuid.bytes + place.incarnation.bytes
            bytes.append(place.mark)
            if let walk = place.walk {
                bytes += walk.after.uuid.bytes
                if let since = walk.since { bytes.append(since) }
            }
        }
        return bytes
    }

    /// Nil unless `bytes` is what `bytes` writes.
    package init?(bytes: [UInt8]) {
        var rest = bytes[...]
        guard rest.popFirst() == Self.format, let kind = rest.popFirst(), let device = rest.popIdentity() else {
            return nil
        }
        self.device = DeviceID(device)
        switch kind {
        case 1:
            guard let member = rest.popIdentity(), let epoch = rest.popIdentity(), let version = rest.popNumber(),
                let since = rest.popNumber()
            else { return nil }
            var place = ChartPlace(member: MemberID(member), epoch: epoch, version: version)
            if since != Self.noDay { place.since = LocalDay(dayNumber: Int(since)) }
            if !rest.isEmpty {
                guard let part = rest.popFirst().flatMap(Sweep.Part.init(rawValue:)), let border = rest.popNumber(),
                    let after = rest.popNumber()
                else { return nil }
                place.sweep = Sweep(part: part, border: LocalDay(dayNumber: Int(border)), after: after)
            }
            self.place = .chart(place)
        case 2:
            guard let epoch = rest.popIdentity(), let version = rest.popNumber() else { return nil }
            place = .catalog(CatalogPlace(epoch: epoch, version: version))
        case 3:
            guard let practitioner = rest.popIdentity(), let incarnation = rest.popIdentity(),
                let mark = rest.popMark()
            else { return nil }
            var place = PanelPlace(
                practitioner: PractitionerID(practitioner), incarnation: incarnation, mark: mark)
            if !rest.isEmpty {
                guard let after = rest.popIdentity() else { return nil }
                var walk = PanelWalk(after: MemberID(after))
                if !rest.isEmpty {
                    guard let since = rest.popMark() else { return nil }
                    walk.since = since
                }
                place.walk = walk
            }
            self.place = .panel(place)
        default: return nil
        }
        guard rest.isEmpty else { return nil }
    }
}

extension [UInt8] {
    /// Eight bytes, big-endian.
    fileprivate mutating func append(_ number: Int64) {
        self += (0..<8).map { UInt8(truncatingIfNeeded: number >> Int64(8 * (7 - $0))) }
    }

    /// The horizon, the moment, and the transactions under way after their number.
    fileprivate mutating func append(_ mark: Cursor.PanelMark) {
        append(Int64(bitPattern: mark.horizon))
        append(mark.seenAt.milliseconds)
        append(UInt8(mark.underWay.count))
        for number in mark.underWay { append(Int64(bitPattern: number)) }
    }
}

extension ArraySlice<UInt8> {
    fileprivate mutating func popIdentity() -> UUID? {
        guard count >= 16 else { return nil }
        defer { removeFirst(16) }
        return UUID(bytes: Array(prefix(16)))
    }

    fileprivate mutating func popNumber() -> Int64? {
        guard count >= 8 else { return nil }
        defer { removeFirst(8) }
        return prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }

    fileprivate mutating func popMark() -> Cursor.PanelMark? {
        guard let horizon = popNumber(), let seenAt = popNumber(), let count = popFirst() else { return nil }
        var underWay: [UInt64] = []
        for _ in 0..<count {
            guard let number = popNumber() else { return nil }
            underWay.append(UInt64(bitPattern: number))
        }
        // What is not written as a mark writes itself is none.
        guard underWay.count <= Cursor.PanelMark.maximumUnderWay, underWay == underWay.sorted() else { return nil }
        return Cursor.PanelMark(
            horizon: UInt64(bitPattern: horizon), underWay: underWay, seenAt: Instant(milliseconds: seenAt))
    }
}
