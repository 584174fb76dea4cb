import Frontier
import Glibc

/// Input bias of every unit over every period: Table 1 of METHODS 3.8.
public struct InputBiasTable: Sendable {
  /// One unit over one period.
  public struct Cell: Sendable, Hashable {
    /// IBTECH.
    public let inputBias: ChainedIndex
    /// IBTECH without own observations, if asked for.
    public let leaveOwnOut: ChainedIndex?
    /// Share of supported transitions, among those where that is known.
    public let supportedShare: Double?
  }

  /// The last row: the chain of annual geometric means, and its annual mean.
  public struct Mean: Sendable, Hashable {
    /// Chain of the annual means of IBTECH; nil if a transition has no unit.
    public let inputBias: Double?
    /// Geometric mean over the transitions.
    public let annualInputBias: Double?
    /// Chain of the annual means without own observations, if asked for.
    public let leaveOwnOut: Double?
    /// Geometric mean over the transitions.
    public let annualLeaveOwnOut: Double?
    /// Share of supported rows of all units, among those where that is known.
    public let supportedShare: Double?
  }

  /// The columns.
  public let periods: [ReportPeriod]
  /// One row per unit, one cell per period.
  public let rows: [[Cell]]
  /// The last row, one cell per period.
  public let means: [Mean]
}

/// Factor biases of the average unit: Table 2 of METHODS 3.8.
public struct AverageBiasTable: Sendable {
  /// One transition or one period.
  public struct Row: Sendable {
    /// Label of the transition's last year, or name of the period.
    public let label: String
    /// The transitions it covers.
    public let transitions: [Transition]
    /// One per pair, in the order of the results' pairs.
    public let biases: [PeriodBias]
  }

  /// The index that was read.
  public let rule: BiasRule
  /// Every transition, then every period.
  public let rows: [Row]
}

/// Factor biases of every unit over every period: Table 3 of METHODS 3.8.
public struct UnitBiasTable: Sendable {
  /// Number of units by class in one column.
  public struct Count: Sendable, Hashable {
    /// Units that save the first input of the pair.
    public var savingFirst = 0
    /// Units that save the second input of the pair.
    public var savingSecond = 0
    /// Neutral units.
    public var neutral = 0
    /// Units whose bias cannot be told.
    public var undetermined = 0
    /// Units whose chain and signed sum disagree.
    public var disagreeing = 0
  }

  /// The index that was read.
  public let rule: BiasRule
  /// The columns: every pair of the first period, then of the next.
  public let columns: [(period: ReportPeriod, pair: FactorPair)]
  /// The units, indices into the panel's units.
  public let units: [Int]
  /// One row per unit, one cell per column.
  public let rows: [[PeriodBias]]
  /// The bottom rows, one per column, by the class of the chain.
  public let counts: [Count]
}

extension MalmquistResults {
  /// Table 1; nil without a bias decomposition.
  public var inputBiasTable: InputBiasTable? {
    guard options.hasBias else { return nil }
    let rows = panel.units.indices.map { unit in
      unitPeriods.map { units in
        let period = units[unit]
        return InputBiasTable.Cell(
          inputBias: period.indices[.inputBias] ?? ChainedIndex(steps: [nil], endPoint: nil),
          leaveOwnOut: period.indices[.inputBiasLeaveOwnOut],
          supportedShare: period.supportedShare)
      }
    }
    return InputBiasTable(periods: periods, rows: rows, means: periods.map(meanInputBias))
  }

  private func meanInputBias(over period: ReportPeriod) -> InputBiasTable.Mean {
    let chain = series.means(over: period)?.means[.inputBias]
    let reduced = leaveOwnOutSeries?.means(over: period)?.means[.inputBiasLeaveOwnOut]
    let yearCount = Double(period.transitions.count)
    let known = rows.filter { period.transitions.contains($0.transition) }
      .compactMap(\.isSupported)
    return InputBiasTable.Mean(
      inputBias: chain, annualInputBias: chain.map { exp(log($0) / yearCount) },
      leaveOwnOut: reduced, annualLeaveOwnOut: reduced.map { exp(log($0) / yearCount) },
      supportedShare: known.isEmpty ? nil : Double(known.count { $0 }) / Double(known.count))
  }

  /// Table 2 by one rule: class of mean τ and mean Δ over units that have both.
  public func averageBiasTable(rule: BiasRule) -> AverageBiasTable {
    let annual = transitions.indices.map { position in
      averageSteps(panel.units.indices.map { row(unit: $0, transition: position) }, rule)
    }
    var table: [AverageBiasTable.Row] = transitions.indices.map { position in
      AverageBiasTable.Row(
        label: panel.periods[transitions[position].to], transitions: [transitions[position]],
        biases: averageBiases(rule, steps: [annual[position]], endPoints: annual[position]))
    }
    for (period, endPoints) in zip(periods, endPointRows) {
      let steps = transitions.indices.filter { period.transitions.contains(transitions[$0]) }
      table.append(
        AverageBiasTable.Row(
          label: period.name, transitions: period.transitions,
          biases: averageBiases(
            rule, steps: steps.map { annual[$0] }, endPoints: averageSteps(endPoints, rule))))
    }
    return AverageBiasTable(rule: rule, rows: table)
  }

  /// Table 3 by one rule.
  ///
  /// - Parameters:
  ///   - rule: the index that is read.
  ///   - units: rows of the table, indices into the panel's units; nil for all.
  /// - Returns: the table, its counts those of its rows.
  public func unitBiasTable(rule: BiasRule, units: [Int]? = nil) -> UnitBiasTable {
    let columns = periods.flatMap { period in pairs.map { (period: period, pair: $0) } }
    let units = units ?? Array(panel.units.indices)
    let rows = units.map { unit in
      unitPeriods.flatMap { units in units[unit].biases.filter { $0.rule == rule } }
    }
    let counts = columns.indices.map { column in
      rows.reduce(into: UnitBiasTable.Count()) { count, row in count.add(row[column]) }
    }
    return UnitBiasTable(
      rule: rule, columns: columns, units: units, rows: rows, counts: counts)
  }

  private typealias AverageStep = (logIndex: Double?, mixChange: Double?)

  private func averageBiases(
    _ rule: BiasRule, steps: [[AverageStep]], endPoints: [AverageStep]
  ) -> [PeriodBias] {
    let classifier = FactorBiasRule(options.classification)
    return pairs.indices.map { position in
      PeriodBias(
        pair: pairs[position], rule: rule, steps: steps.map { $0[position] },
        endPoints: endPoints[position], classifier: classifier)
    }
  }

  /// Mean τ and mean Δ of each pair over the units that have both; the weights of the averages.
  private func averageSteps(_ rows: [MalmquistRow], _ rule: BiasRule) -> [AverageStep] {
    pairs.indices.map { position in
      let complete = rows.compactMap { row -> (row: MalmquistRow, tau: Double, mix: Double)? in
        guard let tau = row.pairs[position].logIndex(rule), let mix = row.pairs[position].mixChange
        else { return nil }
        return (row, tau, mix)
      }
      guard let transition = complete.first?.row.transition else { return (nil, nil) }
      let weights = options.weighting.weights(
        of: complete.map(\.row.unit), over: transition, panel: panel)
      var mean = (logIndex: 0.0, mixChange: 0.0)
      for (unit, weight) in zip(complete, weights) {
        mean.logIndex += weight * unit.tau
        mean.mixChange += weight * unit.mix
      }
      return (mean.logIndex, mean.mixChange)
    }
  }
}

extension UnitBiasTable.Count {
  fileprivate mutating func add(_ bias: PeriodBias) {
    switch bias.chain {
    case .saving(let input, _) where input == bias.pair.first: savingFirst += 1
    case .saving: savingSecond += 1
    case .neutral: neutral += 1
    case .undetermined: undetermined += 1
    }
    if !bias.agrees { disagreeing += 1 }
  }
}
