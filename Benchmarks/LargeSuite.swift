internal import Frontier

/// One technology of many units, of which a known share is efficient; units are measured against it.
struct LargeSuite {
  let contest: Contest
  let unitCount: Int
  let inputCount: Int
  let outputCount: Int
  let density: Double
  /// Units measured by the engine, and by the rivals.
  let pointCounts: (engine: Int, rivals: Int)

  /// False when an answer was wrong or the frame found is not the one the data were made with.
  func run() throws -> Bool {
    let source = try SphereWorkload(
      unitCount: unitCount, inputCount: inputCount, outputCount: outputCount, density: density,
      seed: contest.settings.seed)
    let points = Array(source.points.prefix(pointCounts.engine))
    let workload = Workload(
      name: "large \(unitCount), \(inputCount)+\(outputCount), \(density)",
      inputCount: inputCount, outputCount: outputCount, returnsToScale: .variable,
      tasks: [DistanceTask(technology: source.technology, points: points)],
      seed: contest.settings.seed)
    let isRight = try contest.run(
      workload,
      share: Contest.Share(
        taskCount: 1, pointCount: pointCounts.rivals, programPointCount: pointCounts.rivals))
    return foundFrame(points, source) && isRight
  }

  /// Whether exactly the frame members among the points have a score of 1.
  private func foundFrame(_ points: [Point], _ source: SphereWorkload) -> Bool {
    let queries = points.map { DistanceQuery(point: $0, orientation: .input) }
    let results = FrontierSolver().solve([
      DistanceBatch(technology: source.technology, queries: queries)
    ])[0]
    let wrong = results.indices.filter {
      results[$0].isEfficient(orientation: .input) != source.isFrame[$0]
    }
    if !wrong.isEmpty { print("\(wrong.count) of \(points.count) units are misclassified") }
    return wrong.isEmpty
  }
}
