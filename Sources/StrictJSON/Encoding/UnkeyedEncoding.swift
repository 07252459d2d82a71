/// Elements of an array that is being encoded.
struct UnkeyedEncoding: UnkeyedEncodingContainer {
    let node: EncodingNode

    var codingPath: [any CodingKey] { node.codingPath }

    var count: Int { node.elementCount }

    func encodeNil() throws { node.element().set(.null) }

    func encode(_ value: Bool) throws { node.element().set(.bool(value)) }
    func encode(_ value: String) throws { node.element().set(.string(value)) }
    func encode(_ value: Double) throws { try node.element().set(number: value) }
    func encode(_ value: Float) throws { try node.element().set(float: value) }
    func encode(_ value: Int) throws { try node.element().set(integer: value) }
    func encode(_ value: Int8) throws { try node.element().set(integer: value) }
    func encode(_ value: Int16) throws { try node.element().set(integer: value) }
    func encode(_ value: Int32) throws { try node.element().set(integer: value) }
    func encode(_ value: Int64) throws { try node.element().set(integer: value) }
    func encode(_ value: UInt) throws { try node.element().set(integer: value) }
    func encode(_ value: UInt8) throws { try node.element().set(integer: value) }
    func encode(_ value: UInt16) throws { try node.element().set(integer: value) }
    func encode(_ value: UInt32) throws { try node.element().set(integer: value) }
    func encode(_ value: UInt64) throws { try node.element().set(integer: value) }

    func encode<Wanted: Encodable>(_ value: Wanted) throws { try value.encode(to: node.element()) }

    func nestedContainer<NestedKey: CodingKey>(keyedBy type: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
        node.element().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { node.element().unkeyedContainer() }

    func superEncoder() -> any Encoder { node.element() }
}
