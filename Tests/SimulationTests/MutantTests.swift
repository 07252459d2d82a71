import Simulation
import Testing

@Suite struct `A bug that is put into the protocol` {
    /// A seed by which each of them is found; `deploy/simulate --mutant all` tells, where runs have become others.
    private static let seeds: [Mutant: UInt64] = [
        .cursorByTime: 2,
        .twoStatementRead: 5,
        .cutPageClaimsHead: 1,
        .tombstonesNotSent: 3,
        .tombstoneFloorIgnored: 15,
        .sweepSkipsMovedRows: 1,
        .widenedWithoutSweep: 13,
        .widenedDuringSweep: 137,
        .rebaseNotSaid: 1,
        .incarnationNotRenewed: 1,
        .panelHorizonByNext: 1,
        .grantNotMarked: 1,
        .commitNotMarked: 1,
        .datesNotLookedAt: 1,
        .marksOnlyActive: 7,
        .grantNotQueued: 42,
        .dropNotSent: 1,
        .dateEndIgnored: 1,
        .repeatedOutcomeShowsRow: 1,
        .deviceRevocationIgnored: 10,
        .formerPractitionerRefused: 1,
        .sequenceAcrossCharts: 1,
        .lostAcknowledgement: 1,
        .answersBeforeCommit: 2,
        .chartNotLocked: 1,
        .outcomeNotStable: 1,
        .repeatAppliedAgain: 1,
        .updateRecreates: 4,
        .idNotTaken: 13,
        .forkNotDetected: 2,
        .rejectionNotConsumed: 1,
        .rejectionRefusesBatch: 1,
        .setAsideNotKept: 1,
        .hashesTranslation: 1,
        .durableAhead: 1,
        .durableByTime: 14,
        .alertNotQueued: 1,
        .alertNotMarked: 11,
        .checksumNeverCompared: 50,
        .cursorBeforeRows: 1,
        .rebaseLosesUnsent: 4,
        .batchGrowsOnRetry: 1,
        .forgetsAtAnswer: 1,
        .keepsNothingUntilDurable: 1,
        .purgesBeforePush: 1,
        .purgesUnasked: 130,
        .keepsDroppedCopy: 1,
        .takesStaleAnswers: 3,
        .forkLosesUnsent: 2,
        .numbersFromMemory: 6,
        .ignoresTombstones: 3,
        .panelEpochIgnored: 1,
        .trustsLastNumber: 80,
        .purgesWhatIsOnOnePlace: 2,
        .leavesWhatIsOnOnePlace: 25,
        .identityForgetsAcknowledged: 80,
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
