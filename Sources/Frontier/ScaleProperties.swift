/// Which returns to scale hold locally at the frontier point of an observation.
public enum ReturnsToScaleClass: String, Sendable, Hashable {
  /// Scores under constant and variable returns agree.
  case constant
  /// The scores under variable and non-increasing returns agree: the unit is too large.
  case decreasing
  /// They do not: the unit is too small.
  case increasing
}

/// Scale efficiency of a point and the returns to scale it works under.
public struct ScaleProperties: Sendable, Hashable {
  /// Score under constant over score under variable returns, as Shephard output or inverse Shephard
  /// input distances: in (0, 1], 1 where scale is optimal.
  public let efficiency: Double
  /// Local returns to scale.
  public let returnsToScale: ReturnsToScaleClass

  /// Properties from the scores of one point under three returns to scale; nil where one is missing.
  ///
  /// Two scores agree when their intervals, widened by `tolerance`, meet.
  /// - Note: Färe, Grosskopf and Lovell (1985): the comparison with non-increasing returns.
  public init?(
    constant: DistanceResult, variable: DistanceResult, nonIncreasing: DistanceResult,
    orientation: Orientation, tolerance: Double = FrontierOptions().efficiencyTolerance
  ) {
    guard let c = constant.farrell, let v = variable.farrell, let n = nonIncreasing.farrell else {
      return nil
    }
    func agree(_ a: FarrellScore, _ b: FarrellScore) -> Bool {
      a.lower <= b.upper * (1 + tolerance) && b.lower <= a.upper * (1 + tolerance)
    }
    let ratio = orientation == .input ? c.value / v.value : v.value / c.value
    efficiency = agree(c, v) ? 1 : min(1, ratio)
    if agree(c, v) {
      returnsToScale = .constant
    } else {
      returnsToScale = agree(n, v) ? .decreasing : .increasing
    }
  }
}
