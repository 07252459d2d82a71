/// The value itself, for types that are one string, one number or a wrapper.
struct SingleEncoding: SingleValueEncodingContainer {
    let node: EncodingNode

    var codingPath: [any CodingKey] { node.codingPath }

    func encodeNil() throws { node.set(.null) }

    func encode(_ value: Bool) throws { node.set(.bool(value)) }
    func encode(_ value: String) throws { node.set(.string(value)) }
    func encode(_ value: Double) throws { try node.set(number: value) }
    func encode(_ value: Float) throws { try node.set(float: value) }
    func encode(_ value: Int) throws { try node.set(integer: value) }
    func encode(_ value: Int8) throws { try node.set(integer: value) }
    func encode(_ value: Int16) throws { try node.set(integer: value) }
    func encode(_ value: Int32) throws { try node.set(integer: value) }
    func encode(_ value: Int64) throws { try node.set(integer: value) }
    func encode(_ value: UInt) throws { try node.set(integer: value) }
    func encode(_ value: UInt8) throws { try node.set(integer: value) }
    func encode(_ value: UInt16) throws { try node.set(integer: value) }
    func encode(_ value: UInt32) throws { try node.set(integer: value) }
    func encode(_ value: UInt64) throws { try node.set(integer: value) }

    func encode<Wanted: Encodable>(_ value: Wanted) throws { try value.encode(to: node) }
}
