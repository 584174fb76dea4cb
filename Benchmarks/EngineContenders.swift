internal import DenseKernels
internal import Frontier
internal import LinearProgramming

/// The engine's own ways through a workload: with ``ReplicateEngine`` the only place that calls it.
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
        guard let query = rays.query(point, workload.orientation) else { return nil }
        let shared = known[query] ?? query
        known[shared] = shared
        return shared
      }
      return (technology: task.technology, given: conesGiven ? rays : nil, queries: queries)
    }
    let sign = workload.orientation == .input ? 1.0 : -1.0  // output rays run backwards
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
          slice.values.append(status == .optimal ? sign * solver.crossing : .nan)
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

  /// Replicates: every answer checked for primal and dual residual, no interval; tasks with the same
  /// points are replicates of one technology.
  func replicates() -> Contender {
    func columns(_ matrix: Matrix) -> [Double] {
      (0..<matrix.columnCount).flatMap { matrix.column($0) }
    }
    var solvers: [[Point]: ReplicateSolver] = [:]
    let prepared = workload.tasks.map { task in
      let solver =
        solvers[task.points]
        ?? Self.replicateSolver(task, workload.orientation, sharing: solvers.first?.value)
      solvers[task.points] = solver
      return (
        solver: solver, inputs: columns(task.technology.inputs),
        outputs: columns(task.technology.outputs), pointCount: task.points.count
      )
    }
    let all = Array(solvers.values)
    func counts() -> ReplicateCounts { all.reduce(into: ReplicateCounts()) { $0 += $1.counts } }
    return Contender(
      name: "replicates" + suffix, family: "Farrell", programs: Array(0..<workload.programCount)
    ) {
      var slice = Slice()
      slice.values.reserveCapacity(workload.programCount)
      let before = counts()
      for (solver, inputs, outputs, pointCount) in prepared {
        let isSolved = (try? solver.solve(inputs: inputs, outputs: outputs)) != nil
        for point in 0..<pointCount { slice.values.append(isSolved ? solver.measure(point) : .nan) }
      }
      let after = counts()
      slice.pivotCount = after.pivots - before.pivots
      slice.hitCount = after.hits - before.hits
      slice.failureCount = after.failed - before.failed
      return slice
    }
  }

  private static func replicateSolver(
    _ task: DistanceTask, _ orientation: Orientation, sharing neighbour: ReplicateSolver?
  ) -> ReplicateSolver {
    let queries = task.points.map { DistanceQuery(point: $0, orientation: orientation) }
    guard let family = try? ReplicateFamily(technology: task.technology, queries: queries) else {
      preconditionFailure("no replicates of \(task.technology.returnsToScale.rawValue)")
    }
    return ReplicateSolver(family, sharing: neighbour)
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
    let batches = batches(Array(tasks), pointCount)
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

  /// Digest of all scores, bounds and statuses (FNV-1a, 64 bits, a word at a time).
  func digest(_ path: FrontierOptions.Path, workers: Int) -> UInt64 {
    var options = FrontierOptions()
    options.path = path
    options.workerCount = workers
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ word: UInt64) { digest = (digest ^ word) &* 0x0000_0100_0000_01b3 }
    for result in FrontierSolver(options: options).solve(batches(workload.tasks, nil)).joined() {
      for byte in result.status.rawValue.utf8 { add(UInt64(byte)) }
      guard let score = result.farrell else { continue }
      for number in [score.value, score.lower, score.upper] { add(number.bitPattern) }
    }
    return digest
  }

  private func batches(_ tasks: [DistanceTask], _ pointCount: Int?) -> [DistanceBatch] {
    tasks.map { task in
      DistanceBatch(
        technology: task.technology,
        queries: task.points.prefix(pointCount ?? task.points.count).map {
          DistanceQuery(point: $0, orientation: workload.orientation)
        })
    }
  }

  /// Score of one point by a program of its own, with a proven interval; NaN where there is none.
  static func certifiedScore(
    of point: Point, against technology: Technology, _ orientation: Orientation
  ) -> Double {
    let query = DistanceQuery(point: point, orientation: orientation)
    let batch = DistanceBatch(technology: technology, queries: [query])
    return FrontierSolver().solve([batch])[0][0].farrell?.value ?? .nan
  }

  /// Units of a technology with a certified score of 1 against it.
  static func efficientUnits(_ technology: Technology) -> [Int] {
    let queries = technology.points.map { DistanceQuery(point: $0, orientation: .input) }
    let results = FrontierSolver().solve([DistanceBatch(technology: technology, queries: queries)])
    return results[0].indices.filter { results[0][$0].isEfficient(orientation: .input) }
  }
}
