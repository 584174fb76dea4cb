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

  private static let biasColumns = [
    "first", "second", "rule", "log_index", "mix_change", "saves", "reason", "signed_sum_saves",
    "signed_sum_reason", "end_points_saves", "end_points_reason",
  ]

  private func cells(_ bias: PeriodBias) -> [ReportTable.Cell] {
    names(bias.pair) + [.text(bias.rule.rawValue), .init(bias.logIndex), .init(bias.mixChange)]
      + cells(bias.chain) + cells(bias.signedSum) + cells(bias.endPoints)
  }

  /// The pair as `--pairs` takes it.
  func name(_ pair: FactorPair) -> String {
    "\(panel.inputNames[pair.first]):\(panel.inputNames[pair.second])"
  }
}
