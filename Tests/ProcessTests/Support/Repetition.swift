extension [UInt8] {
    /// So many copies, one after the other: by doubling, because byte by byte takes seconds in a debug build.
    init(_ count: Int, copiesOf bytes: [UInt8]) {
        self = bytes
        while self.count < bytes.count * count { self += prefix(bytes.count * count - self.count) }
    }
}
