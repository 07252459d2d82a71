import StrictJSON

/// Questions in the forms of other systems.
extension World {
    /// A 270 about one person.
    static func inquiry(number: String, last: String, born: String, first: String = "") -> String {
        """
        ISA*00*          *00*          *ZZ*CLINIC         *ZZ*SOLEUS         *261130*0405*^*00501*000000201*0*P*:~
        GS*HS*CLINIC*SOLEUS*20261130*0405*1*X*005010X279A1~
        ST*270*0001*005010X279A1~
        BHT*0022*13*Q-1*20261130*0405~
        HL*1**20*1~
        NM1*PR*2*SOLEUS*****PI*SOLEUS~
        HL*2*1*21*1~
        NM1*1P*2*BRIGHT CLINIC*****XX*1234567893~
        HL*3*2*22*0~
        TRN*1*T-1*9BRIGHTCLN~
        NM1*IL*1*\(last)*\(first)****MI*\(number)~
        DMG*D8*\(born)*F~
        EQ*PT~
        SE*12*0001~
        GE*1*1~
        IEA*1*000000201~

        """
    }

    /// A CoverageEligibilityRequest about somebody with Ana's name and number.
    static func eligibilityRequest(
        born: String, number: String = "AO-1", family: String = "Ruiz",
        purposes: [String] = ["validation", "benefits", "auth-requirements"], on day: String? = nil
    ) -> JSONValue {
        let patient: JSONValue = [
            "resourceType": "Patient", "id": "p", "birthDate": .string(born),
            "identifier": [["system": "urn:soleus:sponsor-number", "value": .string(number)]],
            "name": [["family": .string(family), "given": ["Ana"]]],
        ]
        var object = JSONObject([])
        object["resourceType"] = "CoverageEligibilityRequest"
        object["contained"] = [patient]
        object["identifier"] = [["system": "urn:example:clinic", "value": "Q-17"]]
        object["status"] = "active"
        object["purpose"] = .array(purposes.map { .string($0) })
        object["patient"] = ["reference": "#p"]
        object["created"] = "2026-11-30"
        object["insurer"] = ["display": "Acme Outdoor"]
        if let day { object["servicedDate"] = .string(day) }
        return .object(object)
    }

    /// Where Ana's coverage is as FHIR: her number, the day it began, 2024-01-01, and a mark of its plan, PPO-1.
    static let anasCoverage = "C0ZGB10TQU8tMQ"
}
