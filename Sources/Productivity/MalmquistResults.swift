public import Frontier

/// Everything a Malmquist analysis found.
public struct MalmquistResults: Sendable {
  /// The data.
  public let panel: Panel
  /// What was computed.
  public let options: MalmquistOptions
  /// The components of every row, those without own observations last.
  public let components: [IndexComponent]
  /// The pairs of inputs that were classified; none without a bias decomposition.
  public let pairs: [FactorPair]
  /// The rules by which they were classified.
  public let rules: [BiasRule]
  /// The transitions between neighbours, in time order.
  public let transitions: [Transition]
  /// The named periods and "overall".
  public let periods: [ReportPeriod]
  /// Every distance, with statistics.
  public let distances: DistanceTable
  /// What happened to the programs of the pair-isolated index, if it was asked for.
  public let pairIsolatedStatistics: SolveStatistics?
  /// One row per unit and transition: unit by unit, transitions in time order.
  public let rows: [MalmquistRow]
  /// For each period one row per unit, comparing its ends directly.
  public let endPointRows: [[MalmquistRow]]
  /// For each period the chained indices of every unit.
  public let unitPeriods: [[UnitPeriod]]
  /// The annual table: averages over units by transition, and cumulative.
  public let series: IndexSeries
  /// The same with biases without own observations; nil if not asked for.
  public let leaveOwnOutSeries: IndexSeries?

  /// Whether pairwise calls from one index need the caution that more than two inputs share it.
  public var needsPairCaution: Bool { !pairs.isEmpty && panel.inputNames.count > 2 }

  /// Number of rows with a missing index.
  public var missingRowCount: Int {
    rows.count { if case .missing = $0.status { true } else { false } }
  }

  /// Row of one unit and one transition between neighbours.
  public func row(unit: Int, transition position: Int) -> MalmquistRow {
    rows[unit * transitions.count + position]
  }

  /// Text of a row's status: "ok", "uncertified" or why an index is missing.
  public func statusText(_ row: MalmquistRow) -> String {
    row.status.text(periods: panel.periods)
  }

  package init(
    panel: Panel, options: MalmquistOptions, transitions: [Transition], periods: [ReportPeriod],
    distances: DistanceTable, pairIsolatedStatistics: SolveStatistics?,
    makeRow: (_ unit: Int, _ transition: Transition) -> MalmquistRow
  ) {
    let units = panel.units.indices
    let rows = units.flatMap { unit in transitions.map { makeRow(unit, $0) } }
    let endPointRows = periods.map { period in units.map { makeRow($0, period.endPoints) } }
    let rowsByTransition = transitions.indices.map { position in
      units.map { rows[$0 * transitions.count + position] }
    }
    self.panel = panel
    self.options = options
    components =
      options.components
      + (options.leaveOwnOutComponents ?? []).filter { !options.components.contains($0) }
    pairs = options.pairs(inputCount: panel.inputNames.count)
    rules = options.rules
    self.transitions = transitions
    self.periods = periods
    self.distances = distances
    self.pairIsolatedStatistics = pairIsolatedStatistics
    self.rows = rows
    self.endPointRows = endPointRows
    unitPeriods = zip(periods, endPointRows).map { period, endPoints in
      units.map { unit in
        UnitPeriod(
          unit: unit,
          rows: transitions.indices.filter { period.transitions.contains(transitions[$0]) }
            .map { rowsByTransition[$0][unit] },
          endPoints: endPoints[unit], options: options)
      }
    }
    series = IndexSeries(
      components: options.components, rowsByTransition: rowsByTransition, panel: panel,
      options: options)
    leaveOwnOutSeries = options.leaveOwnOutComponents.map {
      IndexSeries(
        components: $0, rowsByTransition: rowsByTransition, panel: panel, options: options)
    }
  }
}
