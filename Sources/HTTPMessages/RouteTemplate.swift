/// The path of a route, with named parameters: `/v1/members/{member}/plan`.
package struct RouteTemplate: Hashable, Sendable, CustomStringConvertible {
    enum Segment: Hashable, Sendable {
        case fixed(String)
        case parameter(String)
    }

    package let description: String
    let segments: [Segment]

    /// Nil unless the template begins with `/`, has no empty segment and names each parameter once.
    package init?(_ description: String) {
        guard description.first == "/" else { return nil }
        let parts =
            description == "/" ? [] : description.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        var names: Set<Substring> = []
        var segments: [Segment] = []
        for part in parts {
            if part.first == "{", part.last == "}" {
                let name = part.dropFirst().dropLast()
                guard !name.isEmpty, !name.contains(where: { "{}".contains($0) }), names.insert(name).inserted else {
                    return nil
                }
                segments.append(.parameter(String(name)))
            } else {
                guard !part.isEmpty, !part.contains(where: { "{}?#%".contains($0) }) else { return nil }
                segments.append(.fixed(String(part)))
            }
        }
        self.description = description
        self.segments = segments
    }

    /// The names of the parameters, in the order of the path.
    package var parameterNames: [String] {
        segments.compactMap { segment in
            if case .parameter(let name) = segment { name } else { nil }
        }
    }
}

/// What a request's path has at the parameters of the route that matched.
package struct PathParameters: Hashable, Sendable {
    private let values: [String: String]

    package init(_ values: [String: String]) { self.values = values }

    /// The decoded segment, never empty; nil only if the template has no parameter of that name.
    package subscript(name: String) -> String? { values[name] }
}
