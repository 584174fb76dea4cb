import DenseKernels
import Frontier
import Glibc

/// Bias of one pair of inputs in one unit's transition.
public struct PairBias: Sendable, Hashable {
  /// The pair (a, b).
  public let pair: FactorPair
  /// Δ, change of ln(a/b); nil where an input is zero or not observed.
  public let mixChange: Double?
  /// The index of each rule; absent where missing.
  public let indices: [BiasRule: Double]
  /// The class by each rule.
  public let calls: [BiasRule: FactorBias]

  /// τ, the logarithm of the index of a rule.
  public func logIndex(_ rule: BiasRule) -> Double? { indices[rule].map { log($0) } }

  package init(
    pair: FactorPair, mixChange: Double?, indices: [BiasRule: Double], rules: [BiasRule],
    classifier: FactorBiasRule
  ) {
    self.pair = pair
    self.mixChange = mixChange
    self.indices = indices
    var calls: [BiasRule: FactorBias] = [:]
    for rule in rules {
      calls[rule] = classifier.bias(
        of: pair, logIndex: indices[rule].map { log($0) }, mixChange: mixChange, rule: rule)
    }
    self.calls = calls
  }
}

/// Bias of one pair over the steps of a period, for one unit or for the average of units.
///
/// - Note: METHODS 3.5.
public struct PeriodBias: Sendable, Hashable {
  /// The pair (a, b).
  public let pair: FactorPair
  /// The index that was read.
  public let rule: BiasRule
  /// Σ τ_t, the logarithm of the chained index; nil if a step is missing.
  public let logIndex: Double?
  /// Δ between the first and the last period; nil if a step is missing.
  public let mixChange: Double?
  /// Class from Σ τ_t and the change of the mix between the ends: the default.
  public let chain: FactorBias
  /// Class from Σ τ_t · sign(Δ_t), consistent with the annual calls.
  public let signedSum: FactorBias
  /// Class from the direct comparison of the ends.
  public let endPoints: FactorBias

  /// Whether the chain and the signed sum agree.
  public var agrees: Bool { chain == signedSum }

  package init(
    pair: FactorPair, rule: BiasRule, steps: [(logIndex: Double?, mixChange: Double?)],
    endPoints: (logIndex: Double?, mixChange: Double?), classifier: FactorBiasRule
  ) {
    self.pair = pair
    self.rule = rule
    logIndex = Self.sum(steps.map(\.logIndex))
    mixChange = Self.sum(steps.map(\.mixChange))
    chain = classifier.bias(of: pair, logIndex: logIndex, mixChange: mixChange, rule: rule)
    signedSum = classifier.bias(of: pair, steps: steps, rule: rule)
    self.endPoints = classifier.bias(
      of: pair, logIndex: endPoints.logIndex, mixChange: endPoints.mixChange, rule: rule)
  }

  private static func sum(_ values: [Double?]) -> Double? {
    var sum = 0.0
    for value in values {
      guard let value else { return nil }
      sum += value
    }
    return sum
  }
}

extension Panel {
  /// Δ = change of ln(a/b) of one unit; nil where an input is zero or not observed.
  package func mixChange(of pair: FactorPair, unit: Int, over transition: Transition) -> Double? {
    guard
      let before = observation(unit: unit, period: transition.from),
      let after = observation(unit: unit, period: transition.to)
    else { return nil }
    let change =
      log(inputs[after, pair.first] / inputs[after, pair.second])
      - log(inputs[before, pair.first] / inputs[before, pair.second])
    return change.isFinite ? change : nil
  }
}
