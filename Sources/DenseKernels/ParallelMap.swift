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
  precondition(workers >= 1 && grain >= 1, "\(workers) workers, grain \(grain)")
  guard workers > 1 && count > grain else { return (0..<count).map(body) }
  let runs = (count + grain - 1) / grain
  return unsafe [Value](unsafeUninitializedCapacity: count) { buffer, initializedCount in
    nonisolated(unsafe) let out = unsafe buffer  // each index is written by exactly one worker
    let cursor = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(workers, runs)) { _ in
      while true {
        let first = cursor.wrappingAdd(grain, ordering: .relaxed).oldValue
        guard first < count else { return }
        for index in first..<min(first + grain, count) {
          unsafe out.initializeElement(at: index, to: body(index))
        }
      }
    }
    initializedCount = count
  }
}
