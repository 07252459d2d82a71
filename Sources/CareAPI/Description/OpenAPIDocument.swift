import Care
package import HTTPMessages
package import StrictJSON

/// The API's description in OpenAPI 3.1, made of the operations by which the service acts.
package enum OpenAPIDocument {
    package static let version = "1"

    package static func json(of routes: [Route<Endpoint>]) -> JSONValue {
        var answered = SchemaRendering()
        for route in routes { _ = responses(route, &answered) }
        var schemas = SchemaRendering(after: answered)
        var paths = JSONObject([])
        for route in routes {
            let path = route.template.description
            var item = paths[path]?.objectValue ?? JSONObject([])
            item[route.method.rawValue.lowercased()] = .object(operation(route, &schemas))
            paths[path] = .object(item)
        }
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
                "schemas": .object(JSONObject(schemas.components.sorted { $0.key < $1.key })),
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
        _ route: Route<Endpoint>, _ schemas: inout SchemaRendering
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
                "schema": schemas.render(pathSchema(name), .inAddress),
            ]
        }
        let inQuery = operation.query.map { parameter -> JSONValue in
            [
                "name": .string(parameter.name), "in": "query", "required": .bool(parameter.isRequired),
                "description": .string(parameter.explanation),
                "schema": schemas.render(parameter.schema, .inAddress),
            ]
        }
        let parameters = inPath + inQuery + (operation.mayAnswerFirst ? [preference] : [])
        if !parameters.isEmpty { object["parameters"] = .array(parameters) }
        if let body = operation.takes {
            object["requestBody"] = [
                "required": true,
                "content": content(body.mediaTypes, body.schema, .sent(closed: body.isJSON), &schemas),
            ]
        }
        object["responses"] = .object(responses(route, &schemas))
        return object
    }

    private static let preference: JSONValue = [
        "name": "Prefer", "in": "header", "required": false,
        "description":
            "`respond-async` to be answered 202 before the work is done, `respond-async, wait=10` if not within 10 s (RFC 7240).",
        "schema": ["type": "string"],
    ]

    private static func pathSchema(_ name: String) -> Schema {
        switch name {
        case "sponsor", "exercise", "template", "slug": .slug
        case "kind": .choice(ContentKind.self)
        case "version": .integer(1...Int64(Int32.max))
        case "period": .text(pattern: "^[0-9]{4}-Q[1-4]$").example("2026-Q3")
        case "coverage": .text(pattern: "^[A-Za-z0-9.-]{9,64}$")
        case "login": .text(80)
        default: .uuid
        }
    }

    private static func content(
        _ mediaTypes: [String], _ schema: Schema, _ use: SchemaRendering.Use, _ schemas: inout SchemaRendering
    ) -> JSONValue {
        var content = JSONObject([])
        for type in mediaTypes { content[type] = ["schema": schemas.render(schema, use)] }
        return .object(content)
    }

    private static func responses(_ route: Route<Endpoint>, _ schemas: inout SchemaRendering) -> JSONObject {
        let operation = route.endpoint.operation
        var responses = JSONObject([])
        for answer in operation.gives {
            var response = JSONObject([("description", .string(answer.explanation))])
            if let schema = answer.schema {
                response["content"] = content([answer.mediaType], schema, .answered, &schemas)
            }
            responses[String(answer.status)] = .object(response)
        }
        let possible = operation.possibleProblems(hasPathParameters: !route.template.parameterNames.isEmpty)
        let problems = Dictionary(grouping: possible, by: \.status)
        for (status, kinds) in problems.sorted(by: { $0.key < $1.key }) {
            let text = kinds.map { "`/problems/\($0.slug)`: \($0.title)" }.joined(separator: " ")
            responses[String(status)] = [
                "description": .string(text), "content": problemContent(kinds, operation.dialect, &schemas),
            ]
        }
        return responses
    }

    private static func problemContent(
        _ kinds: [ProblemKind], _ dialect: Operation.Dialect, _ schemas: inout SchemaRendering
    ) -> JSONValue {
        let problem = content(["application/problem+json"], .problem, .answered, &schemas)
        guard dialect == .fhir else { return problem }
        // Before a request is known to be one for FHIR, the server speaks as everywhere.
        if kinds.allSatisfy(ProblemKind.ofTheServer.contains) { return problem }
        let outcome = content(["application/fhir+json"], .operationOutcome, .answered, &schemas)
        var both = outcome.objectValue ?? JSONObject([])
        if kinds.contains(where: ProblemKind.ofTheServer.contains) {
            for member in problem.objectValue?.members ?? [] { both[member.key] = member.value }
        }
        return .object(both)
    }
}

extension Operation {
    /// Every kind of problem that a caller must expect, its own and those that come with what it takes.
    package func possibleProblems(hasPathParameters: Bool) -> [ProblemKind] {
        var kinds = problems
        func add(_ kind: ProblemKind) {
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        add(.malformedRequest)
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
        add(.targetTooLong)
        add(.headersTooLarge)
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
