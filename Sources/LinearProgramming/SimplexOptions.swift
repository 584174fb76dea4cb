/// Settings of the simplex method; tolerances are absolute on equilibrated data with a right-hand
/// side of size 1.
public struct SimplexOptions: Sendable, Hashable {
  /// Which simplex method to run.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// Dual from a dual feasible basis, otherwise primal.
    case automatic
    /// Primal: phase 1 on the sum of infeasibilities, then phase 2.
    case primal
    /// Dual, with costs shifted where the start is not dual feasible, then primal on true costs.
    case dual
  }

  /// Which method to run.
  public var method = Method.automatic
  /// Largest violation of a bound still called feasible.
  ///
  /// Looser lets wrong bases pass as optimal; tighter stalls on rounding.
  public var feasibilityTolerance = 1e-9
  /// Largest reduced cost of the wrong sign still called optimal.
  ///
  /// It guards as the one above does.
  public var optimalityTolerance = 1e-9
  /// Smallest pivot element accepted; smaller ones blow up the inverse (ENGINE section 7).
  public var pivotTolerance = 1e-7
  /// Slack granted to the step by the first pass of Harris' ratio test, so that the second pass
  /// may choose the largest pivot among near ties.
  public var harrisSlack = 1e-10
  /// Pivots between two inversions of the basis from its columns; bounds the drift of the updates.
  public var refactorInterval = 50
  /// Pivots without progress after which Bland's rule takes over until there is progress again.
  public var stallLimit = 50
  /// How often the sum of infeasibilities may rise, by more than `harrisSlack`, in the primal method
  /// before it gives up.
  ///
  /// In exact arithmetic it never rises. Rows passed over because their pivot is below the tolerance
  /// can raise it by turns without end.
  public var relapseLimit = 50
  /// Whether to use Bland's rule from the first pivot.
  public var alwaysBland = false
  /// Whether to equilibrate rows and columns by powers of two.
  public var scaling = true
  /// Rounds of iterative refinement of the final x and y, residuals in twice the precision.
  public var refinementRounds = 0
  /// Largest number of pivots; nil means 50 · (m + n) + 1000.
  public var pivotLimit: Int?

  /// Default settings.
  public init() {}
}
