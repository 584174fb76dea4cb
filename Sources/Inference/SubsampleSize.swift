internal import Glibc

/// Sizes of subsamples, and the choice among them.
///
/// - Note: METHODS 5.8; Politis, Romano and Wolf (2001): the interval that changes least from one size to
///   the next.
public enum SubsampleSize {
  /// Twelve sizes, fewer where they coincide, between n^0.5 and n^0.9.
  public static func grid(unitCount n: Int) -> [Int] {
    let ends = (least: pow(Double(n), 0.5), most: pow(Double(n), 0.9))
    let sizes = (0..<count).map { step in
      let part = Double(step) / Double(count - 1)
      return Int((ends.least * pow(ends.most / ends.least, part)).rounded())
    }
    return Set(sizes).filter { $0 >= 2 && $0 < n }.sorted()
  }

  private static let count = 12

  /// Position of the interval with the least volatility: the standard deviations of its ends and those of
  /// its two neighbours, added up; nil for fewer than three intervals.
  public static func leastVolatile(_ intervals: [(lower: Double, upper: Double)]) -> Int? {
    guard intervals.count >= 3 else { return nil }
    func volatility(_ position: Int) -> Double {
      let near = intervals[position - 1...position + 1]
      return deviation(near.map(\.lower)) + deviation(near.map(\.upper))
    }
    return (1..<intervals.count - 1).min { volatility($0) < volatility($1) }
  }

  private static func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (sum / Double(values.count - 1)).squareRoot()
  }
}
