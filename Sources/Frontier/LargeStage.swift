internal import DenseKernels

/// Parts of the work on a large technology, in their order: what a measurement of its time tells apart.
package enum LargeStage: String, Sendable, CaseIterable {
  /// Scaling variables and storing them one by one.
  case scaling
  /// Bringing observations into spatial order.
  case order
  /// Extreme observations in some directions.
  case startingSet
  /// All observations against the starting set.
  case subset
  /// Remaining candidates against an enlarged set.
  case enrichment
  /// Candidates against each other.
  case mutual
  /// All points against the frame.
  case scores
}

extension FrontierSolver {
  /// Answers a batch through the frame whatever its size, and tells when each stage has ended; nil where
  /// the technology does not suit that path.
  package func solveThroughFrame(
    _ batch: DistanceBatch, ended: (LargeStage) -> Void
  ) -> (results: [DistanceResult], frame: [Int])? {
    withoutCancellation { (control) throws(WorkCancelled) in
      let technology = ScaledTechnology(batch.technology)
      ended(.scaling)
      guard
        let solver = try LargeSolver(
          technology, options, pointCount: batch.technology.count, control, ended: ended)
      else { return nil }
      let results = try solver.solve(batch.queries, control)
      ended(.scores)
      return (results, solver.frame)
    }
  }
}
