package import Frontier
internal import Glibc
internal import Productivity
internal import Tables

/// The tables of METHODS 3.8 from a Malmquist analysis, without intervals.
extension MalmquistReport {
  /// Input bias by unit and period; nil without a bias decomposition.
  var biasByUnit: ReportTable? {
    guard let source = results.inputBiasTable else { return nil }
    var rows = source.rows.enumerated().map { unit, cells in
      (
        label: results.panel.units[unit],
        cells: cells.map {
          BiasCell(
            index: $0.inputBias.chain, leaveOwnOut: $0.leaveOwnOut?.chain,
            supportedShare: $0.supportedShare)
        }
      )
    }
    rows.append(
      (
        "geometric mean (mean year)",
        source.means.map { BiasCell(index: $0.annualInputBias, leaveOwnOut: $0.annualLeaveOwnOut) }
      ))
    rows.append(
      (
        "geometric mean",
        source.means.map {
          BiasCell(
            index: $0.inputBias, leaveOwnOut: $0.leaveOwnOut, supportedShare: $0.supportedShare)
        }
      ))
    return BiasByUnitTable(
      periods: source.periods.map(\.name), hasIntervals: false,
      hasLeaveOwnOut: results.options.leaveOwnOut, rows: rows
    ).report
  }

  /// Geometric means by transition, and of a mean year of each period.
  var annualMeans: ReportTable {
    let series = results.series
    let reduced: [IndexComponent] =
      results.leaveOwnOutSeries == nil ? [] : [.inputBiasLeaveOwnOut]
    func row(_ label: String, _ unitCount: Int, _ period: ReportPeriod) -> AnnualMeansTable.Row {
      var means = series.means(over: period)?.annual(period.transitions.count) ?? [:]
      for component in reduced {
        means[component] =
          results.leaveOwnOutSeries?.means(over: period)?
          .annual(period.transitions.count)[component]
      }
      return AnnualMeansTable.Row(label: label, unitCount: unitCount, means: means)
    }
    let transitions = series.steps.map { step in
      let label = results.panel.periods[step.transition.to]
      return row(label, step.unitCount, ReportPeriod(name: label, transitions: [step.transition]))
    }
    let periods = results.periods.map { period in
      let steps = series.steps.filter { period.transitions.contains($0.transition) }
      return row("\(period.name) (mean year)", steps.map(\.unitCount).min() ?? 0, period)
    }
    return AnnualMeansTable(
      components: series.components + reduced, hasIntervals: false, rows: transitions + periods
    ).report
  }

  /// Saved inputs of the average unit; nil without pairs.
  var savingByYear: ReportTable? {
    guard let rule = results.rules.first, let tables = savingTables(rule) else { return nil }
    return tables.byYear(
      results.averageBiasTable(rule: rule).rows.map { row in
        (row.label, row.biases.map(SavingCell.init))
      })
  }

  /// Saved inputs of all units, then those of each subset again; none without pairs.
  var savingByUnit: [ReportTable] {
    guard let rule = results.rules.first, let tables = savingTables(rule) else { return [] }
    return ([nil] + subsets.map(Optional.some)).map { subset in
      let source = results.unitBiasTable(rule: rule, units: subset?.units)
      let first = tables.firstName
      let sums: [(String, (UnitBiasTable.Count) -> Int)] = [
        ("units saving \(first)", { $0.savingFirst }),
        ("units saving the other input", { $0.savingSecond }),
        ("units neutral", { $0.neutral }), ("units undetermined", { $0.undetermined }),
      ]
      return tables.byUnit(
        periods: results.periods.map(\.name),
        zip(source.units, source.rows).map { unit, biases in
          (results.panel.units[unit], biases.map(SavingCell.init))
        },
        sums: sums.map { label, count in
          (label, source.counts.map { .text(String(count($0))) })
        }, subset: subset?.name)
    }
  }

  /// Contribution of the input bias to productivity change; nil without a bias decomposition.
  var contributions: ReportTable? {
    guard results.options.hasBias, results.series.components.contains(.inputBias) else {
      return nil
    }
    return BiasShareTable(
      hasIntervals: false, hasLeaveOwnOut: results.leaveOwnOutSeries != nil,
      rows: results.transitions.enumerated().map { position, transition in
        (
          results.panel.periods[transition.to], share(over: [transition]),
          share(over: Array(results.transitions[...position]))
        )
      }
    ).report
  }

  /// Induced innovation; nil without prices or pairs.
  var inducedInnovation: InducedInnovationTables? {
    guard let prices, !results.pairs.isEmpty else { return nil }
    let results = results
    let averages = Dictionary(
      uniqueKeysWithValues: results.rules.map { rule in
        (rule, results.averageBiasTable(rule: rule).rows.suffix(results.periods.count))
      })
    return InducedInnovationTables(
      panel: results.panel, prices: prices,
      keys: InducedInnovationTables.keys(results.periods, results.pairs, results.rules, prices),
      notes: pairCaution
    ) { key, unit in
      guard let number = results.periods.firstIndex(of: key.period) else { return nil }
      let biases: [PeriodBias]
      if let unit {
        biases = results.unitPeriods[number][unit].biases
      } else {
        guard let rows = averages[key.rule], rows.count > number else { return nil }
        biases = rows[rows.startIndex + number].biases
      }
      return biases.first { $0.pair == key.pair && $0.rule == key.rule }.map(SavingCell.init)
    }
  }

  /// Finds the isoquants of every pair over every period, at a unit or for nil at the geometric mean.
  package mutating func findIsoquants(_ solver: FrontierSolver, unit: Int?) {
    let references = results.distances.references
    isoquants = IsoquantFigures(
      results.panel, results.periods, results.pairs, unit: unit, solver: solver
    ) { end, span in
      let base: DistanceTerm.Base = end == .from ? .from : .to
      return references.technology(
        references.key(of: DistanceTerm(base: base, observed: end), over: span))
    }
  }

  /// Share of the input bias over some transitions in a row; nil where a mean is missing.
  func share(over transitions: [Transition]) -> BiasShare? {
    let period = ReportPeriod(name: "", transitions: transitions)
    guard let means = results.series.means(over: period) else { return nil }
    let reduced = results.leaveOwnOutSeries?.means(over: period)
    return BiasShare(
      productivityPoints: means.contributions[.productivityChange]?.logPoints,
      biasPoints: means.contributions[.inputBias]?.logPoints,
      share: means.contributions[.inputBias]?.share,
      leaveOwnOut: reduced?.contributions[.inputBiasLeaveOwnOut]?.share)
  }

  private func savingTables(_ rule: BiasRule) -> SavingTables? {
    results.pairs.isEmpty
      ? nil
      : SavingTables(
        inputNames: results.panel.inputNames, pairs: results.pairs, rule: rule,
        hasConfidence: false, hasSignificance: false, notes: pairCaution)
  }

  private var pairCaution: [String] {
    results.needsPairCaution ? ["caution: \(PairCaution.text)"] : []
  }
}

/// What must stand beside every pairwise call from one index for more than two inputs (METHODS 3.3).
enum PairCaution {
  static let text =
    "with more than two inputs one index serves all pairs: about two calls in three are right"
}

extension SavingCell {
  /// The class of a chain.
  init(_ bias: PeriodBias) { self.init(bias: bias.chain, agrees: bias.agrees) }
}

extension IndexMeans {
  /// Means of one of several years.
  fileprivate func annual(_ yearCount: Int) -> [IndexComponent: Double] {
    means.mapValues { yearCount == 1 ? $0 : exp(log($0) / Double(yearCount)) }
  }
}
