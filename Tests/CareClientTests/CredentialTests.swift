import Care
import CareMessages
import Testing

@testable import CareClient

@Suite struct `The device's credential` {
    @Test func `an enrolment whose answer was lost is the same one again`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        await service.next("/v1/enrolments", .loseAnswer)
        await #expect(throws: SyncError.noAnswer(.cut("the test says so"))) { try await device.enrol() }
        try device.restart()

        let enrolled = try await device.enrol()

        let requests = await service.requests
        #expect(requests.count == 2)
        #expect(requests[0] == requests[1])
        #expect(try device.enrolled() == enrolled)
        await #expect(throws: SyncError.store(.alreadyEnrolled)) { try await device.enrol() }
    }

    @Test func `an unknown person is refused and may try again with other words`() async throws {
        let device = try TestDevice(of: ModelService())
        await #expect(
            throws: SyncError.refused(
                status: 403, problem: "/problems/not-confirmed", detail: "not confirmed")
        ) { try await device.enrol(number: "unknown") }
        #expect(try device.store.enrolledDevice() == nil)

        #expect(try await device.enrol().member.firstName.description == "Ana")
    }

    @Test func `is renewed when it expires`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 4)
        await service.expireAccessTokens()

        let report = await device.engine.sync()

        #expect(report.isComplete)
        #expect(report.outcomes.count == 1)
        #expect(await service.requests.filter { $0.path == "/v1/sessions/refresh" }.count == 1)
    }

    @Test func `a renewal whose answer was lost does not lock the device out`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let before = try await device.enrol()
        try device.checkIn(pain: 4)
        await service.expireAccessTokens()
        await service.next("/v1/sessions/refresh", .loseAnswer)

        let lost = await device.engine.sync()
        #expect(lost.interruption?.isPassing == true)
        try device.restart()
        let report = await device.engine.sync()

        #expect(report.isComplete)
        #expect(report.waiting == 0)
        #expect(try device.enrolled() == before)
    }

    @Test func `a device that is not accepted any more says so and keeps its work`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 4)
        await service.expireAccessTokens()
        await service.next("/v1/sessions/refresh", .answer(status: 401))
        await service.next("/v1/enrolments", .answer(status: 403))

        let report = await device.engine.sync()

        #expect(report.interruption == .signedOut(detail: nil))
        #expect(report.waiting == 1)
        #expect(try device.painScores() == [4])
    }
}
