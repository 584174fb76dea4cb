import Dispatch
import Synchronization

/// Values of `body` at 0..<count, computed by up to `workers` threads.
///
/// Each index writes its own slot, so the result is the same for any number of workers. Indices
/// are handed out in runs of `grain`; choose it so that a run lasts milliseconds.
/// - Parameters:
///   - count: number of indices.
///   - workers: largest number of threads, at least 1.
///   - grain: number of consecutive indices a worker takes at once, at least 1.
///   - body: pure function of the index.
/// - Returns: the values in index order.
package func parallelMap<Value: Sendable>(
  count: Int, workers: Int, grain: Int = 1, _ body: @Sendable (Int) -> Value
) -> [Value] {
  withoutCancellation { (control) throws(WorkCancelled) in
    try parallelMap(count: count, workers: workers, grain: grain, control: control, body)
  }
}

/// The same under a control: every run of indices is counted when it is done, and none is begun after a
/// cancellation.
///
/// - Throws: ``WorkCancelled`` when some value is missing for that reason.
package func parallelMap<Value: Sendable>(
  count: Int, workers: Int, grain: Int = 1, control: WorkControl, _ body: @Sendable (Int) -> Value
) throws(WorkCancelled) -> [Value] {
  precondition(workers >= 1 && grain >= 1, "\(workers) workers, grain \(grain)")
  let runCount = (count + grain - 1) / grain
  let cursor = Atomic<Int>(0)
  // Runs, not values, have slots: an array of values could not be left half full.
  var runs = [[Value]](repeating: [], count: runCount)
  unsafe runs.withUnsafeMutableBufferPointer { buffer in
    nonisolated(unsafe) let out = unsafe buffer  // each run is written by exactly one worker
    forEachWorker(min(workers, runCount)) {
      while !control.isCancelled {
        let run = cursor.wrappingAdd(1, ordering: .relaxed).oldValue
        guard run < runCount else { return }
        let first = run * grain
        let last = min(first + grain, count)
        unsafe out[run] = (first..<last).map(body)
        control.finish(count: last - first)
      }
    }
  }
  guard runs.allSatisfy({ !$0.isEmpty }) else { throw WorkCancelled() }
  return grain == 1 ? runs.map { $0[0] } : Array(runs.joined())
}

/// Runs `work` on so many threads, the calling one among them, until all have returned.
private func forEachWorker(_ workerCount: Int, _ work: @Sendable () -> Void) {
  if workerCount > 1 {
    DispatchQueue.concurrentPerform(iterations: workerCount) { _ in work() }
  } else {
    work()
  }
}
