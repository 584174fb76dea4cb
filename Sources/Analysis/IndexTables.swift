internal import Frontier
internal import Productivity
internal import Tables

extension MalmquistResults {
  /// Every index of every unit and transition; the columns up to the status come first in every
  /// analysis, those that were asked for follow.
  func indexTable(hasDistances: Bool) -> ReportTable {
    let extra: [IndexComponent] = [
      .magnitudeLeaveOwnOut, .pureEfficiencyChange, .scaleEfficiencyChange,
    ]
    let first = components.filter { !extra.contains($0) }
    let last = components.filter(extra.contains)
    let terms = hasDistances ? options.terms : []
    var table = ReportTable(
      name: "indices",
      columns: ["unit", "period_from", "period_to"] + first.map(\.rawValue)
        + ["status", "supported"] + last.map(\.rawValue) + terms.map(\.columnName), keyCount: 3)
    for row in rows {
      let supported = row.isSupported.map { ReportTable.Cell.text($0 ? "yes" : "no") } ?? .missing
      table.append(
        key(row.unit, row.transition) + first.map { .init(row[$0]) }
          + [.text(statusText(row)), supported] + last.map { .init(row[$0]) }
          + terms.map { term in
            .init(distance(term, unit: row.unit, over: row.transition)?.value)
          })
    }
    return table
  }

  /// The bias within every pair of every unit and transition; nil without a bias decomposition.
  var pairTable: ReportTable? {
    guard !pairs.isEmpty else { return nil }
    var table = ReportTable(
      name: "pairs",
      columns: ["unit", "period_from", "period_to", "first", "second", "mix_change"]
        + rules.flatMap { [$0.rawValue, "\($0.rawValue)_saves", "\($0.rawValue)_reason"] },
      keyCount: 5)
    for row in rows {
      for bias in row.pairs {
        table.append(
          key(row.unit, row.transition) + names(bias.pair) + [.init(bias.mixChange)]
            + rules.flatMap { rule in
              [.init(bias.indices[rule])] + cells(bias.calls[rule])
            })
      }
    }
    return table
  }

  /// Averages over units by transition, each with its chain since the first period.
  var annualTable: ReportTable {
    let reduced = leaveOwnOutSeries?.components.filter { !series.components.contains($0) } ?? []
    let all = series.components + reduced
    var table = ReportTable(
      name: "annual",
      columns: ["period_from", "period_to", "units", "missing"] + all.map(\.rawValue)
        + all.map { "cumulative_\($0.rawValue)" } + all.map { "share_\($0.rawValue)" }
        + all.map { "log_points_\($0.rawValue)" })
    for (position, step) in series.steps.enumerated() {
      let other = leaveOwnOutSeries?.steps[position]
      func cells(_ value: (IndexStep, IndexComponent) -> Double?) -> [ReportTable.Cell] {
        series.components.map { .init(value(step, $0)) }
          + reduced.map { component in .init(other.flatMap { value($0, component) }) }
      }
      table.append(
        periods(step.transition) + [.integer(step.unitCount), .integer(step.missingCount)]
          + cells { $0.annual?.means[$1] } + cells { $0.cumulative?.means[$1] }
          + cells { $0.annual?.contributions[$1]?.share }
          + cells { $0.annual?.contributions[$1]?.logPoints })
    }
    return table
  }

  /// Every index of every unit over every named period: chain, annual mean, direct comparison.
  var periodTable: ReportTable {
    var table = ReportTable(
      name: "periods",
      columns: ["unit", "period", "period_from", "period_to", "supported_share"]
        + components.flatMap {
          [$0.rawValue, "\($0.rawValue)_annual", "\($0.rawValue)_end_points"]
        }, keyCount: 2)
    for (period, units) in zip(periods, unitPeriods) {
      for unit in units {
        table.append(
          [.text(panel.units[unit.unit]), .text(period.name)] + periods(period.endPoints)
            + [.init(unit.supportedShare)]
            + components.flatMap { component -> [ReportTable.Cell] in
              let index = unit.indices[component]
              return [.init(index?.chain), .init(index?.annualMean), .init(index?.endPoint)]
            })
      }
    }
    return table
  }
}

extension MalmquistResults {
  /// Names of a unit and of the periods of a transition.
  func key(_ unit: Int, _ transition: Transition) -> [ReportTable.Cell] {
    [.text(panel.units[unit])] + periods(transition)
  }

  /// Names of the two periods of a transition.
  func periods(_ transition: Transition) -> [ReportTable.Cell] {
    [.text(panel.periods[transition.from]), .text(panel.periods[transition.to])]
  }

  /// Shephard distance of a term, nil where missing.
  private func distance(
    _ term: DistanceTerm, unit: Int, over transition: Transition
  ) -> ShephardDistance? {
    (try? distances.result(term, unit: unit, over: transition))?.shephard
  }

  /// Names of the two inputs of a pair.
  func names(_ pair: FactorPair) -> [ReportTable.Cell] {
    [.text(panel.inputNames[pair.first]), .text(panel.inputNames[pair.second])]
  }

  /// Saved input of a class, and the reason where there is none.
  func cells(_ bias: FactorBias?) -> [ReportTable.Cell] {
    switch bias {
    case .saving(let input, _): [.text(panel.inputNames[input]), .missing]
    case .neutral: [.missing, .text("neutral")]
    case .undetermined(let reason): [.missing, .text(reason.rawValue)]
    case nil: [.missing, .missing]
    }
  }
}

extension DistanceTerm {
  /// `d_`, the technology, and the observed period, as `d_t_t1` for D^t(x^{t+1}, y^{t+1}); at mixed
  /// points those of inputs and outputs, as `d_t1_xt1_yt`; then what differs in the technology.
  fileprivate var columnName: String {
    let technology =
      switch base {
      case .from: "t"
      case .to: "t1"
      case .global: "g"
      }
    let (x, y) = (Self.name(inputs), Self.name(outputs))
    let suffix =
      switch variant {
      case .ordinary: ""
      case .leaveOwnOut: "_loo"
      case .variableReturns: "_vrs"
      }
    return "d_\(technology)_" + (x == y ? x : "x\(x)_y\(y)") + suffix
  }

  private static func name(_ end: Transition.End) -> String { end == .from ? "t" : "t1" }
}
