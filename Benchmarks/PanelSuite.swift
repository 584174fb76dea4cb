internal import Frontier

/// All six distances of a whole panel of 36 units and 14 years, bootstrapped: 2,376 distinct programs a
/// replicate.
struct PanelSuite {
  let contest: Contest
  let replicateCount: Int

  /// Constant and variable returns, one worker and all; false when an answer was wrong.
  func run() throws -> Bool {
    var isRight = true
    let workers = contest.settings.workerCount
    for returns in [ReturnsToScale.constant, .variable] {
      let source = BootstrapWorkload(
        unitCount: 36, inputCount: 4, outputCount: 1, returnsToScale: returns,
        seed: contest.settings.seed)
      let workload = try source.workload(
        name: "panel 36 x 14 \(returns.rawValue), \(replicateCount) replicates", years: 0..<14,
        replicateCount: replicateCount)
      isRight =
        try contest.run(
          workload, share: Contest.Share(taskCount: 14, pointCount: .max),
          moreWorkers: workers > 1 ? [workers] : []) && isRight
    }
    return isRight
  }
}
