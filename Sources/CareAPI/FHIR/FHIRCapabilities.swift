import StrictJSON

/// What real clients read first.
enum FHIRCapabilities {
    static let statement: JSONValue = [
        "resourceType": "CapabilityStatement", "status": "active", "date": "2026-11-30", "kind": "instance",
        "software": ["name": "Soleus"], "implementation": ["description": "Eligibility for digital physical therapy"],
        "fhirVersion": "4.0.1", "format": [.string(FHIRSystems.mediaType), "application/json", "json"],
        "rest": [
            [
                "mode": "server",
                "security": ["description": "A bearer token of a sponsor's or a partner's program."],
                "resource": [
                    [
                        "type": "Coverage",
                        "interaction": [["code": "read"], ["code": "search-type"]],
                        "searchParam": [
                            [
                                "name": "beneficiary", "type": "reference",
                                "documentation": "With :identifier, the number that the sponsor gave the person.",
                            ]
                        ],
                    ],
                    [
                        "type": "CoverageEligibilityRequest", "interaction": [["code": "create"]],
                        "documentation": "Answered at once with the CoverageEligibilityResponse; neither is kept.",
                    ],
                ],
            ]
        ],
    ]
}
