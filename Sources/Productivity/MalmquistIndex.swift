import Frontier

/// Technology against which the Malmquist index compares the two observations.
public enum IndexBase: String, Sendable, Hashable, CaseIterable {
  /// Geometric mean of the indices against t and t+1 (Färe, Grosskopf, Lindgren, Roos 1992).
  case geometricMean = "geometric-mean"
  /// The technology of t.
  case from
  /// The technology of t+1.
  case to
}

/// Malmquist productivity index of one unit over one transition with its two components.
///
/// All are above 1 for an improvement, in both orientations; a value is nil where a distance is
/// missing. With d Shephard's output distance, or the reciprocal of his input distance:
///
///     MI    = { [d^t(t+1) / d^t(t)] · [d^{t+1}(t+1) / d^{t+1}(t)] }^{1/2}
///     EFFCH = d^{t+1}(t+1) / d^t(t)
///     TECH  = (A_t · A_{t+1})^{1/2}
///
/// - Note: formula (4) of METHODS; Färe, Grosskopf, Norris and Zhang (1994).
public struct MalmquistIndex: Sendable, Hashable {
  /// MI, productivity change.
  public let productivityChange: Double?
  /// EFFCH, efficiency change.
  public let efficiencyChange: Double?
  /// TECH, technical change.
  public let technicalChange: Double?

  /// Distances that the index is made of.
  package static func terms(base: IndexBase) -> [DistanceTerm] {
    var terms = [
      DistanceTerm(base: .from, observed: .from), DistanceTerm(base: .to, observed: .to),
    ]
    if base != .to { terms.append(DistanceTerm(base: .from, observed: .to)) }
    if base != .from { terms.append(DistanceTerm(base: .to, observed: .from)) }
    return terms
  }

  package init(_ d: TransitionDistances, base: IndexBase) {
    efficiencyChange = try? Self.efficiencyChange(d)
    switch base {
    case .geometricMean:
      productivityChange = try? Self.productivityChange(d)
      technicalChange = try? Self.technicalChange(d)
    case .from:
      productivityChange = try? Self.growth(d, base: .from)
      technicalChange = try? d.shift(observed: .to)
    case .to:
      productivityChange = try? Self.growth(d, base: .to)
      technicalChange = try? d.shift(observed: .from)
    }
  }

  /// d^s(t+1) / d^s(t) for one technology s.
  package static func growth(
    _ d: TransitionDistances, base: DistanceTerm.Base
  ) throws(MissingReason) -> Double {
    let before = try d[base: base, observed: .from]
    let after = try d[base: base, observed: .to]
    return after / before
  }

  /// EFFCH.
  package static func efficiencyChange(_ d: TransitionDistances) throws(MissingReason) -> Double {
    let before = try d[base: .from, observed: .from]
    let after = try d[base: .to, observed: .to]
    return after / before
  }

  private static func productivityChange(
    _ d: TransitionDistances
  ) throws(MissingReason) -> Double {
    let againstFirst = try growth(d, base: .from)
    let againstLast = try growth(d, base: .to)
    return (againstFirst * againstLast).squareRoot()
  }

  private static func technicalChange(_ d: TransitionDistances) throws(MissingReason) -> Double {
    let atFirst = try d.shift(observed: .from)
    let atLast = try d.shift(observed: .to)
    return (atFirst * atLast).squareRoot()
  }
}

/// Efficiency change under constant returns split into pure efficiency and scale.
///
///     PEFFCH = d_v^{t+1}(t+1) / d_v^t(t)
///     SECH   = [d_c^{t+1}(t+1) / d_v^{t+1}(t+1)] / [d_c^t(t) / d_v^t(t)],  EFFCH = PEFFCH · SECH
///
/// - Note: METHODS 2.3; Färe, Grosskopf, Norris and Zhang (1994).
public struct ScaleDecomposition: Sendable, Hashable {
  /// PEFFCH, efficiency change under variable returns to scale.
  public let pureEfficiencyChange: Double?
  /// SECH, change of scale efficiency.
  public let scaleEfficiencyChange: Double?

  /// Distances that the decomposition needs beside those of the index.
  package static let terms = [
    DistanceTerm(base: .from, observed: .from, variant: .variableReturns),
    DistanceTerm(base: .to, observed: .to, variant: .variableReturns),
  ]

  package init(_ d: TransitionDistances) {
    let variable = d.with(.variableReturns)
    pureEfficiencyChange = try? MalmquistIndex.efficiencyChange(variable)
    scaleEfficiencyChange = try? Self.scaleEfficiencyChange(d, variable: variable)
  }

  private static func scaleEfficiencyChange(
    _ d: TransitionDistances, variable: TransitionDistances
  ) throws(MissingReason) -> Double {
    let before = try d[base: .from, observed: .from] / variable[base: .from, observed: .from]
    let after = try d[base: .to, observed: .to] / variable[base: .to, observed: .to]
    return after / before
  }
}

/// Malmquist index against the technology of all periods pooled.
///
///     MI^G = d^G(t+1) / d^G(t) = EFFCH · BPC
///     BPC  = [d^G(t+1) / d^{t+1}(t+1)] / [d^G(t) / d^t(t)]
///
/// Circular: the product over a chain is the index between its ends.
/// - Note: METHODS 2.6; Pastor and Lovell (2005).
public struct GlobalMalmquistIndex: Sendable, Hashable {
  /// MI^G, productivity change.
  public let productivityChange: Double?
  /// EFFCH, efficiency change against the technologies of the two periods.
  public let efficiencyChange: Double?
  /// BPC, change of the gap between the periods' frontiers and the pooled one.
  public let bestPracticeChange: Double?

  /// Distances that the index is made of.
  package static let terms = [
    DistanceTerm(base: .from, observed: .from), DistanceTerm(base: .to, observed: .to),
    DistanceTerm(base: .global, observed: .from), DistanceTerm(base: .global, observed: .to),
  ]

  package init(_ d: TransitionDistances) {
    productivityChange = try? MalmquistIndex.growth(d, base: .global)
    efficiencyChange = try? MalmquistIndex.efficiencyChange(d)
    bestPracticeChange = try? Self.bestPracticeChange(d)
  }

  private static func bestPracticeChange(_ d: TransitionDistances) throws(MissingReason) -> Double {
    let before = try d[base: .global, observed: .from] / d[base: .from, observed: .from]
    let after = try d[base: .global, observed: .to] / d[base: .to, observed: .to]
    return after / before
  }
}
