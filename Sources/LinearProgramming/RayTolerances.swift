/// What an answer to a ray must satisfy; all numbers are relative and of data of size about 1.
package struct RayTolerances: Sendable {
  /// Least weight, relative to the largest, that counts as not negative.
  ///
  /// Looser lets points beyond a facet pass; tighter pivots on rounding.
  package var feasibility = 1e-12
  /// Largest |b + t a − Σ weights · generators| relative to the sum of its terms.
  ///
  /// More means that the inverse has drifted from the generators.
  package var primalResidual = 1e-11
  /// Largest violation N·g ≥ 0 of a generator relative to Σ|N_c|, likewise.
  package var dualResidual = 1e-11
  /// Slack granted to the step by the first pass of Harris' ratio test; must stay below what
  /// `dualResidual` allows.
  package var harrisSlack = 1e-12
  /// Smallest pivot element accepted; smaller ones blow up the inverse (ENGINE section 7).
  package var pivot = 1e-8
  /// Smallest pivot element relative to Σ|R_leaving| that single precision may choose.
  package var floatPivot = 1e-5
  /// Least N·a relative to the sum of its terms that is told from zero.
  package var slope = 1e-11
  /// Least −(N·b) relative to Σ|N_c| (1 + |b_c|) by which a facet with N·a = 0 proves that a ray never enters
  /// the cone.
  ///
  /// If it did, −(N·b) would be at most the largest violation times the sum of weights, and weights are of
  /// size 1 + |b_c|: this is a hundred times what `dualResidual` could excuse.
  package var horizon = 1e-9
  /// Components of a normal smaller than this beside the largest are rounding.
  package var roundingLevel = 1e-14
  /// Pivots between two inversions from the generators; bounds the drift of the updates.
  package var refactorInterval = 50
  /// Pivots after which a ray is left to the robust path.
  package var pivotLimit = 200

  /// Default tolerances.
  package init() {}
}
