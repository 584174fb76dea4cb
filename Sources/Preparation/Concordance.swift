/// Old units to new ones by weights, x^new_k = Σ_s w_ks x^old_s (METHODS 4.4).
package struct Concordance: Sendable, Hashable {
  /// How much of an old unit goes to a new one.
  package struct Entry: Sendable, Hashable {
    /// Old unit.
    package let old: Int
    /// New unit.
    package let new: Int
    /// w, between 0 and 1.
    package let weight: Double

    /// A share of an old unit.
    package init(old: Int, new: Int, weight: Double) {
      self.old = old
      self.new = new
      self.weight = weight
    }
  }

  /// What makes entries no concordance.
  package enum Failure: Error, Sendable, Hashable {
    /// A weight is not between 0 and 1.
    case weight(old: Int, value: Double)
    /// More of an old unit is used than there is.
    case usedTwice(old: Int, total: Double)
  }

  /// Sums of twelve decimals pass as one, and so does the rounding of a sum conserve a total.
  package static let tolerance = 1e-12

  /// Number of old units.
  package let oldCount: Int
  /// Number of new units.
  package let newCount: Int
  /// All weights.
  package let entries: [Entry]

  /// Concordance of some entries.
  ///
  /// - Parameters:
  ///   - entries: weights; an old unit without any is dropped.
  ///   - oldCount: number of old units.
  ///   - newCount: number of new units.
  /// - Throws: ``Failure`` where a weight is out of range or an old unit is used more than once.
  package init(_ entries: [Entry], oldCount: Int, newCount: Int) throws(Failure) {
    var totals = [Double](repeating: 0, count: oldCount)
    for entry in entries {
      guard (0...1).contains(entry.weight) else {
        throw .weight(old: entry.old, value: entry.weight)
      }
      totals[entry.old] += entry.weight
    }
    if let old = totals.firstIndex(where: { $0 > 1 + Self.tolerance }) {
      throw .usedTwice(old: old, total: totals[old])
    }
    self.entries = entries
    self.oldCount = oldCount
    self.newCount = newCount
  }

  /// Values of an additive variable for the new units.
  ///
  /// - Parameter values: values of the old units.
  /// - Returns: their weighted sums.
  package func sums(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: newCount)
    for entry in entries { sums[entry.new] += entry.weight * values[entry.old] }
    return sums
  }

  /// Values of an index number or rate for the new units: means weighted by an additive variable.
  ///
  /// - Parameters:
  ///   - values: values of the old units.
  ///   - weights: an additive variable of the old units, not negative.
  /// - Returns: Σ w_ks a_s x_s / Σ w_ks a_s; nil where no weight is positive.
  package func means(_ values: [Double], weights: [Double]) -> [Double?] {
    var products = [Double](repeating: 0, count: newCount)
    for entry in entries {
      products[entry.new] += entry.weight * weights[entry.old] * values[entry.old]
    }
    return zip(products, sums(weights)).map { product, sum in sum > 0 ? product / sum : nil }
  }

  /// How far the sums are from what the weights keep of the old values, relative to the sum of sizes.
  ///
  /// Splits and merges keep everything, a subtraction all but its share, a drop nothing.
  package func conservationError(of values: [Double], sums: [Double]) -> Double {
    var kept = [Double](repeating: 0, count: oldCount)
    for entry in entries { kept[entry.old] += entry.weight }
    let expected = zip(kept, values).reduce(0) { $0 + $1.0 * $1.1 }
    let size = values.reduce(0) { $0 + $1.magnitude }
    return size > 0 ? (sums.reduce(0, +) - expected).magnitude / size : 0
  }
}
