import DenseKernels
import Frontier
import Inference
import Productivity

/// How often the intervals of a bootstrap hold the truth, over samples of a design.
struct CoverageStudy: Sendable {
  let design: CoverageDesign
  let world: IndexWorld
  let sampleCount: Int
  let replicateCount: Int
  let seed: UInt64
  let level: Double
  let workerCount: Int

  /// What one sample says of one index.
  struct Outcome: Sendable {
    /// Share of the units whose interval holds their truth, and whose truth of 0 is rejected at 5 %.
    var unitCoverage = 0.0
    var unitRejection = 0.0
    /// Whether the interval of the units' mean holds the mean of their truths, and whether 0 is rejected.
    var meanCoverage = 0.0
    var meanRejection = 0.0
    /// Mean width of the units' intervals, and the width of that of the mean.
    var unitWidth = 0.0
    var meanWidth = 0.0
    /// Mean over units of bias found by the bootstrap, and of the estimate's error.
    var bootstrapBias = 0.0
    var trueError = 0.0
  }

  /// Outcomes of all samples, index by index.
  func run(_ indices: [LogIndex]) throws -> [[Outcome]] {
    let outcomes = parallelMap(count: sampleCount, workers: workerCount) { number in
      Result { try sample(number, indices) }
    }
    let all = try outcomes.map { try $0.get() }
    return indices.indices.map { index in all.map { $0[index] } }
  }

  private func sample(_ number: Int, _ indices: [LogIndex]) throws -> [Outcome] {
    let (panel, truth) = try design.sample(number, seed: seed)
    let window = try Window(panel, over: Transition(from: 0, to: design.periodCount - 1))
    var options = IndexBootstrapOptions()
    options.replicateCount = replicateCount
    options.world = world
    options.seed = seed &* 1_000_003 &+ UInt64(number)
    let replicates = try IndexBootstrap(options).run(
      window, indices, solver: FrontierSolver())
    let transitions = window.transitions.indices
    return indices.map { index in
      let truths = window.units.indices.map { unit in
        window.transitions.reduce(0) { $0 + truth.value(index, unit: unit, over: $1) }
      }
      var outcome = Outcome()
      let share = 1 / Double(window.units.count)
      for unit in window.units.indices {
        let found = replicates.statistic(index, transitions: transitions, units: [unit])
        let interval = found.errors.interval(of: found.estimate, level: level)
        let holds = interval.lower <= truths[unit] && truths[unit] <= interval.upper
        outcome.unitCoverage += holds ? share : 0
        outcome.unitRejection += rejects(found) ? share : 0
        outcome.unitWidth += share * (interval.upper - interval.lower)
        outcome.bootstrapBias += share * found.errors.bias
        outcome.trueError += share * (found.estimate - truths[unit])
      }
      let mean = replicates.statistic(index, transitions: transitions, units: window.units.indices)
      let interval = mean.errors.interval(of: mean.estimate, level: level)
      let trueMean = share * truths.reduce(0, +)
      outcome.meanCoverage = interval.lower <= trueMean && trueMean <= interval.upper ? 1 : 0
      outcome.meanRejection = rejects(mean) ? 1 : 0
      outcome.meanWidth = interval.upper - interval.lower
      return outcome
    }
  }

  /// Whether no change is rejected: by the p-value in the neutral world, by the interval in the other.
  private func rejects(
    _ found: (estimate: Double, truth: Double, errors: ErrorDistribution)
  ) -> Bool {
    if world == .neutral { return found.errors.pValue(of: found.estimate) <= 1 - level }
    let interval = found.errors.interval(of: found.estimate, level: level)
    return interval.lower > 0 || interval.upper < 0
  }
}
