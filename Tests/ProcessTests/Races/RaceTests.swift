import Care
import ChartSync
import Foundation
import Testing

/// Many write and one reads, at once, on the running service: every row arrives, and none twice.
@Suite(.serialized) struct `Writers and a reader at once` {
    /// How long each number of writers goes on in the long form; nil for a number of batches instead.
    private static let seconds = LongForm.number("SOLEUS_RACE_SECONDS")
    private static let batches = 8

    @Test func `on a chart, whatever the number of writers`() async throws {
        try await Practice.with { practice in
            let counts = [1, 2, 4, 8, 16]
            // One device more, which reads, and another, which reads in the end only.
            let cohort = try await Cohort.make(devices: counts.map { $0 + 2 }, in: practice)
            try await practice.start()
            for (count, chart) in zip(counts, cohort.charts) {
                let writers = chart.devices.prefix(count).map { Writer($0, of: chart.member, to: practice.endpoint) }
                let reader = Reader(chart.devices[count], of: chart.member, from: practice.endpoint)
                try await race(writers, { try reader.work(seed: LongForm.seed) }, stop: reader.stop)
                let late = Reader(chart.devices[count + 1], of: chart.member, from: practice.endpoint)
                late.stop()
                try await onOwnThread { try late.work(seed: LongForm.seed) }

                let undelivered = Delivery.missing(in: reader.copy(of: chart.member), from: writers)
                let written = writers.map(\.result.acknowledgedCount).reduce(0, +)
                LongForm.tell(
                    """
                    Race: \(count) writers, \(written) mutations, \(reader.pageCount) pages, \
                    \(undelivered.count) rows never delivered, \(reader.copy(of: chart.member).repeated.count) twice
                    """)
                #expect(undelivered == [])
                #expect(reader.copy(of: chart.member).repeated == [])
                #expect(reader.copy(of: chart.member).contradictions == [])
                #expect(reader.copy(of: chart.member).isProven && late.copy(of: chart.member).isProven)
                #expect(reader.copy(of: chart.member).rows == late.copy(of: chart.member).rows)
                // A reader who began after everything was written would have tried nothing.
                #expect(reader.pageCount > 1)
            }
        }
    }

    @Test func `catch a reader whose place is a timestamp`() async throws {
        try await Practice.with { practice in
            let cohort = try await Cohort.make(devices: [2, 1], in: practice)
            try await practice.start()
            let (slow, quick) = (cohort.charts[0], cohort.charts[1])
            let late = Writer(slow.devices[0], of: slow.member, to: practice.endpoint)
            let early = Writer(quick.devices[0], of: quick.member, to: practice.endpoint)
            let reader = TimestampReader()
            try await practice.delayCommits(of: slow.member)
            try await withThrowingTaskGroup { group in
                try await practice.locking(Practice.delayTable) {
                    // It has its time, and waits before its commit, while the other takes a later time and commits.
                    group.addTask { try await onOwnThread { try late.work(batches: 1) } }
                    try await practice.somebodyWaits()
                    try await onOwnThread { try early.work(batches: 1) }
                    try await reader.look(in: practice)
                }
                try await group.waitForAll()
            }
            try await reader.look(in: practice)
            let written = Set(late.result.versions.keys)
            #expect(written.count == 2 && early.result.versions.count == 2)
            #expect(reader.seen == Set(early.result.versions.keys))

            // Whoever goes by the chart's version is given them.
            let sound = Reader(slow.devices[1], of: slow.member, from: practice.endpoint)
            sound.stop()
            try await onOwnThread { try sound.work(seed: LongForm.seed) }
            #expect(Delivery.missing(in: sound.copy(of: slow.member), from: [late]) == [])
        }
    }

    /// Lets everybody work, until all the writers are done and the reader has taken what they left.
    private func race(
        _ writers: [Writer], _ reading: @escaping @Sendable () throws -> Void, stop: @Sendable () -> Void
    ) async throws {
        let batches = Self.seconds == nil ? Self.batches : .max
        async let read: Void = onOwnThread(reading)
        try await withThrowingTaskGroup { group in
            for writer in writers { group.addTask { try await onOwnThread { try writer.work(batches: batches) } } }
            defer {
                for writer in writers { writer.stop() }
                stop()
            }
            if let seconds = Self.seconds {
                try await Task.sleep(for: .seconds(seconds))
                for writer in writers { writer.stop() }
            }
            try await group.waitForAll()
        }
        try await read
    }
}

/// Compares what was acknowledged to writers with what a reader was given.
enum Delivery {
    /// The rows that the reader does not hold as they are, or still holds although they were deleted.
    static func missing(in copy: ChartCopy, from writers: [Writer]) -> [String] {
        writers.map(\.result).flatMap { written in
            written.versions.compactMap { row, version in
                let held = copy.rows[row]
                let isRight =
                    written.deleted.contains(row)
                    ? held == nil : held?.version == version
                return isRight ? nil : "\(row) at \(version)"
            }
        }
    }
}
