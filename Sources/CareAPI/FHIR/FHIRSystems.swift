/// The names of code and identifier systems in our FHIR resources: HL7's where HL7 has one, and otherwise our own.
enum FHIRSystems {
    static let number = "urn:soleus:sponsor-number"
    static let sponsor = "urn:soleus:sponsor"
    static let benefit = "urn:soleus:benefit"
    static let refusal = "urn:soleus:coverage-question"
    static let relationship = "http://terminology.hl7.org/CodeSystem/subscriber-relationship"
    static let coverageClass = "http://terminology.hl7.org/CodeSystem/coverage-class"

    static let mediaType = "application/fhir+json"
}
