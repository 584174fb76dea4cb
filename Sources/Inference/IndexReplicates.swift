public import Frontier

/// A statistic of an index over a window: the sum of its logarithms over neighbouring transitions, averaged
/// over some units.
public struct IndexStatistic: Sendable, Hashable {
  /// The index.
  public let index: LogIndex
  /// Positions among the window's transitions.
  public let transitions: Range<Int>
  /// Positions among the window's units.
  public let units: [Int]

  /// Statistic of an index over transitions and units of a window.
  public init(_ index: LogIndex, transitions: Range<Int>, units: [Int]) {
    (self.index, self.transitions, self.units) = (index, transitions, units)
  }

  /// Every index over every transition for every unit of a window.
  public static func all(_ indices: [LogIndex], over window: Window) -> [IndexStatistic] {
    window.transitions.indices.flatMap { transition in
      indices.flatMap { index in
        window.units.indices.map {
          IndexStatistic(index, transitions: transition..<transition + 1, units: [$0])
        }
      }
    }
  }
}

/// An estimate with what is true of it in the world of its replicates, and its errors there.
public struct Estimate: Sendable {
  /// τ̂, a logarithm; NaN where a distance has no value in the data.
  public let value: Double
  /// τ₀, what is true in the world of the replicates.
  public let truth: Double
  /// The errors τ* − τ₀ of the replicates.
  public let errors: ErrorDistribution
}

/// Replicates of statistics over one window.
public struct IndexReplicates: Sendable {
  /// Units and periods.
  public let window: Window
  /// The statistics, in the order of the values.
  public let statistics: [IndexStatistic]
  /// Number of replicates B.
  public let replicateCount: Int
  /// What happened to the linear programs.
  public let counts: ReplicateCounts
  private let estimates: [Double]
  private let truths: [Double]
  /// What an error of a replicate is multiplied by.
  private let errorScale: Double
  /// Values τ* of one replicate after the other, in blocks of replicates that follow each other.
  private let blocks: [[Double]]
  private let columns: [IndexStatistic: Int]

  /// Replicates that a sampler has drawn.
  ///
  /// - Parameters:
  ///   - sampler: what drew them.
  ///   - blocks: arrays of `sampler.statistics.count` values for each replicate, replicate after replicate.
  ///   - counts: what happened to the linear programs.
  public init(_ sampler: IndexSampler, blocks: [[Double]], counts: ReplicateCounts) {
    (window, statistics) = (sampler.window, sampler.statistics)
    (estimates, truths) = (sampler.estimates, sampler.truths)
    (errorScale, self.blocks, self.counts) = (sampler.errorScale, blocks, counts)
    columns = sampler.columns
    let valueCount = blocks.reduce(0) { $0 + $1.count }
    replicateCount = statistics.isEmpty ? 0 : valueCount / statistics.count
  }

  /// All values, replicate after replicate.
  public var values: [Double] { Array(blocks.joined()) }

  /// A statistic with its errors; nil where it was not asked for.
  ///
  /// A replicate in which a value is missing has no error.
  public subscript(statistic: IndexStatistic) -> Estimate? {
    columns[statistic].map { combined([$0], weight: 1) }
  }

  /// A statistic, what is true of it in the world of the replicates, and its errors in their order.
  typealias OrderedEstimate = (value: Double, truth: Double, errors: [Double])

  /// A statistic with its errors in the order of the replicates, NaN where one has no value.
  func orderedEstimate(_ statistic: IndexStatistic) -> OrderedEstimate? {
    columns[statistic].map { (estimates[$0], truths[$0], errors([$0], weight: 1)) }
  }

  /// Sum over some transitions of the mean over some units, from the statistics of single units in single
  /// transitions; nil where one of these was not asked for.
  ///
  /// - Parameters:
  ///   - index: the index.
  ///   - transitions: positions among the window's transitions, over which logarithms are added up.
  ///   - units: positions among the window's units, over which they are averaged.
  /// - Returns: the estimate with its errors.
  public func sum(
    _ index: LogIndex, transitions: some Collection<Int>, units: some Collection<Int>
  ) -> Estimate? {
    var places: [Int] = []
    for transition in transitions {
      for unit in units {
        let single = IndexStatistic(
          index, transitions: transition..<transition + 1, units: [unit])
        guard let place = columns[single] else { return nil }
        places.append(place)
      }
    }
    return combined(places, weight: 1 / Double(units.count))
  }

  private func combined(_ places: [Int], weight: Double) -> Estimate {
    Estimate(
      value: weight * places.reduce(0) { $0 + estimates[$1] },
      truth: weight * places.reduce(0) { $0 + truths[$1] },
      errors: ErrorDistribution(errors(places, weight: weight)))
  }

  /// Errors of a weighted sum of statistics, in the order of the replicates.
  private func errors(_ places: [Int], weight: Double) -> [Double] {
    let truth = weight * places.reduce(0) { $0 + truths[$1] }
    var errors: [Double] = []
    errors.reserveCapacity(replicateCount)
    for block in blocks {
      for first in stride(from: 0, to: block.count, by: statistics.count) {
        let value = weight * places.reduce(0) { $0 + block[first + $1] }
        errors.append(errorScale * (value - truth))
      }
    }
    return errors
  }
}
