import Frontier

/// What is known about a row of indices.
public enum RowStatus: Sendable, Hashable {
  /// Every distance is certified.
  case ok
  /// Every distance has a value, and the interval of one at least stayed wider than required.
  case uncertified
  /// A distance, and so an index, is missing.
  case missing(MissingReason)

  /// The status for a report: "ok", "uncertified" or the reason; `periods` names the panel's.
  public func text(periods: [String]) -> String {
    switch self {
    case .ok: "ok"
    case .uncertified: "uncertified"
    case .missing(let reason): reason.text(periods: periods)
    }
  }
}

/// The indices of one unit over one transition; a missing one is nil.
public struct MalmquistRow: Sendable {
  /// The unit, an index into the panel's units.
  public let unit: Int
  /// The transition.
  public let transition: Transition
  /// The first missing distance, ordinary ones before those without own observations.
  public let status: RowStatus
  /// Whether no distance of IBTECH extrapolates beyond observed mixes; nil if one is missing.
  public let isSupported: Bool?
  /// Biases of the pairs, in the order of the options.
  public let pairs: [PairBias]

  private let values: [IndexComponent: Double]

  /// One index, nil where missing or not asked for.
  public subscript(component: IndexComponent) -> Double? { values[component] }

  package init(
    table: DistanceTable, unit: Int, transition: Transition, options: MalmquistOptions,
    pairIsolated: PairIsolatedBias?
  ) {
    let d = TransitionDistances(table: table, unit: unit, transition: transition)
    var values: [IndexComponent: Double] = [:]
    if options.reference == .global {
      let index = GlobalMalmquistIndex(d)
      values[.productivityChange] = index.productivityChange
      values[.efficiencyChange] = index.efficiencyChange
      values[.bestPracticeChange] = index.bestPracticeChange
    } else {
      let index = MalmquistIndex(d, base: options.base)
      values[.productivityChange] = index.productivityChange
      values[.efficiencyChange] = index.efficiencyChange
      values[.technicalChange] = index.technicalChange
    }
    if options.scaleDecomposition {
      let scale = ScaleDecomposition(d)
      values[.pureEfficiencyChange] = scale.pureEfficiencyChange
      values[.scaleEfficiencyChange] = scale.scaleEfficiencyChange
    }
    isSupported = options.hasBias ? Self.addBias(d, options, to: &values) : nil
    self.unit = unit
    self.transition = transition
    self.values = values
    status = Self.status(d, terms: options.terms)
    pairs = Self.pairs(d, options, values, pairIsolated)
  }

  /// Adds the bias decompositions and says whether the ordinary one is supported.
  private static func addBias(
    _ d: TransitionDistances, _ options: MalmquistOptions, to values: inout [IndexComponent: Double]
  ) -> Bool? {
    let bias = BiasedTechnicalChange(d, convention: options.convention)
    values[.magnitude] = bias.magnitude
    values[.outputBias] = bias.outputBias
    values[.inputBias] = bias.inputBias
    guard options.leaveOwnOut else { return bias.isSupported }
    let reduced = BiasedTechnicalChange(d.with(.leaveOwnOut), convention: options.convention)
    values[.outputBiasLeaveOwnOut] = reduced.outputBias
    values[.inputBiasLeaveOwnOut] = reduced.inputBias
    if let technical = values[.technicalChange], let output = reduced.outputBias,
      let input = reduced.inputBias
    {
      values[.magnitudeLeaveOwnOut] = technical / (output * input)
    }
    return bias.isSupported
  }

  private static func status(_ d: TransitionDistances, terms: [DistanceTerm]) -> RowStatus {
    var status = RowStatus.ok
    for term in terms {
      do {
        let result = try d.table.result(term, unit: d.unit, over: d.transition)
        if result.status == .uncertified { status = .uncertified }
      } catch {
        return .missing(error)
      }
    }
    return status
  }

  private static func pairs(
    _ d: TransitionDistances, _ options: MalmquistOptions, _ values: [IndexComponent: Double],
    _ pairIsolated: PairIsolatedBias?
  ) -> [PairBias] {
    let panel = d.table.references.panel
    let classifier = FactorBiasRule(options.classification)
    return options.pairs(inputCount: panel.inputNames.count).map { pair in
      var indices: [BiasRule: Double] = [:]
      indices[.inputBias] = values[.inputBias]
      indices[.leaveOwnOut] = values[.inputBiasLeaveOwnOut]
      indices[.pairIsolated] = pairIsolated?.value(
        of: pair, unit: d.unit, over: d.transition, variant: .ordinary)
      indices[.pairIsolatedLeaveOwnOut] = pairIsolated?.value(
        of: pair, unit: d.unit, over: d.transition, variant: .leaveOwnOut)
      return PairBias(
        pair: pair, mixChange: panel.mixChange(of: pair, unit: d.unit, over: d.transition),
        indices: indices, rules: options.rules, classifier: classifier)
    }
  }
}
