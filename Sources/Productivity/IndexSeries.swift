import DenseKernels
package import Frontier
import Glibc

/// Contribution of one component to productivity growth.
public struct Contribution: Sendable, Hashable {
  /// ln Z / ln MI; nil where |ln MI| is below the threshold of the options.
  public let share: Double?
  /// 100 · ln Z.
  public let logPoints: Double
}

/// Averages over units of one or several transitions.
public struct IndexMeans: Sendable {
  /// Geometric mean of each component over units, chained over the transitions.
  public let means: [IndexComponent: Double]
  /// Contribution of each component to productivity growth.
  public let contributions: [IndexComponent: Contribution]

  fileprivate init(logs: [IndexComponent: Double], threshold: Double) {
    means = logs.mapValues { exp($0) }
    let growth = logs[.productivityChange] ?? 0
    contributions = logs.mapValues { log in
      Contribution(
        share: growth.magnitude < threshold || growth == 0 ? nil : log / growth,
        logPoints: 100 * log)
    }
  }
}

/// Averages over units of one transition, and their chain since the first.
public struct IndexStep: Sendable {
  /// The transition.
  public let transition: Transition
  /// Number of units averaged: those that have every component of the series.
  public let unitCount: Int
  /// Number of units left out of the average.
  public let missingCount: Int
  /// Averages of the transition; nil without a unit.
  public let annual: IndexMeans?
  /// Product of the annual averages so far, 1 in the base year; nil after a transition without one.
  public let cumulative: IndexMeans?

  fileprivate let logs: [IndexComponent: Double]?
}

/// Averages over units of several components, by transition and chained.
///
/// Components are averaged over the same units, so identities between them hold for the averages,
/// and contributions add to 1.
/// - Note: METHODS 3.6.
public struct IndexSeries: Sendable {
  /// The components.
  public let components: [IndexComponent]
  /// One step per transition between neighbours, in time order.
  public let steps: [IndexStep]

  private let threshold: Double

  /// Series of the averages of rows.
  ///
  /// - Parameters:
  ///   - components: averaged over units that have all of them.
  ///   - rowsByTransition: rows of the transitions between neighbours, units in index order.
  ///   - panel: the data, for weights.
  ///   - options: weighting, and threshold of contributions.
  package init(
    components: [IndexComponent], rowsByTransition: [[MalmquistRow]], panel: Panel,
    options: MalmquistOptions
  ) {
    var steps: [IndexStep] = []
    var chain: [IndexComponent: Double]? = [:]
    for rows in rowsByTransition {
      guard let transition = rows.first?.transition else { continue }
      let complete = rows.filter { row in components.allSatisfy { row[$0] != nil } }
      let logs = Self.meanLogs(components, complete, panel, options.weighting)
      chain = Self.adding(chain, logs)
      let threshold = options.contributionThreshold
      steps.append(
        IndexStep(
          transition: transition, unitCount: complete.count,
          missingCount: rows.count - complete.count,
          annual: logs.map { IndexMeans(logs: $0, threshold: threshold) },
          cumulative: chain.map { IndexMeans(logs: $0, threshold: threshold) }, logs: logs))
    }
    self.components = components
    self.steps = steps
    threshold = options.contributionThreshold
  }

  /// Chain of the annual averages over the transitions of a period; nil if one is missing.
  public func means(over period: ReportPeriod) -> IndexMeans? {
    var chain: [IndexComponent: Double]? = [:]
    for step in steps where period.transitions.contains(step.transition) {
      chain = Self.adding(chain, step.logs)
    }
    return chain.map { IndexMeans(logs: $0, threshold: threshold) }
  }

  private static func meanLogs(
    _ components: [IndexComponent], _ rows: [MalmquistRow], _ panel: Panel,
    _ weighting: MeanWeighting
  ) -> [IndexComponent: Double]? {
    guard let transition = rows.first?.transition else { return nil }
    let weights = weighting.weights(of: rows.map(\.unit), over: transition, panel: panel)
    var logs: [IndexComponent: Double] = [:]
    for component in components {
      var sum = 0.0
      for (row, weight) in zip(rows, weights) {
        guard let value = row[component] else { return nil }
        sum += weight * log(value)
      }
      logs[component] = sum
    }
    return logs
  }

  private static func adding(
    _ chain: [IndexComponent: Double]?, _ logs: [IndexComponent: Double]?
  ) -> [IndexComponent: Double]? {
    guard let chain, let logs else { return nil }
    return logs.reduce(into: chain) { $0[$1.key, default: 0] += $1.value }
  }
}

extension MeanWeighting {
  /// Weights of units in a transition, adding to 1; every unit was observed in both periods.
  ///
  /// Output shares are shares of the given units' total in each period.
  package func weights(of units: [Int], over transition: Transition, panel: Panel) -> [Double] {
    switch self {
    case .unweighted:
      return [Double](repeating: 1 / Double(units.count), count: units.count)
    case .outputShares:
      let shares = [transition.from, transition.to].map { period in
        let outputs = units.map { unit in
          panel.observation(unit: unit, period: period).map { panel.outputs[$0, 0] } ?? 0
        }
        let total = outputs.reduce(0, +)
        return outputs.map { $0 / total }
      }
      return units.indices.map { (shares[0][$0] + shares[1][$0]) / 2 }
    }
  }
}
