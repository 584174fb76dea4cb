internal import Glibc

/// An estimated index with its interval and test, as tables show it.
///
/// Interval ends are those of the index, not of its logarithm.
/// - Note: METHODS 5.2 and 5.3.
public struct IntervalEstimate: Sendable, Hashable {
  /// The index.
  public let index: Double
  /// Lower end; nil where too few replicates have a value.
  public let lower: Double?
  /// Upper end; nil where too few replicates have a value.
  public let upper: Double?
  /// Two-sided p-value of no change; nil where too few replicates have a value.
  public let pValue: Double?
  /// Mean error of the logarithm.
  public let bias: Double?
  /// Standard deviation of the errors of the logarithm.
  public let standardError: Double?
  /// The index without its bias.
  public let corrected: Double?
  /// Whether the corrected index is better than the index: bias² > 3 s².
  public let isBiasWorthCorrecting: Bool
  /// Share of the replicates that have a value.
  public let validShare: Double
  /// Number of units of the subsamples; nil for other methods.
  public let subsampleSize: Int?

  /// Interval of an estimate; nil where the data give no value.
  ///
  /// - Parameters:
  ///   - estimate: the logarithm with its errors.
  ///   - options: level, kind of interval and how many replicates must have a value.
  ///   - subsampleSize: number of units the errors come from, for the report.
  public init?(_ estimate: Estimate, _ options: IntervalOptions, subsampleSize: Int? = nil) {
    guard estimate.value.isFinite else { return nil }
    let errors = estimate.errors
    index = exp(estimate.value)
    validShare = errors.validShare
    self.subsampleSize = subsampleSize
    guard validShare >= options.leastValidShare, errors.errors.count >= 2 else {
      (lower, upper, pValue, bias, standardError, corrected) = (nil, nil, nil, nil, nil, nil)
      isBiasWorthCorrecting = false
      return
    }
    (lower, upper) = Self.ends(estimate, options)
    pValue = errors.pValue(of: estimate.value)
    bias = errors.bias
    standardError = errors.variance.squareRoot()
    corrected = exp(estimate.value - errors.bias)
    isBiasWorthCorrecting = errors.isBiasWorthCorrecting
  }

  private static func ends(
    _ estimate: Estimate, _ options: IntervalOptions
  ) -> (lower: Double, upper: Double) {
    let tail = (1 - options.level) / 2
    let errors = estimate.errors
    let (low, high) = (errors.quantile(tail), errors.quantile(1 - tail))
    switch options.type {
    case .basic: return (exp(estimate.value - high), exp(estimate.value - low))
    case .percentile: return (exp(estimate.value + low), exp(estimate.value + high))
    case .basicOnLevels:
      let center = exp(estimate.value) + exp(estimate.truth)
      return (center - exp(estimate.truth + high), center - exp(estimate.truth + low))
    }
  }
}

/// What intervals are made of.
public struct IntervalOptions: Sendable, Hashable {
  /// Two-sided level, between 0 and 1.
  public var level = 0.95
  /// Kind of interval.
  public var type = IntervalType.basic
  /// Share of the replicates that must have a value; below it there is no interval.
  public var leastValidShare = 0.95

  /// Default settings.
  public init() {}
}
