internal import Glibc
public import Productivity

/// What replicates say about which input of a pair technical change saves.
public enum SavingEvidence: String, Sendable, Hashable, CaseIterable {
  /// The first input is saved.
  case saving
  /// The first input is used, so the second is saved.
  case using
  /// Neither can be ruled out at the level asked for.
  case notSignificant = "not significant"
  /// The mix of the two inputs did not move, or a value is missing: no index can tell.
  case undetermined
}

/// Confidence that technical change saves the first input of a pair against the second.
///
/// The share of the draws τ̂ − e* of the logarithm of IBTECH whose sign is against that of the change of the mix,
/// which is data. It is a confidence, not a probability of the hypothesis; and with more than two inputs one
/// index serves all pairs, so the rule itself is right for about two pairs in three only.
/// - Note: METHODS 3.1, 3.3 and 5.2; Weber and Domazlicky (1999).
public struct SavingConfidence: Sendable, Hashable {
  /// Share of the draws in which the first input is saved; NaN where undetermined.
  public let confidence: Double
  /// What it amounts to at the level asked for.
  public let evidence: SavingEvidence

  /// Confidence for one pair.
  ///
  /// - Parameters:
  ///   - estimate: ln IBTECH, of a unit or a mean, over a transition or a chain.
  ///   - errors: its errors.
  ///   - mixChange: Δ ln(x_a / x_b) of the same units over the same years.
  ///   - level: two-sided level, such as 0.95: "saving" from a confidence of 0.975 on.
  ///   - mixTolerance: largest |Δ| that is no change.
  public init(
    estimate: Double, errors: ErrorDistribution, mixChange: Double, level: Double = 0.95,
    mixTolerance: Double = ClassificationOptions().mixTolerance
  ) {
    guard abs(mixChange) > mixTolerance, !estimate.isNaN, !errors.errors.isEmpty else {
      (confidence, evidence) = (.nan, .undetermined)
      return
    }
    let draws = errors.errors.map { estimate - $0 }
    let saving = draws.count { mixChange > 0 ? $0 < 0 : $0 > 0 }
    let using = draws.count { mixChange > 0 ? $0 > 0 : $0 < 0 }
    let needed = (1 + level) / 2
    confidence = Double(saving) / Double(draws.count)
    let opposite = Double(using) / Double(draws.count)
    evidence =
      confidence >= needed ? .saving : opposite >= needed ? .using : .notSignificant
  }
}
