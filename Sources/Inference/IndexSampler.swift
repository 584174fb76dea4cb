public import Frontier
internal import Productivity

/// A bootstrap of one window made ready: any of its replicates can be drawn by its number alone.
public struct IndexSampler: Sendable {
  /// Units and periods.
  public let window: Window
  /// What a replicate is reduced to.
  public let statistics: [IndexStatistic]
  /// Linear programs of one replicate.
  public let programCount: Int
  /// Bandwidth h of the smoothing; nil where nothing is smoothed.
  public let bandwidth: Double?
  let estimates: [Double]
  let truths: [Double]
  let errorScale: Double
  let columns: [IndexStatistic: Int]
  private let evaluation: Evaluation
  private let world: any World
  private let seed: UInt64
  private let stream: UInt64
  /// Places of each index in each transition of the window.
  private let places: [[Evaluation.Place]]
  private let reductions: [Reduction]

  /// A statistic as sums of elements of the logarithms of all indices, transitions and units.
  fileprivate struct Reduction: Sendable {
    /// Element of the first transition for unit 0.
    let first: Int
    let transitionCount: Int
    let units: [Int]
  }

  init(
    _ window: Window, _ statistics: [IndexStatistic], indices: [LogIndex],
    evaluation: Evaluation, observed: [Double], world: any World, seed: UInt64, stream: UInt64
  ) {
    (self.window, self.evaluation, self.world) = (window, evaluation, world)
    (self.seed, self.stream, errorScale) = (seed, stream, world.errorScale)
    (programCount, bandwidth) = (evaluation.count, world.bandwidth)
    let (transitions, unitCount) = (window.transitions, window.units.count)
    let places = transitions.flatMap { transition in
      indices.map { evaluation.places($0, over: transition) }
    }
    let logs = places.flatMap { terms in
      (0..<unitCount).map { Evaluation.value(terms, unit: $0, in: observed) }
    }
    let trueLogs = transitions.enumerated().flatMap { number, transition in
      indices.enumerated().flatMap { position, index in
        let first = (number * indices.count + position) * unitCount
        return world.truth(index, over: transition) ?? Array(logs[first..<first + unitCount])
      }
    }
    let numbers = Dictionary(uniqueKeysWithValues: zip(indices, indices.indices))
    let width = indices.count * unitCount
    let kept = statistics.map { statistic in
      let position = numbers[statistic.index] ?? 0
      let first = statistic.transitions.lowerBound * width + position * unitCount
      let whole = Reduction(
        first: first, transitionCount: statistic.transitions.count, units: statistic.units)
      return whole.leavingOutMissing(in: logs, stride: width)
    }
    (self.places, self.statistics, reductions) = (places, statistics, kept)
    estimates = kept.map { $0.value(in: logs, stride: width) }
    truths = kept.map { $0.value(in: trueLogs, stride: width) }
    columns = Dictionary(
      zip(statistics, statistics.indices), uniquingKeysWith: { first, _ in first })
  }

  /// Units over which a statistic is averaged: those that have a value in the data, of those asked for.
  public func units(of statistic: IndexStatistic) -> [Int] {
    columns[statistic].map { reductions[$0].units } ?? []
  }

  /// What one thread draws replicates with.
  public func worker() -> IndexWorker { IndexWorker(self, evaluation.solvers()) }

  /// Adds the statistics of a replicate to `values`.
  fileprivate func draw(
    _ number: Int, _ solvers: [ReplicateSolver], _ logs: inout [Double],
    into values: inout [Double]
  ) throws(InferenceError) {
    var stream = RandomStream(seed: seed, stream: stream, replicate: UInt64(number))
    let row = try evaluation.solve(solvers, world.reference(&stream))
    let unitCount = window.units.count
    logs.removeAll(keepingCapacity: true)
    for terms in places {
      for unit in 0..<unitCount { logs.append(Evaluation.value(terms, unit: unit, in: row)) }
    }
    let width = window.transitions.isEmpty ? 0 : logs.count / window.transitions.count
    for reduction in reductions { values.append(reduction.value(in: logs, stride: width)) }
  }
}

extension IndexSampler.Reduction {
  /// The mean; NaN where a value is missing, or no unit is left.
  fileprivate func value(in logs: [Double], stride: Int) -> Double {
    var sum = 0.0
    for transition in 0..<transitionCount {
      for unit in units { sum += logs[first + transition * stride + unit] }
    }
    return sum / Double(units.count)
  }

  /// The statistic of the units that have a value; of a single one that has none, itself.
  fileprivate func leavingOutMissing(in logs: [Double], stride: Int) -> Self {
    guard units.count > 1 else { return self }
    let valid = units.filter { unit in
      (0..<transitionCount).allSatisfy { !logs[first + $0 * stride + unit].isNaN }
    }
    return Self(first: first, transitionCount: transitionCount, units: valid)
  }
}

/// Draws replicates of a sampler; one value serves one thread.
public final class IndexWorker {
  private let sampler: IndexSampler
  private let solvers: [ReplicateSolver]
  private var logs: [Double] = []

  fileprivate init(_ sampler: IndexSampler, _ solvers: [ReplicateSolver]) {
    (self.sampler, self.solvers) = (sampler, solvers)
  }

  /// Draws replicate `number` and adds its statistics, as many as the sampler has, to `values`.
  ///
  /// - Throws: ``InferenceError/replicates(_:)`` for a reference that no technology can have.
  public func replicate(_ number: Int, into values: inout [Double]) throws(InferenceError) {
    try sampler.draw(number, solvers, &logs, into: &values)
  }

  /// What happened to the linear programs so far.
  public var counts: ReplicateCounts {
    solvers.reduce(into: ReplicateCounts()) { $0 += $1.counts }
  }
}
