package import DenseKernels
package import Frontier
import Glibc

/// Prices of some inputs, observation by observation.
package struct InputPrices: Sendable {
  private let panel: Panel
  private let values: Matrix
  private let columns: [Int: Int]  // column of the prices of each input that has some

  /// Prices beside a panel.
  ///
  /// - Parameters:
  ///   - panel: the data.
  ///   - values: positive prices, a row for each observation of the panel.
  ///   - columns: column of `values` for each input that has prices, by its index in the panel.
  package init(panel: Panel, values: Matrix, columns: [Int: Int]) {
    precondition(values.rowCount == panel.count, "\(values.rowCount) rows of prices")
    (self.panel, self.values, self.columns) = (panel, values, columns)
  }

  /// Whether both inputs of a pair have prices.
  package func hasBoth(of pair: FactorPair) -> Bool {
    columns[pair.first] != nil && columns[pair.second] != nil
  }

  /// π, the change of ln(p_a / p_b) of a unit between the ends of a transition.
  ///
  /// - Returns: nil where an input has no prices or the unit is not observed at an end.
  package func relativeChange(
    of pair: FactorPair, unit: Int, over transition: Transition
  ) -> Double? {
    guard let a = columns[pair.first], let b = columns[pair.second],
      let before = panel.observation(unit: unit, period: transition.from),
      let after = panel.observation(unit: unit, period: transition.to)
    else { return nil }
    return log(values[after, a] / values[before, a]) - log(values[after, b] / values[before, b])
  }

  /// Mean of π over units that are observed at both ends; nil where none is.
  package func meanRelativeChange(
    of pair: FactorPair, units: [Int], over transition: Transition
  ) -> Double? {
    let changes = units.compactMap { relativeChange(of: pair, unit: $0, over: transition) }
    return changes.isEmpty ? nil : changes.reduce(0, +) / Double(changes.count)
  }
}
