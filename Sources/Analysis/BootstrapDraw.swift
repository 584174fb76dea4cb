internal import DenseKernels
internal import Frontier
internal import Inference
internal import RunStore
internal import Synchronization
internal import Tables

/// Draws the shards of a run that are missing, each by one thread, and keeps them in memory or on disk.
struct BootstrapDraw: Sendable {
  let study: IndexStudy
  let identity: RunManifest.Identity
  /// Where shards are kept; nil for a run in memory.
  let directory: RunDirectory?
  let threadCount: Int
  let tally = DrawTally()

  /// Linear programs of a shard: a few tenths of a second, so that little is lost when a run is stopped.
  private static let shardPrograms = 500_000
  /// Shards of a small run, so that there is something to go on with, and to share among threads.
  private static let leastShardCount = 16

  /// Replicates of a shard, whatever the number of threads.
  static func shardSize(_ study: IndexStudy) -> Int {
    let count = study.options.bootstrap.replicateCount
    let most = (count + leastShardCount - 1) / leastShardCount
    return min(most, max(1, shardPrograms / max(1, study.programCount)))
  }

  /// Draws shards.
  ///
  /// - Parameters:
  ///   - numbers: the shards, none of which is on disk.
  ///   - keeps: whether they are returned.
  ///   - control: follows and stops the work; items are shards.
  /// - Returns: the shards in the order of `numbers`, or none.
  /// - Throws: ``WorkCancelled``, or the first trouble of a shard; those that are on disk stay there.
  func run(
    _ numbers: [Int], keeps: Bool, _ control: WorkControl
  ) throws -> [ShardFile] {
    control.begin("replicates", count: numbers.count)
    let failure = Mutex<(any Error)?>(nil)
    let drawn: [ShardFile?]
    do {
      drawn = try parallelMap(count: numbers.count, workers: threadCount, control: control) {
        do {
          let shard = try shard(numbers[$0])
          try directory?.store(shard)
          return keeps ? shard : nil
        } catch {
          failure.withLock { $0 = $0 ?? error }
          control.cancel()
          return nil
        }
      }
    } catch {
      throw failure.withLock { $0 } ?? error
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return drawn.compactMap(\.self)
  }

  private func shard(_ number: Int) throws(InferenceError) -> ShardFile {
    let replicates = identity.replicates(ofShard: number)
    let block = try study.block(replicates)
    tally.add(replicates.count, block.counts)
    return ShardFile(
      number: number, values: block.values, counts: block.counts.map(\.numbers),
      kernels: Processor.kernelLevel)
  }
}

/// What has been drawn so far, for those who wait.
final class DrawTally: Sendable {
  private let state = Mutex<(replicates: Int, counts: ReplicateTotals)>((0, ReplicateTotals()))

  /// Counts that are shown.
  struct ReplicateTotals {
    var programs = 0
    var rescued = 0
    var failed = 0
  }

  func add(_ replicates: Int, _ counts: [ReplicateCounts]) {
    state.withLock { state in
      state.replicates += replicates
      for part in counts {
        state.counts.programs += part.programs
        state.counts.rescued += part.rescued
        state.counts.failed += part.failed
      }
    }
  }

  /// One line, such as "400 replicates, 2.1 million LPs a second, 12 s left, 0 failed".
  func text(_ progress: WorkControl.Progress, elapsedSeconds: Double) -> String {
    let (replicates, counts) = state.withLock { $0 }
    let rate = Double(counts.programs) / max(elapsedSeconds, 1e-3)
    var text =
      "\(replicates) replicates, \(Self.short(rate)) LPs/s, \(counts.failed) failed, "
      + "\(counts.rescued) rescued"
    if progress.doneCount > 0 {
      let left = progress.totalCount - progress.doneCount
      let seconds = elapsedSeconds * Double(left) / Double(progress.doneCount)
      text += ", \(Int(seconds.rounded(.up))) s left"
    }
    return text
  }

  private static func short(_ value: Double) -> String {
    if value < 1e4 { return "\(Int(value))" }
    if value < 1e6 { return "\(Int(value / 1e3)) k" }
    return "\(((value / 1e5).rounded() / 10).shortest) M"
  }
}

extension ReplicateCounts {
  /// The counts in the order of ``ShardFile/countNames``.
  var numbers: [Int] { [programs, checked, rescued, infeasible, failed, hits, pivots] }

  /// Counts in the order of ``ShardFile/countNames``.
  init(numbers: [Int]) {
    self.init()
    (programs, checked, rescued) = (numbers[0], numbers[1], numbers[2])
    (infeasible, failed, hits, pivots) = (numbers[3], numbers[4], numbers[5], numbers[6])
  }
}

extension ReplicateBlock {
  /// The replicates of a shard.
  init(_ shard: ShardFile) {
    self.init(values: shard.values, counts: shard.counts.map { ReplicateCounts(numbers: $0) })
  }
}
