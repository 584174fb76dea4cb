/// Whether technical change saves the input of a pair whose relative price rose.
///
/// π = Δ ln(p_a / p_b): π > 0 with a saved, and π < 0 with a used, are consistent with induced
/// innovation (Hicks 1932).
/// - Note: METHODS 3.7.
public enum InducedInnovation: String, Sendable, Hashable, CaseIterable {
  /// The input that became dearer is saved.
  case consistent = "yes"
  /// The input that became dearer is used.
  case inconsistent = "no"
  /// No input is saved, or the relative price is not known or did not move.
  case undetermined = "?"

  /// Largest |π| that is no change: below it the sign is that of rounding in the data.
  public static let priceTolerance = 1e-6

  /// Verdict on one comparison.
  ///
  /// - Parameters:
  ///   - pair: the pair (a, b).
  ///   - bias: which of the two is saved.
  ///   - priceChange: π; nil where it is not known.
  public init(pair: FactorPair, bias: FactorBias, priceChange: Double?) {
    guard let saved = bias.savedInput, let priceChange,
      priceChange.magnitude > Self.priceTolerance
    else {
      self = .undetermined
      return
    }
    self = (priceChange > 0) == (saved == pair.first) ? .consistent : .inconsistent
  }
}

/// How many units are consistent with induced innovation, against the toss of a coin.
///
/// The test takes units for independent, which one frontier for all of them does not make them.
public struct InducedInnovationTest: Sendable, Hashable {
  /// Units whose verdict is "yes".
  public let consistentCount: Int
  /// Units whose verdict is "yes" or "no".
  public let decidedCount: Int

  /// Count of some verdicts.
  public init(_ verdicts: [InducedInnovation]) {
    consistentCount = verdicts.count { $0 == .consistent }
    decidedCount = verdicts.count { $0 != .undetermined }
  }

  /// Share of the decided units that are consistent; nil without any.
  public var share: Double? {
    decidedCount == 0 ? nil : Double(consistentCount) / Double(decidedCount)
  }

  /// Exact two-sided p-value of the share ½; nil without a decided unit.
  public var pValue: Double? {
    decidedCount == 0 ? nil : FairCoin.pValue(heads: consistentCount, of: decidedCount)
  }
}

/// Binomial distribution with probability ½.
package enum FairCoin {
  /// Exact two-sided p-value of a number of heads, min(1, 2 P(X ≥ max(k, n − k))).
  ///
  /// The distribution is symmetric, so the doubled tail is also the probability of all outcomes that are
  /// no more probable than the one seen.
  package static func pValue(heads: Int, of count: Int) -> Double {
    precondition(0 <= heads && heads <= count, "\(heads) of \(count)")
    let most = max(heads, count - heads)
    guard 2 * most > count else { return 1 }
    // C(n, k) / 2ⁿ as mantissa and exponent, since it may be far below the smallest double.
    var (mantissa, exponent) = (1.0, -count)
    for i in 0..<count - most {
      mantissa *= Double(count - i) / Double(i + 1)
      exponent += Int(mantissa.exponent)
      mantissa = mantissa.significand
    }
    var (term, sum) = (1.0, 1.0)  // relative to the first
    for k in most..<count {
      term *= Double(count - k) / Double(k + 1)
      sum += term
    }
    return min(1, 2 * Double(sign: .plus, exponent: exponent, significand: mantissa * sum))
  }
}
