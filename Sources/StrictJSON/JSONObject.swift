/// The members of a JSON object, in the order in which they were written, each key once.
///
/// Keys that Swift calls equal (é and e + ◌́) are one key, so nothing can hide behind a spelling.
package struct JSONObject: Sendable {
    /// A key and what stands under it.
    package struct Member: Hashable, Sendable {
        /// The key, unescaped.
        package let key: String
        /// The value under the key.
        package var value: JSONValue

        /// A member that is not yet part of an object.
        package init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// Up to here a walk over the keys is faster than a dictionary.
    private static let walkedCount = 16

    /// The members in the order in which they were written.
    package private(set) var members: [Member] = []

    /// Positions by key, kept only beyond `walkedCount`: finding a member of a hostile object stays cheap.
    private var positions: [String: Int] = [:]

    /// An object without members.
    package init() {}

    /// An object of these members; the last member of a key wins.
    package init(_ elements: some Sequence<(String, JSONValue)>) {
        for (key, value) in elements { self[key] = value }
    }

    /// The value under the key; setting nil removes the member.
    package subscript(key: String) -> JSONValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (nil, let value?): insert(Member(key: key, value: value))
            case (let position?, nil): remove(at: position)
            case (nil, nil): break
            }
        }
    }

    /// Where in `members` the key stands.
    package func position(of key: String) -> Int? {
        if members.count > Self.walkedCount { return positions[key] }
        // By index, as every text of a chart passes here: an iterator takes ten times as long in a debug build.
        var position = 0
        while position < members.count, members[position].key != key { position += 1 }
        return position < members.count ? position : nil
    }

    /// Adds the member and answers true, or answers false if the key is taken.
    mutating func add(_ member: Member) -> Bool {
        guard position(of: member.key) == nil else { return false }
        insert(member)
        return true
    }

    /// Adds a member whose key is new, as whoever writes a type's fields knows.
    package mutating func append(_ key: String, _ value: JSONValue) {
        insert(Member(key: key, value: value))
    }

    private mutating func insert(_ member: Member) {
        members.append(member)
        if members.count > Self.walkedCount + 1 {
            positions[member.key] = members.count - 1
        } else if members.count == Self.walkedCount + 1 {
            indexAll()
        }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        indexAll()
    }

    private mutating func indexAll() {
        positions.removeAll()
        guard members.count > Self.walkedCount else { return }
        for (position, member) in members.enumerated() { positions[member.key] = position }
    }
}

extension JSONObject: RandomAccessCollection {
    package var startIndex: Int { members.startIndex }
    package var endIndex: Int { members.endIndex }
    package subscript(position: Int) -> Member { members[position] }
}

extension JSONObject: Hashable {
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.members.count == right.members.count else { return false }
        for (index, member) in left.members.enumerated() {
            // Objects of one origin have their members in one order.
            let isAtIndex = right.members[index].key == member.key
            guard let position = isAtIndex ? index : right.position(of: member.key) else { return false }
            let other = right.members[position]
            guard other.key.utf8.elementsEqual(member.key.utf8), other.value == member.value else { return false }
        }
        return true
    }

    package func hash(into hasher: inout Hasher) {
        // Order must not matter, so the members' hashes are added up.
        hasher.combine(members.reduce(0) { $0 &+ $1.hashValue })
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// The last member of a key wins, as in an assignment repeated.
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
