/// What is known about one measure: a rigorous interval, and the solution it came from.
struct Measurement {
  var status = ScoreStatus.failed
  var lower = 0.0
  var upper = Double.infinity
  /// Whether some point of the ray was proved to lie in the technology.
  var isReached = false
  /// θ or φ as the solver computed it.
  var value = Double.nan
  var multipliers: Multipliers?
  var intensities: [Intensity] = []
  var pivotCount = 0

  /// (U − L) / U; infinite while there is no upper bound.
  var relativeWidth: Double {
    if upper == lower { return 0 }
    return upper.isFinite ? (upper - lower) / upper : .infinity
  }

  /// Whether another solve would not say more.
  func isSharp(_ options: FrontierOptions) -> Bool {
    switch status {
    case .failed, .uncertified: false
    case .certified, .refined: relativeWidth <= options.sharpWidth
    case .infeasible, .unbounded: true
    }
  }

  /// Keeps the better of two valid bounds on each side.
  mutating func narrow(lower newLower: Double, upper newUpper: Double) {
    lower = max(lower, newLower)
    upper = min(upper, newUpper)
  }

  /// Measure whose interval is [lower, upper].
  ///
  /// The value shown is the solver's if it lies in the interval, else the nearest end; and 1 if 1
  /// lies in the interval, since nothing then tells the point from a frontier point.
  func score() -> FarrellScore? {
    guard lower <= upper, upper.isFinite, !value.isNaN else { return nil }
    let holdsOne = lower <= 1 && upper >= 1
    return FarrellScore(
      value: holdsOne ? 1 : min(max(value, lower), upper), lower: lower, upper: upper)
  }
}
