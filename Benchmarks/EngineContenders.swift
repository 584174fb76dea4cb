internal import Frontier
internal import LinearProgramming

/// The engine's own ways through a workload.
struct EngineContenders {
  let workload: Workload
  /// What is special about the workload, in the names: ", frame".
  var suffix = ""

  /// Facets alone, no certificate; the cone of each technology is built inside the run, or given.
  func rays(conesGiven: Bool = false) -> Contender {
    var known: [RayQuery: RayQuery] = [:]  // equal queries of replicates share their memory
    let prepared = workload.tasks.map { task in
      let rays = TechnologyRays(task.technology)
      let queries = task.points.compactMap { point -> RayQuery? in
        guard let query = rays.query(point, .input) else { return nil }
        let shared = known[query] ?? query
        known[shared] = shared
        return shared
      }
      return (technology: task.technology, given: conesGiven ? rays : nil, queries: queries)
    }
    return Contender(
      name: (conesGiven ? "rays, cones given" : "rays") + suffix, family: "Farrell",
      programs: Array(0..<workload.programCount)
    ) {
      var slice = Slice()
      var (pivotCount, hitCount) = (0, 0)
      slice.values.reserveCapacity(workload.programCount)
      for (technology, given, queries) in prepared {
        var solver = (given ?? TechnologyRays(technology)).solver()
        for query in queries {
          let status = solver.solve(query)
          slice.values.append(status == .optimal ? solver.crossing : .nan)
          if status == .stalled { slice.failureCount += 1 }
        }
        pivotCount += solver.pivotCount
        hitCount += solver.hitCount
      }
      slice.pivotCount = pivotCount
      slice.hitCount = hitCount
      return slice
    }
  }

  /// The public solver on the first `taskCount` tasks, every score with its certified interval.
  func certified(
    _ path: FrontierOptions.Path, taskCount: Int? = nil, pointCount: Int? = nil, workers: Int = 1
  ) -> Contender {
    var options = FrontierOptions()
    options.path = path
    options.workerCount = workers
    let solver = FrontierSolver(options: options)
    let tasks = workload.tasks.prefix(taskCount ?? workload.tasks.count)
    let batches = tasks.map { task in
      DistanceBatch(
        technology: task.technology,
        queries: task.points.prefix(pointCount ?? task.points.count).map {
          DistanceQuery(point: $0, orientation: .input)
        })
    }
    let programs = zip(batches, workload.firstPrograms).flatMap { batch, first in
      Array(first..<first + batch.queries.count)
    }
    let suffix = suffix + (workers == 1 ? "" : ", \(workers) workers")
    return Contender(
      name: "certified \(path.rawValue)\(suffix)", family: "Farrell", programs: programs,
      workerCount: workers
    ) {
      var slice = Slice()
      slice.values.reserveCapacity(programs.count)
      var pivotCount = 0
      for result in solver.solve(batches).joined() {
        slice.values.append(result.farrell?.value ?? .nan)
        pivotCount += result.pivotCount
        if result.status == .failed || result.status == .uncertified { slice.failureCount += 1 }
      }
      slice.pivotCount = pivotCount
      return slice
    }
  }
}
