internal import Frontier
internal import Productivity
internal import Tables

extension MalmquistResults {
  /// Input bias of every unit over every named period; nil without a bias decomposition.
  var inputBiasReport: ReportTable? {
    guard let source = inputBiasTable else { return nil }
    var table = ReportTable(
      name: "input-bias",
      columns: [
        "unit", "period", "ibtech", "ibtech_annual", "ibtech_end_points", "ibtech_loo",
        "ibtech_loo_annual", "supported_share",
      ])
    for (unit, cells) in source.rows.enumerated() {
      for (period, cell) in zip(source.periods, cells) {
        table.append([
          .text(panel.units[unit]), .text(period.name), .init(cell.inputBias.chain),
          .init(cell.inputBias.annualMean), .init(cell.inputBias.endPoint),
          .init(cell.leaveOwnOut?.chain), .init(cell.leaveOwnOut?.annualMean),
          .init(cell.supportedShare),
        ])
      }
    }
    for (period, mean) in zip(source.periods, source.means) {
      table.append([
        .missing, .text(period.name), .init(mean.inputBias), .init(mean.annualInputBias), .missing,
        .init(mean.leaveOwnOut), .init(mean.annualLeaveOwnOut), .init(mean.supportedShare),
      ])
    }
    return table
  }

  /// Input bias with one row per unit, and the geometric mean below.
  var readableInputBias: ReportTable? {
    guard let source = inputBiasTable else { return nil }
    let hasReduced = options.leaveOwnOut
    let names = ["ibtech"] + (hasReduced ? ["LOO"] : []) + ["supp."]
    var table = ReportTable(
      name: "input-bias",
      notes: [
        "Input bias (IBTECH) chained over the transitions of each period"
          + (hasReduced ? "; LOO without own observations" : ""),
        "supp.: share of the transitions of which no distance extrapolates beyond observed mixes",
      ],
      columns: [(heading: "", name: "unit")]
        + source.periods.flatMap { period in names.map { (heading: period.name, name: $0) } })
    func append(_ label: String, _ values: [(ordinary: Double?, reduced: Double?, share: Double?)])
    {
      table.append(
        [.text(label)]
          + values.flatMap { value -> [ReportTable.Cell] in
            [.init(value.ordinary)] + (hasReduced ? [.init(value.reduced)] : [])
              + [.init(value.share)]
          })
    }
    for (unit, cells) in source.rows.enumerated() {
      append(
        panel.units[unit],
        cells.map { ($0.inputBias.chain, $0.leaveOwnOut?.chain, $0.supportedShare) })
    }
    append(
      "geometric mean, annual",
      source.means.map { ($0.annualInputBias, $0.annualLeaveOwnOut, nil) })
    append(
      "geometric mean", source.means.map { ($0.inputBias, $0.leaveOwnOut, $0.supportedShare) })
    return table
  }

  /// Factor biases of the average unit by every rule; nil without pairs.
  var averageBiasReport: ReportTable? {
    guard !pairs.isEmpty else { return nil }
    var table = ReportTable(name: "average-bias", columns: ["period"] + Self.biasColumns)
    for rule in rules {
      for row in averageBiasTable(rule: rule).rows {
        for bias in row.biases { table.append([.text(row.label)] + cells(bias)) }
      }
    }
    return table
  }

  /// Factor biases of the average unit: rows are transitions and periods, columns pairs.
  var readableAverageBias: ReportTable? {
    guard let rule = rules.first, !pairs.isEmpty else { return nil }
    var table = ReportTable(
      name: "average-bias",
      notes: ["Saved input of the average unit, by \(rule.rawValue)"] + legend,
      columns: ["period"] + pairs.map(name))
    for row in averageBiasTable(rule: rule).rows {
      table.append([.text(row.label)] + row.biases.map(symbol))
    }
    return table
  }

  /// Factor biases of every unit and period by every rule; nil without pairs.
  var unitBiasReport: ReportTable? {
    guard !pairs.isEmpty else { return nil }
    var table = ReportTable(name: "unit-bias", columns: ["unit", "period"] + Self.biasColumns)
    for rule in rules {
      let source = unitBiasTable(rule: rule)
      for (unit, biases) in zip(source.units, source.rows) {
        for (column, bias) in zip(source.columns, biases) {
          table.append([.text(panel.units[unit]), .text(column.period.name)] + cells(bias))
        }
      }
    }
    return table
  }

  /// Factor biases of units, all or those of a subset: columns are pairs within periods, with
  /// counts below.
  func readableUnitBias(of subset: UnitSubset? = nil) -> ReportTable? {
    guard let rule = rules.first, !pairs.isEmpty else { return nil }
    let source = unitBiasTable(rule: rule, units: subset?.units)
    let units = subset.map { " of \($0.name)" } ?? ""
    var table = ReportTable(
      name: "unit-bias", notes: ["Saved input\(units), by \(rule.rawValue)"] + legend,
      columns: [(heading: "", name: "unit")]
        + source.columns.map { (heading: $0.period.name, name: name($0.pair)) })
    for (unit, biases) in zip(source.units, source.rows) {
      table.append([.text(panel.units[unit])] + biases.map(symbol))
    }
    for (label, count) in countLabels {
      table.append([.text(label)] + source.counts.map { .text(String(count($0))) })
    }
    return table
  }

  /// Number of units by class, of all units and of subsets, by every rule; nil without pairs.
  func biasCountReport(of subsets: [UnitSubset]) -> ReportTable? {
    guard !pairs.isEmpty else { return nil }
    var table = ReportTable(
      name: "bias-counts",
      columns: [
        "subset", "period", "first", "second", "rule", "units", "saving_first", "saving_second",
        "neutral", "undetermined", "disagreeing",
      ])
    for rule in rules {
      for subset in [nil] + subsets.map(Optional.some) {
        let source = unitBiasTable(rule: rule, units: subset?.units)
        for (column, count) in zip(source.columns, source.counts) {
          table.append(
            [subset.map { .text($0.name) } ?? .missing, .text(column.period.name)]
              + names(column.pair) + [.text(rule.rawValue), .integer(source.units.count)]
              + [
                count.savingFirst, count.savingSecond, count.neutral, count.undetermined,
                count.disagreeing,
              ].map { .integer($0) })
        }
      }
    }
    return table
  }

  /// The bottom rows; they name the input where all pairs begin with the same.
  private var countLabels: [(String, (UnitBiasTable.Count) -> Int)] {
    let firsts = Set(pairs.map(\.first))
    let first = firsts.count == 1 ? firsts.first.map { panel.inputNames[$0] } : nil
    return [
      ("units saving \(first ?? "the first input")", { $0.savingFirst }),
      ("units saving the \(first == nil ? "second" : "other") input", { $0.savingSecond }),
      ("units neutral", { $0.neutral }), ("units undetermined", { $0.undetermined }),
    ]
  }

  private static let biasColumns = [
    "first", "second", "rule", "log_index", "mix_change", "saves", "reason", "signed_sum_saves",
    "signed_sum_reason", "end_points_saves", "end_points_reason",
  ]

  private var legend: [String] {
    ["N neutral, ? undetermined, * the calls of the single transitions say otherwise"]
  }

  private func cells(_ bias: PeriodBias) -> [ReportTable.Cell] {
    names(bias.pair) + [.text(bias.rule.rawValue), .init(bias.logIndex), .init(bias.mixChange)]
      + cells(bias.chain) + cells(bias.signedSum) + cells(bias.endPoints)
  }

  /// The pair as `--pairs` takes it.
  func name(_ pair: FactorPair) -> String {
    "\(panel.inputNames[pair.first]):\(panel.inputNames[pair.second])"
  }

  private func symbol(_ bias: PeriodBias) -> ReportTable.Cell {
    .text(bias.chain.symbol(inputNames: panel.inputNames) + (bias.agrees ? "" : "*"))
  }
}
