public import Frontier

/// How units are averaged.
public enum MeanWeighting: String, Sendable, Hashable, CaseIterable {
  /// Every unit counts the same.
  case unweighted
  /// A unit counts by the mean of its shares of output in t and t+1. One output only: with several
  /// there is no share without prices.
  case outputShares = "output-shares"
}

/// What a Malmquist analysis computes; the defaults are those of METHODS 0.
public struct MalmquistOptions: Sendable, Hashable {
  /// Returns to scale of the technologies.
  public var returnsToScale = ReturnsToScale.constant
  /// Direction of the distances; with constant returns every index is the same in both.
  public var orientation = Orientation.input
  /// Which observations span the technology of a period.
  ///
  /// With `global` there is no pair of technologies to compare, so no bias, and `convention`,
  /// `leaveOwnOut`, `pairIsolated` and `pairs` are not used.
  public var reference = ReferencePolicy.contemporaneous
  /// Whether a transition's technologies use only units observed in both its periods.
  public var balancedReference = false
  /// Technology of the index itself.
  ///
  /// The biases are defined for the geometric mean; with another base they are not computed.
  public var base = IndexBase.geometricMean
  /// Path of the bias decomposition.
  public var convention = BiasConvention.newInputs
  /// Whether to add the biases with the unit's own observations left out of the reference.
  ///
  /// Ordinary ones are biased upwards (METHODS 2.8).
  public var leaveOwnOut = true
  /// Whether to split efficiency change into pure efficiency and scale.
  public var scaleDecomposition = false
  /// Whether to add the index that moves the two inputs of a pair only.
  public var pairIsolated = false
  /// Relative slack of the output level that the pair-isolated index keeps.
  ///
  /// The default is the largest width of a certified distance; a smaller one could make levels that
  /// are reached by equality infeasible. It moves the logarithm of the index by the slack over the
  /// pair's share in the value of inputs (3 % were seen: 1e-9 becomes 3e-8), so it must stay far
  /// below the tolerance of neutrality.
  public var pairIsolatedSlack = 1e-9
  /// Pairs of inputs to classify; nil for all.
  public var pairs: [FactorPair]?
  /// Periods to chain over, beside "overall".
  public var periods: [NamedPeriod] = []
  /// How units are averaged.
  public var weighting = MeanWeighting.unweighted
  /// Settings of the classification of factor biases.
  public var classification = ClassificationOptions()
  /// Smallest |ln MI| of which contributions are given as shares; below it a share divides by
  /// almost nothing, and only log points are given.
  public var contributionThreshold = 1e-4

  /// Default settings.
  public init() {}

  /// Whether technical change is split into magnitude and biases.
  public var hasBias: Bool { reference != .global && base == .geometricMean }
}

/// Why an analysis cannot be made.
public enum MalmquistError: Error, Sendable, Hashable {
  /// An index compares two periods, and the panel has fewer.
  case tooFewPeriods(found: Int)
  /// A named period is not usable.
  case period(PeriodError)
  /// A pair is not two different inputs of the panel.
  case invalidPair(FactorPair, inputCount: Int)
  /// The scale decomposition starts from constant returns to scale.
  case scaleDecompositionNeedsConstantReturns(found: ReturnsToScale)
  /// The pair-isolated index is defined for constant returns to scale.
  case pairIsolatedNeedsConstantReturns(found: ReturnsToScale)
  /// The pooled technology of all periods cannot be restricted to the units of one transition.
  case globalReferenceIsNotBalanced
  /// Output shares are not defined for several outputs.
  case outputSharesNeedOneOutput(found: Int)
  /// A tolerance is negative or not finite, or a number of decimals is not 0 to 15.
  case invalidClassification(ClassificationOptions)
  /// The slack of the pair-isolated index is not at least 0 and below 1.
  case invalidPairIsolatedSlack(Double)
  /// The threshold of contributions is negative or not finite.
  case invalidContributionThreshold(Double)
  /// The work was stopped before its end.
  case cancelled
}

extension MalmquistOptions {
  /// Checks the options against a panel.
  package func validate(for panel: Panel) throws(MalmquistError) {
    guard panel.periods.count >= 2 else { throw .tooFewPeriods(found: panel.periods.count) }
    if scaleDecomposition && returnsToScale != .constant {
      throw .scaleDecompositionNeedsConstantReturns(found: returnsToScale)
    }
    if hasBias && pairIsolated && returnsToScale != .constant {
      throw .pairIsolatedNeedsConstantReturns(found: returnsToScale)
    }
    if reference == .global && balancedReference { throw .globalReferenceIsNotBalanced }
    if weighting == .outputShares && panel.outputNames.count != 1 {
      throw .outputSharesNeedOneOutput(found: panel.outputNames.count)
    }
    let inputs = panel.inputNames.indices
    for pair in pairs ?? []
    where pair.first == pair.second || !inputs.contains(pair.first)
      || !inputs.contains(pair.second)
    {
      throw .invalidPair(pair, inputCount: inputs.count)
    }
    guard classification.isValid else { throw .invalidClassification(classification) }
    guard pairIsolatedSlack >= 0, pairIsolatedSlack < 1 else {
      throw .invalidPairIsolatedSlack(pairIsolatedSlack)
    }
    guard contributionThreshold >= 0, contributionThreshold.isFinite else {
      throw .invalidContributionThreshold(contributionThreshold)
    }
  }

  /// The pairs to classify: none without a bias decomposition.
  package func pairs(inputCount: Int) -> [FactorPair] {
    hasBias ? pairs ?? FactorPair.all(inputCount: inputCount) : []
  }

  /// The rules by which pairs are classified.
  package var rules: [BiasRule] {
    guard hasBias else { return [] }
    return BiasRule.allCases.filter { rule in
      switch rule {
      case .inputBias: true
      case .leaveOwnOut: leaveOwnOut
      case .pairIsolated: pairIsolated
      case .pairIsolatedLeaveOwnOut: pairIsolated && leaveOwnOut
      }
    }
  }

  /// Variants of the technologies against which biases are computed.
  package var biasVariants: [DistanceTerm.Variant] {
    leaveOwnOut ? [.ordinary, .leaveOwnOut] : [.ordinary]
  }

  /// Distances per unit and transition, ordinary ones first.
  package var terms: [DistanceTerm] {
    var terms = reference == .global ? GlobalMalmquistIndex.terms : MalmquistIndex.terms(base: base)
    if scaleDecomposition { terms += ScaleDecomposition.terms }
    if hasBias {
      for variant in biasVariants {
        terms += BiasedTechnicalChange.terms(convention, variant: variant)
      }
    }
    var seen: Set<DistanceTerm> = []
    return terms.filter { seen.insert($0).inserted }
  }

  /// Components of every row, averaged together.
  package var components: [IndexComponent] {
    if reference == .global {
      return [.productivityChange, .efficiencyChange, .bestPracticeChange] + scaleComponents
    }
    return [.productivityChange, .efficiencyChange, .technicalChange] + scaleComponents
      + (hasBias ? [.magnitude, .outputBias, .inputBias] : [])
  }

  /// Components averaged together when own observations are left out; nil when they are not.
  package var leaveOwnOutComponents: [IndexComponent]? {
    guard hasBias && leaveOwnOut else { return nil }
    return [
      .productivityChange, .efficiencyChange, .technicalChange, .magnitudeLeaveOwnOut,
      .outputBiasLeaveOwnOut, .inputBiasLeaveOwnOut,
    ]
  }

  private var scaleComponents: [IndexComponent] {
    scaleDecomposition ? [.pureEfficiencyChange, .scaleEfficiencyChange] : []
  }
}
