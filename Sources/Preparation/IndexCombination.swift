internal import Tables

/// Index numbers of several units as one, by weights that sum to one.
package enum IndexCombination {
  /// How far the sum of written shares may be from one: shares of twelve digits pass.
  package static let sumTolerance = 1e-12

  /// Whether weights are non-negative and sum to one.
  package static func sumToOne(_ weights: [Double]) -> Bool {
    let sum = weights.reduce(0, +)
    return weights.allSatisfy { $0 >= 0 } && (sum - 1).magnitude <= sumTolerance
  }

  /// Σ w_k P_k, an arithmetic mean of index numbers; they are never summed.
  ///
  /// - Parameters:
  ///   - values: P_k, positive; nil where there is none.
  ///   - weights: w_k, as many.
  /// - Returns: the mean.
  /// - Throws: ``SeriesFault`` at the member that is missing or not positive.
  package static func mean(
    _ values: [Double?], weights: [Double]
  ) throws(SeriesFault) -> Double {
    var sum = 0.0
    for (position, weight) in weights.enumerated() {
      let value = try SeriesFault.present(
        values[position], position, "index", expected: "an index of every member")
      guard value > 0 else {
        throw SeriesFault(
          position: position, found: "the index \(value.shortest)", expected: "a positive one")
      }
      sum += weight * value
    }
    return sum
  }
}
