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

/// Replicates of the logarithms of indices over one window.
public struct IndexReplicates: Sendable {
  /// Units and periods.
  public let window: Window
  /// The indices.
  public let indices: [LogIndex]
  /// Number of replicates B.
  public let replicateCount: Int
  /// What happened to the linear programs.
  public let counts: ReplicateCounts
  /// Estimates τ̂ and truths τ₀ of the world, laid out as one replicate.
  private let estimates: [Double]
  private let truths: [Double]
  /// What an error of a replicate is multiplied by.
  private let errorScale: Double
  /// Values τ* of one replicate after the other: transition by transition, index by index, unit by unit.
  let values: [Double]

  init(
    window: Window, indices: [LogIndex], counts: ReplicateCounts, estimates: [Double],
    truths: [Double], errorScale: Double, values: [Double]
  ) {
    (self.window, self.indices, self.counts) = (window, indices, counts)
    (self.estimates, self.truths, self.values) = (estimates, truths, values)
    self.errorScale = errorScale
    replicateCount = estimates.isEmpty ? 0 : values.count / estimates.count
  }

  /// Place of an index over the window's transition number `transition`, for its first unit.
  private func place(_ index: LogIndex, _ transition: Int) -> Int {
    guard let position = indices.firstIndex(of: index) else {
      preconditionFailure("an index that was not asked for")
    }
    return (transition * indices.count + position) * window.units.count
  }

  /// A statistic of the logarithms of an index with its errors in all replicates.
  ///
  /// - Parameters:
  ///   - index: one of `indices`.
  ///   - transitions: positions among the window's transitions, over which logarithms are added up.
  ///   - units: positions among the window's units, over which they are averaged.
  /// - Returns: the estimate; what is true of it in the world; its errors. A replicate in which a value is
  ///   missing has no error.
  public func statistic(
    _ index: LogIndex, transitions: some Collection<Int>, units: some Collection<Int>
  ) -> (estimate: Double, truth: Double, errors: ErrorDistribution) {
    let places = transitions.flatMap { transition in
      units.map { place(index, transition) + $0 }
    }
    func mean(_ row: some Collection<Double>, from start: Int) -> Double {
      places.reduce(0) { $0 + row[row.index(row.startIndex, offsetBy: start + $1)] }
        / Double(units.count)
    }
    let truth = mean(truths, from: 0)
    let errors = ErrorDistribution(
      (0..<replicateCount).lazy.map {
        errorScale * (mean(values, from: $0 * estimates.count) - truth)
      })
    return (mean(estimates, from: 0), truth, errors)
  }
}

/// Bootstrap of productivity indices over a window.
///
/// ```swift
/// let window = try Window(panel, over: Transition(from: 0, to: 1))
/// let bootstrap = IndexBootstrap(options)
/// let replicates = try bootstrap.run(window, [.technicalChange, .inputBias(.newInputs)], solver: solver)
/// let mean = replicates.statistic(.inputBias(.newInputs), transitions: 0..<1, units: window.units.indices)
/// let interval = mean.errors.interval(of: mean.estimate, level: 0.95)
/// ```
public struct IndexBootstrap: Sendable {
  /// Settings.
  public let options: IndexBootstrapOptions

  /// Bootstrap with the given settings.
  public init(_ options: IndexBootstrapOptions = IndexBootstrapOptions()) {
    self.options = options
  }

  /// Draws and solves all replicates.
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
    try validate()
    let needed = Array(Set(indices).union([.technicalChange, .efficiencyChange]))
    let evaluation = try Evaluation(
      window, indices: needed, orientation: options.orientation,
      returnsToScale: options.returnsToScale)
    let observed = try evaluation.observed(solver, control)
    let transitions = window.transitions
    func logs(_ index: LogIndex, _ transition: Transition, _ row: [Double]) -> [Double] {
      let places = evaluation.places(index, over: transition)
      return window.units.indices.map { Evaluation.value(places, unit: $0, in: row) }
    }
    let world = try world(window, evaluation, observed, logs, solver, control)
    let places = transitions.flatMap { transition in
      indices.map { evaluation.places($0, over: transition) }
    }
    let (values, counts) = try replicates(window, evaluation, world, places, control)
    return IndexReplicates(
      window: window, indices: indices, counts: counts,
      estimates: transitions.flatMap { transition in
        indices.flatMap { logs($0, transition, observed) }
      },
      truths: transitions.flatMap { transition in
        indices.flatMap {
          world.truth($0, over: transition) ?? logs($0, transition, observed)
        }
      }, errorScale: world.errorScale, values: values)
  }

  private func validate() throws(InferenceError) {
    guard options.bandwidthFactor > 0, options.bandwidthFactor.isFinite else {
      throw .invalidOption(name: "bandwidth factor", found: options.bandwidthFactor)
    }
    if options.world == .neutral && options.returnsToScale != .constant
      && options.orientation == .input
    {
      throw .neutralWorldNeedsOutputs(found: options.returnsToScale)
    }
  }
}

// MARK: Steps

extension IndexBootstrap {
  private func world(
    _ window: Window, _ evaluation: Evaluation, _ observed: [Double],
    _ logs: (LogIndex, Transition, [Double]) -> [Double], _ solver: FrontierSolver,
    _ control: WorkControl
  ) throws(InferenceError) -> any World {
    switch options.world {
    case .neutral:
      return try NeutralWorld(
        window, technicalChange: window.transitions.map { logs(.technicalChange, $0, observed) },
        returnsToScale: options.returnsToScale, bandwidthFactor: options.bandwidthFactor,
        solver: solver, control: control)
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

  /// Values of the indices in all replicates, one after the other, and what happened to their programs.
  private func replicates(
    _ window: Window, _ evaluation: Evaluation, _ world: any World,
    _ places: [[Evaluation.Place]], _ control: WorkControl
  ) throws(InferenceError) -> (values: [Double], counts: ReplicateCounts) {
    let unitCount = window.units.count
    let loop = ReplicateLoop(count: options.replicateCount, workers: options.workerCount)
    return try loop.run(control) {
      evaluation.solvers()
    } replicate: { (solvers, number, values) throws(InferenceError) in
      var stream = RandomStream(
        seed: options.seed, stream: Self.stream(window, options.world), replicate: UInt64(number))
      let row = try evaluation.solve(solvers, world.reference(&stream))
      for terms in places {
        for unit in 0..<unitCount {
          values.append(Evaluation.value(terms, unit: unit, in: row))
        }
      }
    } counts: { solvers in
      solvers.reduce(into: ReplicateCounts()) { $0 += $1.counts }
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
