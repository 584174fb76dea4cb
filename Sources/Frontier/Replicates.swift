public import DenseKernels

/// Replicates `0..<count` of some families, solved by any number of workers; the same values for any number.
///
/// - Parameters:
///   - count: number of replicates.
///   - workers: largest number of threads.
///   - families: what is solved in each replicate.
///   - body: draws and solves replicate `index`, with one solver for each family, and returns what is kept.
/// - Returns: what `body` returned, in the order of replicates, and the counts over all.
public func solveReplicates<Kept: Sendable>(
  count: Int, workers: Int, families: [ReplicateFamily],
  _ body: @Sendable (_ index: Int, _ solvers: [ReplicateSolver]) -> Kept
) -> (kept: [Kept], counts: ReplicateCounts) {
  withoutCancellation { (control) throws(WorkCancelled) in
    try solveReplicates(
      count: count, workers: workers, families: families, control: control, body)
  }
}

/// The same, followed and stopped by `control`.
///
/// - Throws: ``WorkCancelled`` when it was stopped before its end.
public func solveReplicates<Kept: Sendable>(
  count: Int, workers: Int, families: [ReplicateFamily], control: WorkControl,
  _ body: @Sendable (_ index: Int, _ solvers: [ReplicateSolver]) -> Kept
) throws(WorkCancelled) -> (kept: [Kept], counts: ReplicateCounts) {
  let programCount = families.reduce(0) { $0 + $1.queries.count }
  let grain = max(1, programsPerTask / max(1, programCount))
  let taskCount = (count + grain - 1) / grain
  control.begin("replicates", count: taskCount)
  let tasks = try parallelMap(count: taskCount, workers: workers, control: control) { task in
    var solvers: [ReplicateSolver] = []
    for family in families { solvers.append(ReplicateSolver(family, sharing: solvers.last)) }
    let kept = (task * grain..<min(count, (task + 1) * grain)).map { body($0, solvers) }
    var counts = ReplicateCounts()
    for solver in solvers { counts += solver.counts }
    return (kept: kept, counts: counts)
  }
  var counts = ReplicateCounts()
  for task in tasks { counts += task.counts }
  return (tasks.flatMap(\.kept), counts)
}

/// About 5 ms of work at 0.2 µs a program: long against the cost of handing a task out, short enough for
/// workers to end together.
private let programsPerTask = 25_000
