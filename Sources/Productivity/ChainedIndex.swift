import Glibc

/// One index of one unit over a period of several transitions.
public struct ChainedIndex: Sendable, Hashable {
  /// Product of the transitions' indices; nil if one is missing.
  public let chain: Double?
  /// Geometric mean of the transitions' indices; nil if one is missing.
  public let annualMean: Double?
  /// The index computed directly between the ends, nil if missing.
  ///
  /// It uses another pair of technologies, so it is another number unless the reference is global.
  public let endPoint: Double?
  /// Number of transitions without the index.
  public let missingCount: Int

  /// ln of end-point index over chain: how far the two disagree.
  public var endPointGap: Double? {
    guard let chain, let endPoint else { return nil }
    return log(endPoint / chain)
  }

  package init(steps: [Double?], endPoint: Double?) {
    var sum = 0.0
    var missing = 0
    for step in steps {
      if let step { sum += log(step) } else { missing += 1 }
    }
    chain = missing == 0 ? exp(sum) : nil
    annualMean = missing == 0 ? exp(sum / Double(steps.count)) : nil
    missingCount = missing
    self.endPoint = endPoint
  }
}

/// The indices of one unit over a period.
public struct UnitPeriod: Sendable {
  /// The unit, an index into the panel's units.
  public let unit: Int
  /// Every component that was computed.
  public let indices: [IndexComponent: ChainedIndex]
  /// Share of the transitions whose IBTECH is supported, among those where that is known; nil if
  /// it is known for none.
  public let supportedShare: Double?
  /// Biases of pairs by every rule, pairs in the order of the options, rules within a pair.
  public let biases: [PeriodBias]

  package init(
    unit: Int, rows: [MalmquistRow], endPoints: MalmquistRow, options: MalmquistOptions
  ) {
    self.unit = unit
    var indices: [IndexComponent: ChainedIndex] = [:]
    for component in options.components + (options.leaveOwnOutComponents ?? []) {
      indices[component] = ChainedIndex(
        steps: rows.map { $0[component] }, endPoint: endPoints[component])
    }
    self.indices = indices
    let known = rows.compactMap(\.isSupported)
    supportedShare =
      known.isEmpty ? nil : Double(known.count { $0 }) / Double(known.count)
    let classifier = FactorBiasRule(options.classification)
    biases = endPoints.pairs.indices.flatMap { position in
      options.rules.map { rule in
        let last = endPoints.pairs[position]
        return PeriodBias(
          pair: last.pair, rule: rule,
          steps: rows.map { row in
            (row.pairs[position].logIndex(rule), row.pairs[position].mixChange)
          },
          endPoints: (last.logIndex(rule), last.mixChange), classifier: classifier)
      }
    }
  }
}
