import Care
import CareAPI
import HTTPMessages
import StrictJSON
import Testing

@Suite struct `The description of the API` {
    @Test func `names every route and no other`() async throws {
        try await withWorld { world in
            let document = world.validator.document
            #expect(document["openapi"] == "3.1.0")
            var described: Set<String> = []
            for path in document["paths"]?.objectValue?.members ?? [] {
                for method in path.value.objectValue?.members ?? [] {
                    described.insert("\(method.key.uppercased()) \(path.key)")
                }
            }
            let routes = Set(world.api.router.routes.map { "\($0.method.rawValue) \($0.template.description)" })
            #expect(described == routes)
            #expect(routes.count == world.api.router.routes.count)
        }
    }

    @Test func `has names that are unique, parameters that are in the paths, and references that lead somewhere`()
        async throws
    {
        try await withWorld { world in
            let document = world.validator.document
            var names: [String] = []
            for path in document["paths"]?.objectValue?.members ?? [] {
                let inTemplate = Set(path.key.matches(of: #/\{([a-z]+)\}/#).map { String($0.1) })
                for method in path.value.objectValue?.members ?? [] {
                    names.append(try text(method.value["operationId"]))
                    let parameters = method.value["parameters"]?.arrayValue ?? []
                    let inPath = parameters.filter { $0["in"] == "path" }.compactMap { $0["name"]?.stringValue }
                    #expect(Set(inPath) == inTemplate)
                    #expect(method.value["responses"]?.objectValue?.members.isEmpty == false)
                }
            }
            #expect(Set(names).count == names.count)
            for reference in Self.references(in: document) {
                #expect(world.validator.resolve(reference) != nil, "\(reference)")
            }
            // What nothing refers to would be described and never meant.
            let used = Set(Self.references(in: document))
            for schema in document["components"]?["schemas"]?.objectValue?.members ?? [] {
                #expect(used.contains("#/components/schemas/\(schema.key)"), "\(schema.key)")
            }
        }
    }

    private static func references(in value: JSONValue) -> [String] {
        if let elements = value.arrayValue { return elements.flatMap(references) }
        return (value.objectValue?.members ?? []).flatMap { member in
            member.key == "$ref" ? [member.value.stringValue ?? "?"] : references(in: member.value)
        }
    }

    @Test func `says who may call what`() async throws {
        try await withWorld { world in
            for route in world.api.router.routes {
                let described = world.validator.document["paths"]?[route.template.description]?[
                    route.method.rawValue.lowercased()]
                switch route.endpoint.operation.access {
                case .everyone: #expect(described?["security"] == [])
                case .roles(let roles):
                    let named = Set((described?["x-roles"]?.arrayValue ?? []).compactMap { $0.stringValue })
                    #expect(named == Set(roles.map(\.rawValue)))
                    #expect(described?["security"] == [["bearer": []]])
                }
            }
        }
    }
}
