import Simulation
import Testing

@Suite struct `A bug that is put into the protocol` {
    /// A seed by which each of them is found; `deploy/simulate --mutant all` tells, where runs have become others.
    private static let seeds: [Mutant: UInt64] = [
        .cursorByTime: 1,
        .twoStatementRead: 6,
        .cutPageClaimsHead: 1,
        .tombstonesNotSent: 1,
        .tombstoneFloorIgnored: 6,
        .sweepSkipsMovedRows: 1,
        .widenedWithoutSweep: 1,
        .widenedDuringSweep: 193,
        .rebaseNotSaid: 1,
        .incarnationNotRenewed: 1,
        .panelHorizonByNext: 1,
        .grantNotMarked: 2,
        .commitNotMarked: 1,
        .datesNotLookedAt: 4,
        .marksOnlyActive: 15,
        .grantNotQueued: 8,
        .dropNotSent: 1,
        .dateEndIgnored: 1,
        .repeatedOutcomeShowsRow: 1,
        .deviceRevocationIgnored: 9,
        .formerPractitionerRefused: 1,
        .sequenceAcrossCharts: 1,
        .lostAcknowledgement: 3,
        .answersBeforeCommit: 16,
        .chartNotLocked: 1,
        .outcomeNotStable: 1,
        .repeatAppliedAgain: 1,
        .updateRecreates: 4,
        .idNotTaken: 9,
        .forkNotDetected: 9,
        .rejectionNotConsumed: 1,
        .rejectionRefusesBatch: 1,
        .setAsideNotKept: 1,
        .hashesTranslation: 1,
        .durableAhead: 1,
        .durableByTime: 17,
        .checksumNeverCompared: 6,
        .cursorBeforeRows: 1,
        .rebaseLosesUnsent: 5,
        .batchGrowsOnRetry: 1,
        .forgetsAtAnswer: 1,
        .keepsNothingUntilDurable: 3,
        .purgesBeforePush: 5,
        .purgesUnasked: 52,
        .keepsDroppedCopy: 1,
        .takesStaleAnswers: 1,
        .forkLosesUnsent: 16,
        .numbersFromMemory: 2,
        .ignoresTombstones: 1,
        .panelEpochIgnored: 26,
        .trustsLastNumber: 26,
    ]

    @Test(arguments: Mutant.allCases) func `is found`(mutant: Mutant) throws {
        let seed = try #require(Self.seeds[mutant])

        #expect(!Simulation(seed: seed, mutant: mutant).violations.isEmpty)
    }

    // The first twenty are played without bugs anyway.
    @Test(arguments: Set(seeds.values).subtracting(1...20).sorted())
    func `is what breaks the run in which it is found`(seed: UInt64) {
        let violations = Simulation(seed: seed).violations
        #expect(violations.isEmpty, "\(violations.map(\.description).joined(separator: "\n"))")
    }
}
