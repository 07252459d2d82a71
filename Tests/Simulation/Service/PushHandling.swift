import Care
import ChartSync
import Foundation

extension Service {
    /// Takes a request slice by slice, each in a transaction of its own.
    func push(
        _ request: PushRequest, holder: Holder, on process: Process, answer: @escaping (Reply) -> Void
    ) {
        guard ProtocolVersion.accepted.contains(request.schema) else { return answer(.problem(.clientTooOld)) }
        let isInOrder = request.charts.allSatisfy { slice in
            zip(slice.mutations, slice.mutations.dropFirst()).allSatisfy { $0.seq + 1 == $1.seq }
        }
        guard isInOrder else { return answer(.problem(.invalid)) }
        pushNext(0, [], of: request, holder: holder, on: process, answer: answer)
    }

    private func pushNext(
        _ index: Int, _ answers: [SliceAnswer], of request: PushRequest, holder: Holder, on process: Process,
        answer: @escaping (Reply) -> Void
    ) {
        guard index < request.charts.count else { return answer(.push(PushAnswer(charts: answers))) }
        let slice = request.charts[index]
        let transaction = database.begin(on: process.number)
        func decide() {
            step(on: process) { [self] in
                let decision = self.decide(slice, of: request, holder: holder, at: transaction.startedAt)
                if decision.refusesRequest {
                    database.abort(transaction)
                    return answer(.problem(.invalid))
                }
                let commit = { [self] in
                    database.commit(transaction) { state in
                        if let write = decision.write { write(&state, transaction) }
                    }
                    if decision.write != nil { lookSoon(at: slice.chart) }
                }
                if mutant == .answersBeforeCommit {
                    pushNext(
                        index + 1, answers + [decision.answer], of: request, holder: holder, on: process, answer: answer
                    )
                    return step(on: process, commit)
                }
                step(on: process) { [self] in
                    commit()
                    step(on: process) { [self] in
                        pushNext(
                            index + 1, answers + [decision.answer], of: request, holder: holder, on: process,
                            answer: answer)
                    }
                }
            }
        }
        step(on: process) { [self] in
            if mutant == .chartNotLocked { decide() } else { database.lock(slice.chart, in: transaction, then: decide) }
        }
    }
}
