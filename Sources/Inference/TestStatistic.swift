/// A statistic of the data with its values in samples for which the hypothesis is true.
public struct TestStatistic: Sendable, Hashable {
  /// The statistic of the data.
  public let value: Double
  /// The same function of each replicate, in their order; NaN where a distance has no value.
  public let replicates: [Double]
  /// Share of the samples, the data among them, that speak as much against the hypothesis as the data.
  ///
  /// Replicates without a value are left out; NaN without any.
  public let pValue: Double

  /// Values that speak against the hypothesis.
  enum Tail {
    case lower
    case upper
    case both
  }

  init(value: Double, replicates: [Double], tail: Tail) {
    (self.value, self.replicates) = (value, replicates)
    let errors = ErrorDistribution(replicates)
    let count = Double(errors.errors.count + 1)
    guard count > 1, !value.isNaN else {
      pValue = .nan
      return
    }
    pValue =
      switch tail {
      case .lower: Double(1 + errors.errors.count { $0 <= value }) / count
      case .upper: Double(1 + errors.errors.count { $0 >= value }) / count
      case .both: errors.pValue(of: value)
      }
  }

  /// Replicates without a value.
  public var missingCount: Int { replicates.count { $0.isNaN } }
}
