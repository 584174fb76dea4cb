/// How a solve ended.
public enum SolutionStatus: String, Sendable, Hashable, CaseIterable {
  /// Feasible and optimal within the tolerances.
  case optimal
  /// No feasible point; `ray` is a Farkas ray.
  case infeasible
  /// The objective falls without end; `ray` is a direction of descent.
  case unbounded
  /// The pivot limit was reached.
  case pivotLimit
  /// A check of the answer failed: residuals or the ray are worse than the tolerances.
  case numericallySuspect
}

/// Answer to a linear program; every number is in the program's own units.
public struct Solution: Sendable {
  /// How the solve ended.
  public let status: SolutionStatus
  /// c'x of `primal`; meaningful when optimal.
  public let objective: Double
  /// x, n values; the last iterate when not optimal.
  public let primal: [Double]
  /// y, m row duals of the last iterate; reduced costs are c − A'y.
  public let dual: [Double]
  /// Proof of infeasibility or unboundedness; otherwise nil.
  ///
  /// Infeasible: y with y'b > max { y'Ax : l ≤ x ≤ u }, m values. Unbounded: d with Ad = 0,
  /// c'd < 0 along which x stays within its bounds, n values.
  public let ray: [Double]?
  /// The last basis.
  public let basis: Basis
  /// Number of pivots, bound flips included.
  public let pivotCount: Int
}
