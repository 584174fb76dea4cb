internal import Frontier

/// The engine as a bootstrap uses it: the replicates of every year of a panel, one after the other.
struct ReplicateEngine {
  private let solvers: [ReplicateSolver]
  private let pointCounts: [Int]

  /// Solvers that know what all replicates have in common.
  init(_ source: BootstrapReplicates) throws {
    var solvers: [ReplicateSolver] = []
    for year in 0..<source.years.count {
      let queries = source.years[year].points.map { DistanceQuery(point: $0, orientation: .input) }
      let family = try ReplicateFamily(
        technology: source.technology(year: year), queries: queries)
      solvers.append(ReplicateSolver(family, sharing: solvers.last))
    }
    self.solvers = solvers
    pointCounts = source.years.map(\.points.count)
  }

  /// Input measures of all points of all years for one replicate, NaN where there is none.
  func solve(factors: [[Double]]) throws(ReplicateError) -> [Double] {
    var scores: [Double] = []
    scores.reserveCapacity(pointCounts.reduce(0, +))
    for (year, solver) in solvers.enumerated() {
      try solver.solve(inputFactors: factors[year])
      for point in 0..<pointCounts[year] { scores.append(solver.measure(point)) }
    }
    return scores
  }

  /// What happened to all programs so far.
  var counts: ReplicateCounts {
    solvers.reduce(into: ReplicateCounts()) { $0 += $1.counts }
  }
}
