/// A body that was written to disk as it came, because it may be larger than memory should hold.
package protocol SpooledBody: Sendable {
    var count: Int { get }
    /// Up to so many bytes from a place on; none only at the end.
    func bytes(at offset: Int, count: Int) throws -> [UInt8]
}
