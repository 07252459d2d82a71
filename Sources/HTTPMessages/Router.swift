/// One route: what it answers, and the endpoint that answers, which is a type of the caller's.
package struct Route<Endpoint: Sendable>: Sendable {
    package let method: HTTPMethod
    package let template: RouteTemplate
    package let endpoint: Endpoint

    /// A malformed template is a mistake in the source, and traps.
    package init(_ method: HTTPMethod, _ template: String, _ endpoint: Endpoint) {
        guard let template = RouteTemplate(template) else {
            preconditionFailure("'\(template)' is not a route template")
        }
        self.method = method
        self.template = template
        self.endpoint = endpoint
    }
}

/// What a router found for a method and a path.
package enum RouteMatch<Endpoint: Sendable>: Sendable {
    case matched(Route<Endpoint>, PathParameters)
    case notFound
    case methodNotAllowed(allow: [HTTPMethod])
    /// An OPTIONS request for a path that exists.
    case options(allow: [HTTPMethod])
}

/// Two routes that would answer the same requests.
package struct AmbiguousRoutes: Error, Hashable, CustomStringConvertible {
    package let method: HTTPMethod
    package let first: String
    package let second: String

    package init(method: HTTPMethod, first: String, second: String) {
        self.method = method
        self.first = first
        self.second = second
    }

    package var description: String { "\(method.rawValue) \(first) and \(second) answer the same requests" }
}

/// The table of routes: values in, a match out.
///
/// Where a fixed segment and a parameter both lead somewhere, the fixed one wins, whatever the method: an address is one
/// thing, and `/devices/drops` is not the device of that name.
/// HEAD is answered by GET's route unless it has one of its own.
package struct Router<Endpoint: Sendable>: Sendable {
    /// Every route, as given: the list that a test compares with the API's description.
    package let routes: [Route<Endpoint>]
    private let root: Node

    private struct Node: Sendable {
        var fixed: [String: Node] = [:]
        /// At most one element; an array because a value cannot contain itself.
        var parameter: [Node] = []
        var routes: [HTTPMethod: Int] = [:]
    }

    package init(_ routes: [Route<Endpoint>]) throws(AmbiguousRoutes) {
        var root = Node()
        for (index, route) in routes.enumerated() {
            if let taken = Self.insert(index, route, route.template.segments[...], into: &root) {
                throw AmbiguousRoutes(
                    method: route.method, first: routes[taken].template.description,
                    second: route.template.description)
            }
        }
        self.routes = routes
        self.root = root
    }

    /// Finds the route for a method and the decoded segments of a path.
    package func match(_ method: HTTPMethod, _ path: [String]) -> RouteMatch<Endpoint> {
        // One parameter would otherwise match the empty segment of a doubled or trailing slash.
        guard !path.contains("") else { return .notFound }
        guard let found = Self.find(path[...], root) else { return .notFound }
        for accepted in method == .head ? [.head, .get] : [method] {
            if let index = found[accepted] {
                return .matched(routes[index], parameters(of: routes[index].template, in: path))
            }
        }
        let allow = allowed(found)
        return method == .options ? .options(allow: allow) : .methodNotAllowed(allow: allow)
    }

    /// Routes a request, and answers by itself what no endpoint has to: 404, 405 with Allow, OPTIONS.
    package func respond(
        to request: Request, with answer: (Endpoint, PathParameters) async -> Response
    ) async -> Response {
        switch match(request.method, request.path) {
        case .matched(let route, let parameters):
            var response = await answer(route.endpoint, parameters)
            response.routeTemplate = route.template.description
            return response
        case .notFound: return .problem(.notFound)
        case .methodNotAllowed(let allow): return .problem(.methodNotAllowed, headers: ["Allow": Self.list(allow)])
        case .options(let allow): return Response(.noContent, headers: ["Allow": Self.list(allow)])
        }
    }

    /// Files the route, or returns the index of the route that has its place already.
    private static func insert(
        _ index: Int, _ route: Route<Endpoint>, _ segments: ArraySlice<RouteTemplate.Segment>, into node: inout Node
    ) -> Int? {
        switch segments.first {
        case nil:
            if let taken = node.routes[route.method] { return taken }
            node.routes[route.method] = index
            return nil
        case .fixed(let text):
            return insert(index, route, segments.dropFirst(), into: &node.fixed[text, default: Node()])
        case .parameter:
            if node.parameter.isEmpty { node.parameter = [Node()] }
            return insert(index, route, segments.dropFirst(), into: &node.parameter[0])
        }
    }

    /// What the path leads to, by method; nil where it leads nowhere.
    private static func find(_ path: ArraySlice<String>, _ node: Node) -> [HTTPMethod: Int]? {
        guard let segment = path.first else { return node.routes.isEmpty ? nil : node.routes }
        return node.fixed[segment].flatMap { find(path.dropFirst(), $0) }
            ?? node.parameter.first.flatMap { find(path.dropFirst(), $0) }
    }

    private func parameters(of template: RouteTemplate, in path: [String]) -> PathParameters {
        var values: [String: String] = [:]
        for (segment, value) in zip(template.segments, path) {
            if case .parameter(let name) = segment { values[name] = value }
        }
        return PathParameters(values)
    }

    private func allowed(_ found: [HTTPMethod: Int]) -> [HTTPMethod] {
        var methods = Set(found.keys)
        if methods.contains(.get) { methods.insert(.head) }
        methods.insert(.options)
        return HTTPMethod.allCases.filter(methods.contains)
    }

    private static func list(_ methods: [HTTPMethod]) -> String { methods.map(\.rawValue).joined(separator: ", ") }
}
