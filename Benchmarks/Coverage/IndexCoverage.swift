import Frontier
import Inference
import Productivity

/// How often the intervals of a bootstrap hold the truth, over samples of a design.
struct IndexCoverage: Sendable {
  let design: CoverageDesign
  let world: IndexWorld
  let bandwidthFactor: Double
  let options: StudyOptions

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
    let all = try options.outcomes { try sample($0, indices) }
    return indices.indices.map { index in all.map { $0[index] } }
  }

  /// Replicates of some indices over all years of a sample, and what its units went through.
  func replicates(
    _ number: Int, _ indices: [LogIndex]
  ) throws -> (replicates: IndexReplicates, paths: [UnitPath]) {
    let (panel, paths) = try design.sample(number, seed: options.seed)
    let window = try Window(panel, over: Transition(from: 0, to: design.periodCount - 1))
    var settings = IndexBootstrapOptions()
    settings.replicateCount = options.replicates
    settings.world = world
    settings.seed = options.replicateSeed(number)
    settings.orientation = design.orientation
    settings.returnsToScale = design.returnsToScale
    settings.bandwidthFactor = bandwidthFactor
    let found = try IndexBootstrap(settings).run(window, indices, solver: FrontierSolver())
    return (found, paths)
  }

  private func sample(_ number: Int, _ indices: [LogIndex]) throws -> [Outcome] {
    let (replicates, paths) = try replicates(number, indices)
    let units = replicates.window.units.indices
    let transitions = design.transitions.indices
    return indices.map { index in
      let truths = paths.map { design.truth(index, $0) }
      var outcome = Outcome()
      let share = 1 / Double(units.count)
      for unit in units {
        guard let found = replicates.sum(index, transitions: transitions, units: [unit]) else {
          continue
        }
        let interval = found.errors.interval(of: found.value, level: options.level)
        outcome.unitCoverage += share * coverage(interval, of: truths[unit])
        outcome.unitRejection += rejects(found) ? share : 0
        outcome.unitWidth += share * (interval.upper - interval.lower)
        outcome.bootstrapBias += share * found.errors.bias
        outcome.trueError += share * (found.value - truths[unit])
      }
      guard let mean = replicates.sum(index, transitions: transitions, units: units) else {
        return outcome
      }
      let interval = mean.errors.interval(of: mean.value, level: options.level)
      outcome.meanCoverage = coverage(interval, of: share * truths.reduce(0, +))
      outcome.meanRejection = rejects(mean) ? 1 : 0
      outcome.meanWidth = interval.upper - interval.lower
      return outcome
    }
  }

  /// Whether no change is rejected: by the p-value in the neutral world, by the interval in the other.
  private func rejects(_ found: Estimate) -> Bool {
    if world == .neutral { return found.errors.pValue(of: found.value) <= 1 - options.level }
    let interval = found.errors.interval(of: found.value, level: options.level)
    return coverage(interval, of: 0) == 0
  }
}
