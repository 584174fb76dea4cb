internal import Frontier
internal import LinearProgramming

/// The engine as a bootstrap uses it: technology after technology, scores without intervals, every
/// doubtful one repeated by the robust path.
struct ReplicateEngine {
  /// What happened to all programs so far.
  struct Counts {
    var programs = 0
    /// Answered by a known facet without a pivot.
    var hits = 0
    var pivots = 0
    /// Checked for primal and dual residual; 0 as long as the engine does not say.
    var checked = 0
    /// Repeated by the robust path.
    var rescued = 0
    /// Without a verdict even then.
    var failed = 0
    /// Points that no scaling brings into the technology.
    var infeasible = 0
    /// Scores that are no number though the status says there is one.
    var notNumbers = 0
  }

  private(set) var counts = Counts()
  private let robust = FrontierSolver()

  /// Input measures of all points of some tasks, NaN where there is none.
  mutating func solve(_ tasks: [DistanceTask]) -> [Double] {
    var scores: [Double] = []
    scores.reserveCapacity(tasks.reduce(0) { $0 + $1.points.count })
    for task in tasks {
      let rays = TechnologyRays(task.technology)
      var solver = rays.solver()
      for point in task.points {
        let query = rays.query(point, .input)
        if let query, solver.solve(query) == .optimal {
          if !solver.crossing.isFinite { counts.notNumbers += 1 }
          scores.append(solver.crossing)
        } else {
          scores.append(rescued(point, task.technology))
        }
      }
      counts.hits += solver.hitCount
      counts.pivots += solver.pivotCount
    }
    counts.programs += scores.count
    return scores
  }

  /// The verdicts "infeasible" and "stalled" are never reported without the robust path.
  private mutating func rescued(_ point: Point, _ technology: Technology) -> Double {
    counts.rescued += 1
    let query = DistanceQuery(point: point, orientation: .input)
    let result = robust.solve([DistanceBatch(technology: technology, queries: [query])])[0][0]
    switch result.status {
    case .infeasible, .unbounded: counts.infeasible += 1
    case .failed, .uncertified: counts.failed += 1
    case .certified, .refined: break
    }
    return result.farrell?.value ?? .nan
  }
}
