internal import Glibc

/// What a panel should satisfy before anyone estimates with it (METHODS 4.6).
package enum PanelChecks {
  /// A log change beyond this, a factor of e, is more often an error than news.
  package static let largestLogChange = 1.0
  /// Inputs correlated more than this are one input to a frontier.
  package static let largestCorrelation = 0.999

  /// A change from one year to the next that is too large to pass without a look.
  package struct Jump: Sendable, Hashable {
    /// Position of the later year.
    package let position: Int
    /// ln x_t − ln x_{t−1}.
    package let logChange: Double
  }

  /// Log changes beyond ±1 between neighbours that are both positive.
  package static func jumps(in levels: [Double?]) -> [Jump] {
    levels.indices.dropFirst().compactMap { position in
      guard let before = levels[position - 1], let now = levels[position], before > 0, now > 0
      else { return nil }
      let change = log(now) - log(before)
      return change.magnitude > largestLogChange
        ? Jump(position: position, logChange: change) : nil
    }
  }

  /// Correlation of two variables over the rows that have both; nil where one does not vary.
  package static func correlation(_ first: [Double?], _ second: [Double?]) -> Double? {
    let pairs = zip(first, second).compactMap { x, y in x.flatMap { x in y.map { (x, $0) } } }
    guard pairs.count > 1 else { return nil }
    let count = Double(pairs.count)
    let xMean = pairs.reduce(0) { $0 + $1.0 } / count
    let yMean = pairs.reduce(0) { $0 + $1.1 } / count
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for (x, y) in pairs {
      xx += (x - xMean) * (x - xMean)
      xy += (x - xMean) * (y - yMean)
      yy += (y - yMean) * (y - yMean)
    }
    let size = (xx * yy).squareRoot()
    return size > 0 && size.isFinite ? xy / size : nil
  }

  /// Number of units below which most look efficient: max(p q, 3 (p + q)).
  ///
  /// - Note: a rule of thumb (Cooper, Seiford and Tone 2007), no theorem.
  package static func advisableUnitCount(inputs p: Int, outputs q: Int) -> Int {
    max(p * q, 3 * (p + q))
  }
}
