internal import Frontier

/// Bootstrap replicates of small technologies: few units, thousands of points, millions of times.
struct TinySuite {
  let contest: Contest

  /// Every size under constant and variable returns; false when an answer was wrong.
  func run() throws -> Bool {
    let quick = contest.settings.isQuick
    var isRight = true
    for (unitCount, outputCount) in quick ? [(36, 1)] : [(36, 1), (500, 1), (500, 3)] {
      for returns in [ReturnsToScale.constant, .variable] {
        let source = BootstrapWorkload(
          unitCount: unitCount, inputCount: 4, outputCount: outputCount, returnsToScale: returns,
          seed: contest.settings.seed)
        let isSmall = unitCount < 100
        let workload = try source.workload(
          name: "tiny \(unitCount) 4+\(outputCount) \(returns.rawValue)",
          years: isSmall ? 1..<13 : 6..<7, replicateCount: isSmall && !quick ? 20 : 1)
        let share = Contest.Share(
          taskCount: isSmall ? (quick ? 3 : 12) : 1, pointCount: isSmall ? .max : 500,
          programPointCount: isSmall ? nil : 512)
        isRight = try contest.run(workload, share: share) && isRight
      }
    }
    return isRight
  }
}
