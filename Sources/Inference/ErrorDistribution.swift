/// Errors of an estimate in the replicates of a bootstrap, and what they say about it.
///
/// An error is e* = τ* − τ₀: what a replicate estimates less what is true in its world. All values are
/// logarithms. Replicates without a value are counted and left out.
/// - Note: METHODS 5.2.
public struct ErrorDistribution: Sendable {
  /// The errors, in increasing order.
  public let errors: [Double]
  /// Replicates without a value.
  public let missingCount: Int
  /// Mean error: the bias of the estimate.
  public let bias: Double
  /// Sample variance of the errors.
  public let variance: Double

  /// Distribution of the errors of all replicates; NaN where there is none.
  public init(_ all: some Sequence<Double>) {
    var found: [Double] = []
    var (count, sum) = (0, 0.0)
    for error in all {
      count += 1
      if error.isNaN { continue }
      found.append(error)
      sum += error
    }
    let mean = sum / Double(found.count)
    variance = found.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(found.count - 1)
    bias = mean
    missingCount = count - found.count
    found.sort()
    errors = found
  }

  /// Share of the replicates that have a value.
  public var validShare: Double {
    Double(errors.count) / Double(max(1, errors.count + missingCount))
  }

  /// The quantile at position (B + 1) p of the ordered errors, between neighbours in proportion; the least
  /// or largest error beyond them, NaN without any.
  ///
  /// - Note: definition 6 of Hyndman and Fan (1996).
  public func quantile(_ p: Double) -> Double {
    guard let least = errors.first, let largest = errors.last else { return .nan }
    let position = Double(errors.count + 1) * p
    if position <= 1 { return least }
    if position >= Double(errors.count) { return largest }
    let below = Int(position)
    return errors[below - 1] + (position - Double(below)) * (errors[below] - errors[below - 1])
  }

  /// Basic interval of an estimate: [τ̂ − q_{1−α/2}, τ̂ − q_{α/2}], α = 1 − level.
  public func interval(of estimate: Double, level: Double) -> (lower: Double, upper: Double) {
    let tail = (1 - level) / 2
    return (estimate - quantile(1 - tail), estimate - quantile(tail))
  }

  /// Two-sided p-value of τ = 0, where the world of the replicates is one in which that is so.
  public func pValue(of estimate: Double) -> Double {
    guard !errors.isEmpty, !estimate.isNaN else { return .nan }
    let above = errors.count { $0 >= estimate }
    let below = errors.count { $0 <= estimate }
    return min(1, 2 * Double(1 + min(above, below)) / Double(errors.count + 1))
  }

  /// Confidence that τ is above `value`: the share of the draws τ̂ − e* that are.
  public func confidence(that estimate: Double, exceeds value: Double) -> Double {
    guard !errors.isEmpty, !estimate.isNaN else { return .nan }
    return Double(errors.count { estimate - $0 > value }) / Double(errors.count)
  }

  /// Whether the estimate less its bias is worth reporting: bias² > 3 s².
  ///
  /// - Note: Simar and Wilson (2000): the corrected estimate has about four times the variance.
  public var isBiasWorthCorrecting: Bool { bias * bias > 3 * variance }
}
