internal import DenseKernels
internal import Frontier
internal import Glibc
public import Productivity

/// Number of units that save the first input of a pair over a span, with its interval.
///
/// A unit saves where its draw τ̂ − e* has the sign against that of its change of the mix. All units of a
/// replicate are counted together, so the interval respects that their errors are not independent.
public struct SavingCount: Sendable, Hashable {
  /// Units by class at the level asked for.
  public let evidence: [SavingEvidence: Int]
  /// Units that save by their estimates alone.
  public let estimate: Int
  /// Lower end of the interval of that number; nil where no replicate is complete.
  public let lower: Double?
  /// Upper end of the interval; nil where no replicate is complete.
  public let upper: Double?
}

extension IndexStudyResults {
  /// Change of ln(x_a / x_b) of a unit, or its mean over a group's units, over a span; nil where a unit is not
  /// observed at both ends.
  public func mixChange(_ pair: FactorPair, of subject: Subject, over span: Transition) -> Double? {
    switch subject {
    case .unit(let unit): return unitMixChange(pair, unit, span)
    case .group(let group):
      let window = try? Window(study.panel, over: span)
      let units = window?.positions(of: study.groups[group]).compactMap { window?.units[$0] } ?? []
      let changes = units.compactMap { unitMixChange(pair, $0, span) }
      return changes.isEmpty ? nil : changes.reduce(0, +) / Double(changes.count)
    }
  }

  private func unitMixChange(_ pair: FactorPair, _ unit: Int, _ span: Transition) -> Double? {
    guard let before = study.panel.observation(unit: unit, period: span.from),
      let after = study.panel.observation(unit: unit, period: span.to)
    else { return nil }
    let inputs = study.panel.inputs
    let change =
      log(inputs[after, pair.first] / inputs[before, pair.first])
      - log(inputs[after, pair.second] / inputs[before, pair.second])
    return change.isFinite ? change : nil
  }

  /// Confidence that technical change saves the first input of a pair; nil where the subject is not observed
  /// throughout, or there is one input only.
  public func saving(
    _ pair: FactorPair, of subject: Subject, over span: Transition, by method: InferenceMethod
  ) -> SavingConfidence? {
    guard let mix = mixChange(pair, of: subject, over: span),
      let found = estimate(.inputBias, of: subject, over: span, by: method)
    else { return nil }
    return SavingConfidence(
      estimate: found.errors.validShare >= intervals.leastValidShare ? found.value : .nan,
      errors: found.errors, mixChange: mix, level: intervals.level)
  }

  /// Number of a group's units that save the first input of a pair.
  public func savingCount(
    _ pair: FactorPair, ofGroup group: Int, over span: Transition, by method: InferenceMethod
  ) -> SavingCount {
    var evidence: [SavingEvidence: Int] = [:]
    var estimate = 0
    var draws: [Double] = []  // number of saving units in each replicate, NaN where one is missing
    for unit in study.groups[group] {
      guard let mix = mixChange(pair, of: .unit(unit), over: span),
        let found = saving(pair, of: .unit(unit), over: span, by: method),
        let ordered = orderedEstimate(.inputBias, of: .unit(unit), over: span, by: method)
      else { continue }
      evidence[found.evidence, default: 0] += 1
      if found.evidence == .undetermined { continue }
      if ordered.value * mix < 0 { estimate += 1 }
      if draws.isEmpty { draws = [Double](repeating: 0, count: ordered.errors.count) }
      for (replicate, error) in ordered.errors.enumerated() {
        draws[replicate] += error.isNaN ? .nan : (ordered.value - error) * mix < 0 ? 1 : 0
      }
    }
    let counts = ErrorDistribution(draws)
    let tail = (1 - intervals.level) / 2
    let hasDraws = !counts.errors.isEmpty
    return SavingCount(
      evidence: evidence, estimate: estimate, lower: hasDraws ? counts.quantile(tail) : nil,
      upper: hasDraws ? counts.quantile(1 - tail) : nil)
  }
}
