internal import Frontier

/// Processor seconds of each stage of the large path, and whether the frame is the one constructed.
struct StageSuite {
  let description: LargeSuite.Case
  let seed: UInt64
  let workerCount: Int

  /// False when an answer is missing or, under variable returns, the frame is not the one constructed.
  func run() throws -> Bool {
    let source = try SphereWorkload(description, seed: seed)
    let technology = source.technology
    let batch = DistanceBatch(
      technology: technology,
      queries: source.points.map { DistanceQuery(point: $0, orientation: description.orientation) })
    var options = FrontierOptions()
    options.path = .facets
    options.workerCount = workerCount
    let start = Clock.processSeconds
    var last = start
    var line = ""
    let answer = FrontierSolver(options: options).solveThroughFrame(batch) { stage in
      let now = Clock.processSeconds
      line += " \(stage.rawValue) \((now - last).rounded(to: 4))"
      last = now
    }
    let total = (last - start).rounded(to: 4)
    let name = description.name
    guard let answer else {
      print("\(name): not suited")
      return false
    }
    let uncertified = answer.results.filter { $0.status != .certified }.count
    let isFrame = answer.frame.sorted() == source.isFrame.indices.filter { source.isFrame[$0] }
    print("\(name): total \(total) s,\(line)")
    print(
      "  frame \(answer.frame.count), as constructed: \(isFrame); not certified: \(uncertified)")
    let agrees =
      description.unitCount > Self.largestComparedCount || agrees(batch, answer.results, options)
    return uncertified == 0 && (isFrame || description.returnsToScale != .variable) && agrees
  }

  /// Units up to which the path without a frame has its turn, too.
  private static let largestComparedCount = 10_000

  /// Times the path without a frame; whether its intervals meet those found.
  private func agrees(
    _ batch: DistanceBatch, _ found: [DistanceResult], _ options: FrontierOptions
  ) -> Bool {
    var options = options
    options.largeTechnologyCount = .max
    let start = Clock.processSeconds
    let others = FrontierSolver(options: options).solve([batch])[0]
    let seconds = (Clock.processSeconds - start).rounded(to: 4)
    let apart = zip(found, others).filter { one, other in
      guard let a = one.farrell, let b = other.farrell else { return one.status != other.status }
      return a.lower > b.upper || b.lower > a.upper
    }
    print("  without a frame \(seconds) s; intervals apart: \(apart.count)")
    return apart.isEmpty
  }
}
