internal import Frontier
internal import Inference
internal import Productivity
internal import Tables

/// Tables that fit a page, for people.
extension BootstrapReport {
  private typealias Column = (heading: String, name: String)

  private var methods: [InferenceMethod] { results.study.options.methods }

  private var firstColumns: [Column] {
    ["lower", "upper", "p"].map { (methods[0].name, $0) }
  }

  private var secondColumns: [Column] {
    methods.count > 1 ? ["lower", "upper"].map { (methods[1].name, $0) } : []
  }

  /// Means of all units over the periods, those of the bias also by transition, then those of subsets.
  var readableMeans: ReportTable {
    var table = ReportTable(
      name: "means",
      notes: [
        "Geometric means of the observed units (E2), over periods and by transition; E3 is the mean of a "
          + "population that they were drawn from"
      ],
      columns: ["group", "period", "index"].map { ("", $0) } + (hasGaps ? [("", "units")] : [])
        + [("", "mean")] + firstColumns + secondColumns + ["lower", "upper"].map { ("E3", $0) },
      keyCount: 3)
    let bias: [IndexComponent] = [.inputBias, .outputBias]
    let shown =
      means.filter { !$0.span.isTransition }
      + means.filter {
        $0.span.isTransition && $0.subject == .group(0) && bias.contains($0.component)
      }
    for row in shown {
      let whole = row.subject == .group(0) ? population[row.span.ends, row.component] : nil
      table.append(
        [
          .text(name(row.subject)), .text(row.span.name), .text(row.component.rawValue),
        ] + (hasGaps ? [.integer(unitCount(row))] : []) + [.init(row.first?.index)] + cells(row) + [
          .init(whole?.lower), .init(whole?.upper),
        ])
    }
    return table
  }

  /// Whether some mean lacks a unit of its group.
  private var hasGaps: Bool {
    means.contains { row in
      guard case .group(let group) = row.subject else { return false }
      return unitCount(row) < results.study.groups[group].count
    }
  }

  /// The bias of every unit over the last period, ordinary and without own observations; nil without one.
  var readableUnits: ReportTable? {
    guard let component = [IndexComponent.inputBias, .outputBias].first(where: isShown),
      let span = spans.last
    else { return nil }
    let reduced: IndexComponent =
      component == .inputBias ? .inputBiasLeaveOwnOut : .outputBiasLeaveOwnOut
    var table = ReportTable(
      name: "units",
      notes: ["\(component.rawValue) of each unit over \(span.name) (E1: at its observed points)"],
      columns: [("", "unit"), ("", component.rawValue)] + firstColumns
        + [(methods[0].name, "p adj.")] + secondColumns
        + ["index", "lower", "upper"].map { ("leave-own-out", $0) })
    let rows = units.filter { $0.span == span }
    let others = Dictionary(
      uniqueKeysWithValues: rows.filter { $0.component == reduced }.map { ($0.subject, $0) })
    for row in rows where row.component == component {
      let other = others[row.subject]?.first
      let second = methods.count > 1 ? [row.second?.lower, row.second?.upper] : []
      table.append(
        [.text(name(row.subject)), .init(row.first?.index), .init(row.first?.lower)]
          + [.init(row.first?.upper), .init(row.first?.pValue), .init(row.adjusted)]
          + second.map { .init($0) }
          + [.init(other?.index), .init(other?.lower), .init(other?.upper)])
    }
    return table
  }

  /// The saved input of each pair for the average unit, and the confidence of it; nil without pairs.
  var readableSaving: ReportTable? {
    if savingPairs.isEmpty { return nil }
    var table = ReportTable(
      name: "saving",
      notes: [
        "Which input technical change saves, for the mean of the units (E2): its name where the confidence "
          + "passes the level, n.s. where it does not, ? where the mix did not move"
      ],
      columns: [("", "group"), ("", "period")]
        + savingPairs.flatMap { pair in ["saves", "confid."].map { (results.study.name(pair), $0) }
        },
      keyCount: 2)
    for group in results.study.groups.indices {
      for span in spans {
        table.append(
          [.text(name(ofGroup: group)), .text(span.name)]
            + savingPairs.flatMap { savingCells($0, .group(group), span) })
      }
    }
    return table
  }

  /// How many units save the first input of each pair over the periods; nil without pairs.
  var readableCounts: ReportTable? {
    if savingPairs.isEmpty { return nil }
    var table = ReportTable(
      name: "counts",
      notes: [
        "Units that save the first input, use it, or neither at the level; then those that save by their "
          + "estimates, with the interval of that number"
      ],
      columns: [
        "group", "period", "pair", "saving", "using", "n.s.", "?", "by sign", "lower", "upper",
      ],
      keyCount: 3)
    for group in results.study.groups.indices {
      for span in spans where !span.isTransition {
        for pair in savingPairs {
          let count = results.savingCount(pair, ofGroup: group, over: span.ends, by: methods[0])
          table.append(
            [.text(name(ofGroup: group)), .text(span.name), .text(results.study.name(pair))]
              + SavingEvidence.allCases.map { .integer(count.evidence[$0] ?? 0) }
              + [.integer(count.estimate), .init(count.lower), .init(count.upper)])
        }
      }
    }
    return table
  }

  /// Input that is saved, or why none is named, and the confidence of the first or the second.
  private func savingCells(
    _ pair: FactorPair, _ subject: Subject, _ span: Span
  ) -> [ReportTable.Cell] {
    guard let found = saving(pair, subject, span) else { return [.missing, .missing] }
    let names = results.study.panel.inputNames
    let confidence = ReportTable.Cell.number(found.confidence)
    switch found.evidence {
    case .saving: return [.text(names[pair.first]), confidence]
    case .using: return [.text(names[pair.second]), .number(1 - found.confidence)]
    case .notSignificant: return [.text("n.s."), confidence]
    case .undetermined: return [.text("?"), .missing]
    }
  }

  private func cells(_ row: Row) -> [ReportTable.Cell] {
    let second = methods.count > 1 ? [row.second?.lower, row.second?.upper] : []
    return [.init(row.first?.lower), .init(row.first?.upper), .init(row.first?.pValue)]
      + second.map { .init($0) }
  }

  private func isShown(_ component: IndexComponent) -> Bool {
    results.study.components.contains(component)
  }
}

extension IndexStudy {
  /// A pair as `--pairs` takes it.
  func name(_ pair: FactorPair) -> String {
    "\(panel.inputNames[pair.first]):\(panel.inputNames[pair.second])"
  }
}
