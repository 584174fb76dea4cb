/// Adjustment of the p-values of a table for their number.
public enum FalseDiscovery {
  /// Adjusted p-values; NaN stays NaN and does not count.
  ///
  /// Rejecting those up to q keeps the expected share of false rejections among all at most at q.
  ///
  /// - Note: Benjamini and Hochberg (1995).
  public static func adjusted(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.filter { !pValues[$0].isNaN }
      .sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    var adjusted = [Double](repeating: .nan, count: pValues.count)
    var least = 1.0
    for (rank, index) in order.enumerated().reversed() {
      least = min(least, pValues[index] * Double(order.count) / Double(rank + 1))
      adjusted[index] = least
    }
    return adjusted
  }
}
