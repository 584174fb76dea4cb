internal import DenseKernels
internal import Frontier

/// Runs the replicates of a bootstrap, a block at a time, on any number of workers.
///
/// Values stand in the order of the replicates, whoever computed them.
struct ReplicateLoop: Sendable {
  let count: Int
  let workers: Int

  /// Replicates a worker takes at once: some milliseconds of work.
  private static let blockSize = 32

  /// - Parameters:
  ///   - control: follows and stops the work; items are blocks.
  ///   - makeWorker: what a worker solves with, made anew for each block.
  ///   - replicate: appends the values of a replicate.
  ///   - counts: what happened to a worker's programs.
  /// - Returns: the values in the order of the replicates, and the counts of all.
  /// - Throws: ``InferenceError`` for no replicates or no workers, for a cancellation, and what a replicate
  ///   throws.
  func run<Worker>(
    _ control: WorkControl, makeWorker: @Sendable () -> Worker,
    replicate: @Sendable (Worker, Int, inout [Double]) throws(InferenceError) -> Void,
    counts: @Sendable (Worker) -> ReplicateCounts
  ) throws(InferenceError) -> (values: [Double], counts: ReplicateCounts) {
    for (name, value) in [("replicates", count), ("workers", workers)] where value < 1 {
      throw .invalidOption(name: name, found: Double(value))
    }
    typealias Block = Result<(values: [Double], counts: ReplicateCounts), InferenceError>
    let blockCount = (count + Self.blockSize - 1) / Self.blockSize
    control.begin("replicates", count: blockCount)
    let blocks: [Block]
    do {
      blocks = try parallelMap(count: blockCount, workers: workers, control: control) { number in
        let worker = makeWorker()
        var values: [Double] = []
        do throws(InferenceError) {
          for index in number * Self.blockSize..<min((number + 1) * Self.blockSize, count) {
            try replicate(worker, index, &values)
          }
        } catch {
          return .failure(error)
        }
        return .success((values, counts(worker)))
      }
    } catch {
      throw .cancelled
    }
    var (values, total): ([Double], ReplicateCounts) = ([], ReplicateCounts())
    for block in blocks {
      let found = try block.get()
      values.append(contentsOf: found.values)
      total += found.counts
    }
    return (values, total)
  }
}
