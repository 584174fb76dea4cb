import Glibc

/// Two different inputs whose relative use is judged; indices into the panel's inputs.
public struct FactorPair: Sendable, Hashable {
  /// The input a.
  public let first: Int
  /// The input b.
  public let second: Int

  /// Pair (a, b).
  public init(_ first: Int, _ second: Int) {
    self.first = first
    self.second = second
  }

  /// Pair (b, a).
  public var mirrored: FactorPair { FactorPair(second, first) }

  /// Every pair a < b of `inputCount` inputs.
  public static func all(inputCount: Int) -> [FactorPair] {
    (0..<inputCount).flatMap { a in (a + 1..<max(inputCount, a + 1)).map { FactorPair(a, $0) } }
  }
}

/// Why the bias of technical change within a pair cannot be told.
public enum UndeterminedBias: String, Sendable, Hashable {
  /// The ratio of the two inputs did not move, so no index can show a bias.
  case mixUnchanged = "mix unchanged"
  /// An input is zero, so the ratio has no logarithm.
  case mixUndefined = "mix undefined"
  /// The index of the bias is missing.
  case indexMissing = "index missing"
  /// The pair-isolated index is 1 to rounding: piecewise linear frontiers give exact ties.
  case tie
}

/// Direction in which technical change moved the relative use of two inputs.
public enum FactorBias: Sendable, Hashable {
  /// One input of the pair is saved and the other used.
  case saving(input: Int, using: Int)
  /// Technical change is neutral within the pair.
  case neutral
  /// The direction cannot be told.
  case undetermined(UndeterminedBias)

  /// The saved input, if one is.
  public var savedInput: Int? {
    if case .saving(let input, _) = self { input } else { nil }
  }

  /// The cell of a table: name of the saved input, "N" for neutral, "?" for undetermined.
  public func symbol(inputNames: [String]) -> String {
    switch self {
    case .saving(let input, _): inputNames[input]
    case .neutral: "N"
    case .undetermined: "?"
    }
  }
}

/// Index whose sign is read together with the change of the mix.
public enum BiasRule: String, Sendable, Hashable, CaseIterable {
  /// IBTECH (Weber and Domazlicky 1999): for more than two inputs one index serves all pairs, and
  /// the rule is right for about two pairs in three even with true distances (METHODS 3.3).
  case inputBias = "ibtech"
  /// IBTECH with the unit's own observations left out of the reference.
  case leaveOwnOut = "ibtech_loo"
  /// The index that moves the two inputs of the pair only (METHODS 3.4).
  case pairIsolated = "pib"
  /// The pair-isolated index with the unit's own observations left out of the reference.
  case pairIsolatedLeaveOwnOut = "pib_loo"

  /// Whether the index belongs to one pair only.
  public var isPairIsolated: Bool { self == .pairIsolated || self == .pairIsolatedLeaveOwnOut }
}

/// How near to 1 an index of bias is still called neutral.
public enum NeutralBand: Sendable, Hashable {
  /// Within ``ClassificationOptions/neutralTolerance``.
  case numerical
  /// When the index rounds to 1 at this number of decimals, 0 to 15: the rule of a printed table.
  case printed(decimals: Int)
}

/// Settings of the classification of factor biases.
public struct ClassificationOptions: Sendable, Hashable {
  /// Largest |ln index| called neutral.
  ///
  /// Four certified distances of relative width 1e-9 move it by 2e-9 at most, so rounding never
  /// makes a bias; a wider value would hide small ones.
  public var neutralTolerance = 1e-6
  /// Largest |Δ ln(a/b)| called no change of the mix: below it the sign is that of rounding in the
  /// data.
  public var mixTolerance = 1e-6
  /// What is called neutral beyond `neutralTolerance`.
  public var band = NeutralBand.numerical

  /// Default settings.
  public init() {}

  package var isValid: Bool {
    let bandIsValid =
      if case .printed(let decimals) = band { (0...15).contains(decimals) } else { true }
    return neutralTolerance >= 0 && neutralTolerance.isFinite && mixTolerance >= 0
      && mixTolerance.isFinite && bandIsValid
  }
}

/// The rule of Weber and Domazlicky (1999).
///
/// With τ = ln of the index and Δ = change of ln(a/b), s = sign(τ) · sign(Δ): for s = +1 technical
/// change uses a and saves b, for s = −1 it saves a and uses b.
/// - Note: METHODS 3.1 and 3.2.
package struct FactorBiasRule: Sendable {
  package let options: ClassificationOptions

  package init(_ options: ClassificationOptions) { self.options = options }

  /// Class of a pair from τ and Δ of one comparison; nil where one of them is missing.
  package func bias(
    of pair: FactorPair, logIndex: Double?, mixChange: Double?, rule: BiasRule
  ) -> FactorBias {
    let direction = mixChange.map { sign(ofMixChange: $0) }
    guard direction != 0 else { return .undetermined(.mixUnchanged) }
    guard let logIndex else { return .undetermined(.indexMissing) }
    guard let direction else { return .undetermined(.mixUndefined) }
    return bias(
      of: pair, signedLogIndex: direction * logIndex, shownLogIndex: logIndex, rule: rule)
  }

  /// Class of a pair from S = Σ τ_t · sign(Δ_t) over the steps of a period.
  package func bias(
    of pair: FactorPair, steps: [(logIndex: Double?, mixChange: Double?)], rule: BiasRule
  ) -> FactorBias {
    var sum = 0.0
    var moved = false
    for step in steps {
      guard let logIndex = step.logIndex else { return .undetermined(.indexMissing) }
      guard let mixChange = step.mixChange else { return .undetermined(.mixUndefined) }
      let direction = sign(ofMixChange: mixChange)
      if direction != 0 { moved = true }
      sum += direction * logIndex
    }
    guard moved else { return .undetermined(.mixUnchanged) }
    return bias(of: pair, signedLogIndex: sum, shownLogIndex: abs(sum), rule: rule)
  }

  private func bias(
    of pair: FactorPair, signedLogIndex: Double, shownLogIndex: Double, rule: BiasRule
  ) -> FactorBias {
    if abs(signedLogIndex) <= options.neutralTolerance {
      return rule.isPairIsolated ? .undetermined(.tie) : .neutral
    }
    if case .printed(let decimals) = options.band {
      let scale = pow(10, Double(decimals))
      if (exp(shownLogIndex) * scale).rounded() == scale { return .neutral }
    }
    return signedLogIndex > 0
      ? .saving(input: pair.second, using: pair.first)
      : .saving(input: pair.first, using: pair.second)
  }

  /// −1, 0 or +1.
  private func sign(ofMixChange change: Double) -> Double {
    abs(change) <= options.mixTolerance ? 0 : change > 0 ? 1 : -1
  }
}
