public import DenseKernels
public import Frontier
internal import Glibc
internal import Productivity

/// World from which replicates of productivity indices are drawn.
public enum IndexWorld: Sendable, Hashable {
  /// Technical change is exactly neutral (METHODS 5.7).
  case neutral
  /// The estimated frontiers are the true ones (Simar and Wilson 1999).
  case estimated
  /// Technologies of `size` units, fewer than there are (METHODS 5.8).
  case subsample(size: Int)
}

/// Settings of a bootstrap of productivity indices; the defaults are those of METHODS 0.
public struct IndexBootstrapOptions: Sendable, Hashable {
  /// Number of replicates B.
  public var replicateCount = 1999
  /// Seed of the draws.
  public var seed: UInt64 = 1
  /// World that the replicates are drawn from.
  public var world = IndexWorld.neutral
  /// Direction of the distances; with constant returns every index is the same in both.
  public var orientation = Orientation.input
  /// Returns to scale; other than constant ones need output orientation in the neutral world.
  public var returnsToScale = ReturnsToScale.constant
  /// Multiplies the bandwidth (4 / (5n))^{1/6}.
  public var bandwidthFactor = 1.0
  /// Number of threads.
  public var workerCount = 1

  /// Default settings.
  public init() {}
}

/// Bootstrap of productivity indices over a window.
///
/// ```swift
/// let window = try Window(panel, over: Transition(from: 0, to: 1))
/// let bootstrap = IndexBootstrap(options)
/// let replicates = try bootstrap.run(window, [.technicalChange, .inputBias(.newInputs)], solver: solver)
/// let mean = replicates.sum(.inputBias(.newInputs), transitions: 0..<1, units: window.units.indices)
/// let interval = mean.map { $0.errors.interval(of: $0.value, level: 0.95) }
/// ```
public struct IndexBootstrap: Sendable {
  /// Settings.
  public let options: IndexBootstrapOptions

  /// Bootstrap with the given settings.
  public init(_ options: IndexBootstrapOptions = IndexBootstrapOptions()) {
    self.options = options
  }

  /// Draws and solves all replicates of all indices, by unit and transition.
  ///
  /// - Parameters:
  ///   - window: units and periods of one world.
  ///   - indices: what is computed in every replicate, from the same distances.
  ///   - solver: measures the distances of the data.
  ///   - control: follows and stops the work; one step, items are blocks of replicates.
  /// - Returns: estimates, truths and replicates of the logarithms of the indices.
  /// - Throws: ``InferenceError``.
  public func run(
    _ window: Window, _ indices: [LogIndex], solver: FrontierSolver,
    control: WorkControl = WorkControl()
  ) throws(InferenceError) -> IndexReplicates {
    let sampler = try sampler(
      window, IndexStatistic.all(indices, over: window), solver: solver, control: control)
    let loop = ReplicateLoop(count: options.replicateCount, workers: options.workerCount)
    let (values, counts) = try loop.run(control) {
      sampler.worker()
    } replicate: { (worker, number, values) throws(InferenceError) in
      try worker.replicate(number, into: &values)
    } counts: {
      $0.counts
    }
    return IndexReplicates(sampler, blocks: [values], counts: counts)
  }

  /// Makes the replicates of some statistics ready to be drawn.
  ///
  /// - Parameters:
  ///   - window: units and periods of one world.
  ///   - statistics: what is computed in every replicate, from the same distances.
  ///   - solver: measures the distances of the data.
  ///   - control: follows and stops the work.
  /// - Returns: estimates, truths and what draws the replicates.
  /// - Throws: ``InferenceError``.
  public func sampler(
    _ window: Window, _ statistics: [IndexStatistic], solver: FrontierSolver,
    control: WorkControl = WorkControl()
  ) throws(InferenceError) -> IndexSampler {
    try validate(window, statistics)
    let indices = statistics.map(\.index).uniqued
    let needed = (indices + [.technicalChange, .efficiencyChange]).uniqued
    let evaluation = try Evaluation(
      window, indices: needed, orientation: options.orientation,
      returnsToScale: options.returnsToScale)
    let observed = try evaluation.observed(solver, control)
    let world = try world(window, evaluation, observed, solver, control)
    return IndexSampler(
      window, statistics, indices: indices, evaluation: evaluation, observed: observed,
      world: world, seed: options.seed, stream: Self.stream(window, options.world))
  }

  private func validate(
    _ window: Window, _ statistics: [IndexStatistic]
  ) throws(InferenceError) {
    guard options.bandwidthFactor > 0, options.bandwidthFactor.isFinite else {
      throw .invalidOption(name: "bandwidth factor", found: options.bandwidthFactor)
    }
    if options.world == .neutral && options.returnsToScale != .constant
      && options.orientation == .input
    {
      throw .neutralWorldNeedsOutputs(found: options.returnsToScale)
    }
    for statistic in statistics {
      let last = statistic.transitions.upperBound
      if statistic.transitions.lowerBound < 0 || last > window.transitions.count {
        throw .invalidOption(name: "transition of a statistic", found: Double(last - 1))
      }
      if let unit = statistic.units.first(where: { !window.units.indices.contains($0) }) {
        throw .invalidOption(name: "unit of a statistic", found: Double(unit))
      }
    }
  }
}

// MARK: Steps

extension IndexBootstrap {
  private func world(
    _ window: Window, _ evaluation: Evaluation, _ observed: [Double], _ solver: FrontierSolver,
    _ control: WorkControl
  ) throws(InferenceError) -> any World {
    switch options.world {
    case .neutral:
      let technicalChange = window.transitions.map { transition in
        let places = evaluation.places(.technicalChange, over: transition)
        return window.units.indices.map { Evaluation.value(places, unit: $0, in: observed) }
      }
      return try NeutralWorld(
        window, technicalChange: technicalChange, returnsToScale: options.returnsToScale,
        bandwidthFactor: options.bandwidthFactor, solver: solver, control: control)
    case .estimated:
      let periodCount = window.periodCount
      var inefficiency = [Double](repeating: 1, count: window.units.count * periodCount)
      for (t, period) in window.periods.enumerated() {
        let first = evaluation.ownDistances(of: period)
        for unit in window.units.indices {
          guard !observed[first + unit].isNaN else {
            throw .missingDistance(unit: window.units[unit], period: period)
          }
          inefficiency[unit * periodCount + t] = max(1, exp(-observed[first + unit]))
        }
      }
      return try EstimatedWorld(
        inefficiency: inefficiency, periodCount: periodCount,
        isInput: options.orientation == .input, bandwidthFactor: options.bandwidthFactor)
    case .subsample(let size):
      return try SubsampleWorld(window, size: size, returnsToScale: options.returnsToScale)
    }
  }

  /// Number of the stream of a window: no two windows or worlds share draws.
  private static func stream(_ window: Window, _ world: IndexWorld) -> UInt64 {
    let (kind, size): (UInt64, UInt64) =
      switch world {
      case .neutral: (1, 0)
      case .estimated: (2, 0)
      case .subsample(let size): (4, UInt64(size))
      }
    return kind << 56 | size << 32 | UInt64(window.periods.lowerBound) << 16
      | UInt64(window.periods.upperBound)
  }
}

extension Array where Element: Hashable {
  /// Each element once, in the order of first appearance.
  fileprivate var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
