import Care
package import HTTPMessages
package import StrictJSON

/// The API's description in OpenAPI 3.1, made of the operations by which the service acts.
package enum OpenAPIDocument {
    package static let version = "1"

    package static func json(of routes: [Route<Endpoint>]) -> JSONValue {
        var components: [String: JSONValue] = [:]
        var paths = JSONObject([])
        for route in routes {
            let path = route.template.description
            var item = paths[path]?.objectValue ?? JSONObject([])
            item[route.method.rawValue.lowercased()] = .object(operation(route, &components))
            paths[path] = .object(item)
        }
        let schemas = JSONObject(components.sorted { $0.key < $1.key })
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Soleus", "version": .string(version),
                "description": .string(
                    """
                    The service of a digital physical-therapy practice. Bodies are read strictly: unknown and repeated \
                    fields are refused. Answers may gain fields.
                    """),
                "license": ["name": "Proprietary", "identifier": "LicenseRef-Proprietary"],
            ],
            "servers": [["url": "/"]],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": [
                    "bearer": [
                        "type": "http", "scheme": "bearer",
                        "description": "An access token of a session, a device or a sponsor's program.",
                    ]
                ],
            ],
        ]
    }

    private static func operation(
        _ route: Route<Endpoint>, _ components: inout [String: JSONValue]
    ) -> JSONObject {
        let operation = route.endpoint.operation
        var object = JSONObject([("operationId", .string(operation.id)), ("summary", .string(operation.summary))])
        switch operation.access {
        case .everyone: object["security"] = []
        case .roles(let roles):
            let names = Role.allCases.filter(roles.contains).map { JSONValue.string($0.rawValue) }
            object["security"] = [["bearer": []]]
            object["x-roles"] = .array(names)
        }
        let inPath = route.template.parameterNames.map { name -> JSONValue in
            [
                "name": .string(name), "in": "path", "required": true,
                "schema": pathSchema(name).rendered(into: &components),
            ]
        }
        let inQuery = operation.query.map { parameter -> JSONValue in
            [
                "name": .string(parameter.name), "in": "query", "required": .bool(parameter.isRequired),
                "description": .string(parameter.explanation),
                "schema": parameter.schema.rendered(into: &components),
            ]
        }
        if !(inPath + inQuery).isEmpty { object["parameters"] = .array(inPath + inQuery) }
        if let body = operation.takes {
            object["requestBody"] = [
                "required": true,
                "content": content(body.mediaTypes, body.schema, &components),
            ]
        }
        object["responses"] = .object(responses(operation, hasParameters: !inPath.isEmpty, &components))
        return object
    }

    private static func pathSchema(_ name: String) -> Schema {
        switch name {
        case "member", "practitioner", "device", "load": .uuid
        case "sponsor", "exercise", "template": .slug
        default: .text(80)
        }
    }

    private static func content(
        _ mediaTypes: [String], _ schema: Schema, _ components: inout [String: JSONValue]
    ) -> JSONValue {
        var content = JSONObject([])
        for type in mediaTypes { content[type] = ["schema": schema.rendered(into: &components)] }
        return .object(content)
    }

    private static func responses(
        _ operation: Operation, hasParameters: Bool, _ components: inout [String: JSONValue]
    ) -> JSONObject {
        var responses = JSONObject([])
        for answer in operation.gives {
            var response = JSONObject([("description", .string(answer.explanation))])
            if let schema = answer.schema {
                response["content"] = content([answer.mediaType], schema, &components)
            }
            responses[String(answer.status)] = .object(response)
        }
        let problems = Dictionary(grouping: operation.possibleProblems(hasPathParameters: hasParameters), by: \.status)
        for (status, kinds) in problems.sorted(by: { $0.key < $1.key }) {
            let text = kinds.map { "`/problems/\($0.slug)`: \($0.title)" }.joined(separator: " ")
            responses[String(status)] = [
                "description": .string(text),
                "content": operation.dialect == .fhir
                    ? content(["application/fhir+json"], .operationOutcome, &components)
                    : content(["application/problem+json"], .problem, &components),
            ]
        }
        return responses
    }
}

extension Operation {
    /// Every kind of problem that a caller must expect, its own and those that come with what it takes.
    package func possibleProblems(hasPathParameters: Bool) -> [ProblemKind] {
        var kinds = problems
        func add(_ kind: ProblemKind) {
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        add(.invalidQuery)
        if access != .everyone {
            add(.unauthenticated)
            add(.notAllowed)
        }
        if hasPathParameters || access != .everyone { add(.notFound) }
        if let takes {
            add(.contentTooLarge)
            add(.unsupportedMediaType)
            if takes.isJSON { add(.invalidJSON) }
        }
        if takes != nil || !query.isEmpty || hasPathParameters { add(.invalidRequest) }
        add(.internalError)
        add(.unavailable)
        return kinds
    }
}

extension Endpoint {
    /// The endpoint that describes these routes and itself.
    static func description(of routes: [Route<Endpoint>]) -> Endpoint {
        let operation = Operation(
            "describe", "Describes this API in OpenAPI 3.1.", for: .everyone,
            gives: [.ok(.map(.any).named("OpenAPI"), "This document.")])
        let described = Route(.get, "/openapi.json", Endpoint(operation) { _ in .noContent })
        let bytes = JSONWriter.write(keepingOrder: OpenAPIDocument.json(of: [described] + routes))
        return Endpoint(operation) { _ in
            var response = Response.json(bytes)
            response.headers["Cache-Control"] = "public, max-age=300"
            return response
        }
    }
}
