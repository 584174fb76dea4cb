public import DenseKernels

/// Replicates `0..<count` of some families, solved by any number of workers; the same values for any number.
///
/// - Parameters:
///   - count: number of replicates.
///   - workers: largest number of threads.
///   - families: what is solved in each replicate.
///   - body: draws and solves replicate `index`, with one solver for each family, and returns what is kept.
/// - Returns: what `body` returned, in the order of replicates, and the counts over all.
/// - Throws: what `body` threw first, in the order of replicates.
public func solveReplicates<Kept: Sendable, Failure: Error>(
  count: Int, workers: Int, families: [ReplicateFamily],
  _ body: @Sendable (_ index: Int, _ solvers: [ReplicateSolver]) throws(Failure) -> Kept
) throws(Failure) -> (kept: [Kept], counts: ReplicateCounts) {
  try withoutCancellation { (control) throws(WorkCancelled) in
    try results(
      count: count, workers: workers, families: families, control: control, body)
  }.get()
}

/// The same, followed and stopped by `control`.
///
/// - Throws: ``/DenseKernels/WorkCancelled`` when it was stopped before its end, else what `body`
///   threw first.
public func solveReplicates<Kept: Sendable, Failure: Error>(
  count: Int, workers: Int, families: [ReplicateFamily], control: WorkControl,
  _ body: @Sendable (_ index: Int, _ solvers: [ReplicateSolver]) throws(Failure) -> Kept
) throws -> (kept: [Kept], counts: ReplicateCounts) {
  try results(count: count, workers: workers, families: families, control: control, body).get()
}

private func results<Kept: Sendable, Failure: Error>(
  count: Int, workers: Int, families: [ReplicateFamily], control: WorkControl,
  _ body: @Sendable (_ index: Int, _ solvers: [ReplicateSolver]) throws(Failure) -> Kept
) throws(WorkCancelled) -> Result<(kept: [Kept], counts: ReplicateCounts), Failure> {
  let programCount = families.reduce(0) { $0 + $1.queries.count }
  let grain = max(1, programsPerTask / max(1, programCount))
  let taskCount = (count + grain - 1) / grain
  control.begin("replicates", count: taskCount)
  let tasks = try parallelMap(count: taskCount, workers: workers, control: control) { task in
    Result { () throws(Failure) in
      var solvers: [ReplicateSolver] = []
      for family in families { solvers.append(ReplicateSolver(family, sharing: solvers.last)) }
      var kept: [Kept] = []
      for index in task * grain..<min(count, (task + 1) * grain) {
        kept.append(try body(index, solvers))
      }
      return (kept: kept, counts: solvers.reduce(into: ReplicateCounts()) { $0 += $1.counts })
    }
  }
  return Result { () throws(Failure) in
    var (kept, counts): ([Kept], ReplicateCounts) = ([], ReplicateCounts())
    for task in tasks {
      let part = try task.get()
      kept += part.kept
      counts += part.counts
    }
    return (kept: kept, counts: counts)
  }
}

/// About 5 ms of work at 0.2 µs a program: long against the cost of handing a task out, short enough for
/// workers to end together.
private let programsPerTask = 25_000
