import Care
import CareServices
import Foundation
import HTTPMessages

/// Exchange in X12 with other systems.
struct InterchangeEndpoints {
    let inquiries: InquiryService
    let acknowledgements: AcknowledgementService

    static let mediaType = "application/edi-x12"

    var answer: Endpoint {
        Endpoint(
            Operation(
                "answerInquiries", "Answers a file of X12 270 eligibility inquiries.",
                for: .roles([.sponsor, .partner, .operator]),
                // 10,000 questions of some 400 bytes.
                takes: .interchange(maximumBytes: 4 << 20),
                gives: [
                    .text(
                        Self.mediaType,
                        "The 271, an answer for each question in the same order; or, where any 270 is at fault, the 999 "
                            + "that says so, and no answers.")
                ])
        ) { [inquiries] call in
            let slug = try call.path("sponsor") { Slug($0) }
            switch try await inquiries.answer(call.bytes(), sponsor: slug, actor: call.actor) {
            case .answers(let bytes), .acknowledgement(let bytes): return .interchange(bytes)
            }
        }
    }

    var acknowledgement: Endpoint {
        Endpoint(
            Operation(
                "showAcknowledgement", "Gives the X12 999 of an 834 file that was loaded.",
                for: .roles([.sponsor, .operator]),
                gives: [.text(Self.mediaType, "The 999, with a TA1 where the envelope is at fault.")])
        ) { [acknowledgements] call in
            let slug = try call.path("sponsor") { Slug($0) }
            let load = try call.path("load") { $0.utf8.count == 36 ? UUID(uuidString: $0) : nil }
            return .interchange(
                try await acknowledgements.acknowledgement(of: load, sponsor: slug, actor: call.actor))
        }
    }
}

extension Response {
    fileprivate static func interchange(_ bytes: [UInt8]) -> Response {
        Response(.ok, headers: ["Content-Type": InterchangeEndpoints.mediaType], body: .bytes(bytes))
    }
}
