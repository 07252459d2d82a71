/// Members of an object that is being encoded.
struct KeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: EncodingNode

    var codingPath: [any CodingKey] { node.codingPath }

    /// A nil that the type writes on purpose; optional properties left to the compiler never come here.
    func encodeNil(forKey key: Key) throws { member(key).set(.null) }

    func encode(_ value: Bool, forKey key: Key) throws { member(key).set(.bool(value)) }
    func encode(_ value: String, forKey key: Key) throws { member(key).set(.string(value)) }
    func encode(_ value: Double, forKey key: Key) throws { try member(key).set(number: value) }
    func encode(_ value: Float, forKey key: Key) throws { try member(key).set(float: value) }
    func encode(_ value: Int, forKey key: Key) throws { try member(key).set(integer: value) }
    func encode(_ value: Int8, forKey key: Key) throws { try member(key).set(integer: value) }
    func encode(_ value: Int16, forKey key: Key) throws { try member(key).set(integer: value) }
    func encode(_ value: Int32, forKey key: Key) throws { try member(key).set(integer: value) }
    func encode(_ value: Int64, forKey key: Key) throws { try member(key).set(integer: value) }
    func encode(_ value: UInt, forKey key: Key) throws { try member(key).set(integer: value) }
    func encode(_ value: UInt8, forKey key: Key) throws { try member(key).set(integer: value) }
    func encode(_ value: UInt16, forKey key: Key) throws { try member(key).set(integer: value) }
    func encode(_ value: UInt32, forKey key: Key) throws { try member(key).set(integer: value) }
    func encode(_ value: UInt64, forKey key: Key) throws { try member(key).set(integer: value) }

    func encode<Wanted: Encodable>(_ value: Wanted, forKey key: Key) throws { try value.encode(to: member(key)) }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        member(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { member(key).unkeyedContainer() }

    func superEncoder() -> any Encoder { node.member(CodingStep.parent) }

    func superEncoder(forKey key: Key) -> any Encoder { member(key) }

    private func member(_ key: Key) -> EncodingNode { node.member(CodingStep(key)) }
}
