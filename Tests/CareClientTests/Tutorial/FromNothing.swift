import CareClient
import Foundation

func takePart(
    at service: URL, store: URL, transport: (any ServiceTransport)? = nil, show: (PrescribedPlan) -> Void
) async throws {
    let device = try CareDevice.open(at: store.path, service: service, transport: transport)
    if try device.owner == nil, let birthDate = CareDay("1988-04-01") {
        let ana = EnrolmentForm(
            number: "AO-10001", firstName: "Ana", lastName: "Ruiz", birthDate: birthDate, state: "CO")
        try await device.enrol(ana, deviceName: "Ana's phone")
    }
    try device.record(PainReport(pain: 2, about: .nextMorning))
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await device.keepInSync() }
        for try await plan in device.plans() {
            if let plan { show(plan.content) }
        }
    }
}
