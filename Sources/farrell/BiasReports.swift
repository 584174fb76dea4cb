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
    var table = ReportTable(
      name: "input-bias",
      notes: [
        "IBTECH chained over periods" + (hasReduced ? "; LOO: without own observations" : "")
      ],
      columns: ["unit"]
        + source.periods.flatMap { hasReduced ? [$0.name, "\($0.name) LOO"] : [$0.name] })
    for (unit, cells) in source.rows.enumerated() {
      table.append(
        [.text(panel.units[unit])]
          + cells.flatMap { cell -> [ReportTable.Cell] in
            let chain = ReportTable.Cell(cell.inputBias.chain)
            return hasReduced ? [chain, .init(cell.leaveOwnOut?.chain)] : [chain]
          })
    }
    let means = source.means.flatMap {
      hasReduced ? [$0.inputBias, $0.leaveOwnOut] : [$0.inputBias]
    }
    let annual = source.means.flatMap {
      hasReduced ? [$0.annualInputBias, $0.annualLeaveOwnOut] : [$0.annualInputBias]
    }
    table.append([.text("geometric mean")] + means.map { .init($0) })
    table.append([.text("geometric mean, annual")] + annual.map { .init($0) })
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
      for (unit, biases) in source.rows.enumerated() {
        for (column, bias) in zip(source.columns, biases) {
          table.append([.text(panel.units[unit]), .text(column.period.name)] + cells(bias))
        }
      }
    }
    return table
  }

  /// Factor biases of every unit: columns are pairs within periods, with counts below.
  var readableUnitBias: ReportTable? {
    guard let rule = rules.first, !pairs.isEmpty else { return nil }
    let source = unitBiasTable(rule: rule)
    var table = ReportTable(
      name: "unit-bias", notes: ["Saved input, by \(rule.rawValue)"] + legend,
      columns: ["unit"] + source.columns.map { "\($0.period.name) \(name($0.pair))" })
    for (unit, biases) in source.rows.enumerated() {
      table.append([.text(panel.units[unit])] + biases.map(symbol))
    }
    let counts: [(String, (UnitBiasTable.Count) -> Int)] = [
      ("units saving the first", { $0.savingFirst }),
      ("units saving the second", { $0.savingSecond }), ("units neutral", { $0.neutral }),
      ("units undetermined", { $0.undetermined }),
    ]
    for (label, count) in counts {
      table.append([.text(label)] + source.counts.map { .text(String(count($0))) })
    }
    return table
  }

  private static let biasColumns = [
    "first", "second", "rule", "log_index", "mix_change", "saves", "reason", "signed_sum_saves",
    "signed_sum_reason", "end_points_saves", "end_points_reason",
  ]

  private var legend: [String] {
    ["N neutral, ? undetermined, * the calls of the single transitions say otherwise"]
      + (needsPairCaution
        ? ["With more than two inputs one index serves all pairs: read single calls with caution"]
        : [])
  }

  private func cells(_ bias: PeriodBias) -> [ReportTable.Cell] {
    names(bias.pair) + [.text(bias.rule.rawValue), .init(bias.logIndex), .init(bias.mixChange)]
      + cells(bias.chain) + cells(bias.signedSum) + cells(bias.endPoints)
  }

  private func name(_ pair: FactorPair) -> String {
    "\(panel.inputNames[pair.first]):\(panel.inputNames[pair.second])"
  }

  private func symbol(_ bias: PeriodBias) -> ReportTable.Cell {
    .text(bias.chain.symbol(inputNames: panel.inputNames) + (bias.agrees ? "" : "*"))
  }
}
