/// A Farrell measure with the interval that certainly holds the exact one.
///
/// Input orientation: θ, at most 1 inside the technology. Output orientation: φ, at least 1 inside.
public struct FarrellScore: Sendable, Hashable {
  /// The measure, inside [lower, upper].
  public let value: Double
  /// Certified lower bound L.
  public let lower: Double
  /// Certified upper bound U.
  public let upper: Double

  /// Score with its bounds, lower ≤ value ≤ upper.
  public init(value: Double, lower: Double, upper: Double) {
    self.value = value
    self.lower = lower
    self.upper = upper
  }

  /// (U − L) / U, the relative width of the interval; 0 when both are 0.
  public var relativeWidth: Double { upper == lower ? 0 : (upper - lower) / upper }

  /// The same measure in Shephard's convention: the reciprocal, bounds rounded outwards.
  public var shephard: ShephardDistance {
    ShephardDistance(
      value: 1 / value, lower: Self.reciprocal(upper).nextDown,
      upper: Self.reciprocal(lower).nextUp)
  }

  private static func reciprocal(_ bound: Double) -> Double { bound > 0 ? 1 / bound : .infinity }
}

/// A Shephard distance with the interval that certainly holds the exact one.
///
/// Input distance D(y, x) = max { δ : (x / δ, y) ∈ T }, at least 1 inside the technology; output
/// distance D(x, y) = min { δ : (x, y / δ) ∈ T }, at most 1 inside.
/// - Note: Shephard (1953); notation of Färe, Grosskopf and Lovell (1994).
public struct ShephardDistance: Sendable, Hashable {
  /// The distance, inside [lower, upper].
  public let value: Double
  /// Certified lower bound.
  public let lower: Double
  /// Certified upper bound.
  public let upper: Double

  /// Distance with its bounds, lower ≤ value ≤ upper.
  public init(value: Double, lower: Double, upper: Double) {
    self.value = value
    self.lower = lower
    self.upper = upper
  }
}

/// What is known about a score.
public enum ScoreStatus: String, Sendable, Hashable, CaseIterable {
  /// The interval is narrower than the required width.
  case certified
  /// As `certified`, after the rescue path.
  case refined
  /// There is a score, but its interval stayed wider than required.
  case uncertified
  /// No scaling of the point lies in the technology; a Farkas certificate was verified.
  case infeasible
  /// The point can be scaled without end: the distance is not comparable (METHODS 1.5).
  case unbounded
  /// The solver stopped without an answer.
  case failed
}

/// Distance of one point to one technology.
public struct DistanceResult: Sendable, Hashable {
  /// What is known about the score.
  public let status: ScoreStatus
  /// The measure; nil unless the status is certified, refined or uncertified.
  public let farrell: FarrellScore?
  /// True where an input multiplier is zero: the projection uses free disposal of that input and so
  /// extrapolates beyond the observed mixes (METHODS 2.8).
  public let extrapolatesInputs: Bool
  /// Number of simplex pivots spent on it.
  public let pivotCount: Int

  /// The distance in Shephard's convention.
  public var shephard: ShephardDistance? { farrell?.shephard }

  /// Result with a status, a measure where there is one, and the support flag.
  public init(
    status: ScoreStatus, farrell: FarrellScore?, extrapolatesInputs: Bool = false,
    pivotCount: Int = 0
  ) {
    self.pivotCount = pivotCount
    self.status = status
    self.farrell = farrell
    self.extrapolatesInputs = extrapolatesInputs
  }
}

/// One question to a technology.
public struct DistanceQuery: Sendable, Hashable {
  /// The point to measure.
  public let point: Point
  /// Direction of the measure.
  public let orientation: Orientation
  /// Label whose reference observations are left out of the technology, if any.
  public let leavingOut: Int?

  /// Distance query for a point, by default against the whole technology.
  public init(point: Point, orientation: Orientation, leavingOut: Int? = nil) {
    self.point = point
    self.orientation = orientation
    self.leavingOut = leavingOut
  }
}

/// Questions to one technology.
public struct DistanceBatch: Sendable {
  /// The technology.
  public let technology: Technology
  /// The questions, answered in this order.
  public let queries: [DistanceQuery]

  /// Batch of questions to one technology.
  public init(technology: Technology, queries: [DistanceQuery]) {
    self.technology = technology
    self.queries = queries
  }
}
