package import Drawing
internal import Frontier
internal import Inference
internal import Productivity
internal import Tables

/// The pictures of a bootstrap.
package struct BootstrapPictures {
  let report: BootstrapReport

  /// Pictures of a report, which has isoquants where they are wanted.
  package init(report: BootstrapReport) { self.report = report }

  /// The pictures by name: those of the last period without a number.
  package var charts: [NamedChart] {
    let periods = report.spans.filter { !$0.isTransition }
    let groups = report.results.study.groups.indices
    var charts: [NamedChart] = []
    for (number, span) in periods.reversed().enumerated() {
      let suffix = number == 0 ? "" : "-\(number)"
      if let chart = forest(span) {
        charts.append(NamedChart(name: "forest\(suffix)", chart: chart))
      }
      for group in groups {
        let name = "cumulative\(group == 0 ? "" : "-group-\(group)")\(suffix)"
        charts.append(NamedChart(name: name, chart: cumulative(span, group)))
      }
    }
    if let chart = confidence(periods) {
      charts.append(NamedChart(name: "confidence", chart: chart))
    }
    return charts + (report.isoquants?.charts(notes: notes) ?? [])
  }

  private var methods: [InferenceMethod] { report.results.study.options.methods }
  private var level: String { "\((100 * report.results.intervals.level).shortest) %" }
  private var notes: [String] { [report.model, report.source] }
}

// MARK: Forest

extension BootstrapPictures {
  /// Intervals of the bias of every unit over a period, and of the mean; nil without a bias.
  package func forest(_ span: BootstrapReport.Span) -> Chart? {
    let components = report.results.study.components
    guard let component = [IndexComponent.inputBias, .outputBias].first(where: components.contains)
    else { return nil }
    let reduced: IndexComponent =
      component == .inputBias ? .inputBiasLeaveOwnOut : .outputBiasLeaveOwnOut
    func rows(_ all: [BootstrapReport.Row], isSummary: Bool) -> [ForestRow] {
      let own = all.filter { $0.span == span }
      let others = Dictionary(
        own.filter { $0.component == reduced }.map { ($0.subject, $0.first) },
        uniquingKeysWith: { first, _ in first })
      return own.filter { $0.component == component }.compactMap { row in
        row.first.map { first in
          ForestRow(
            name: report.name(row.subject), first: DrawnInterval(first),
            second: DrawnInterval(
              others[row.subject]??.index ?? .nan, lower: row.second?.lower ?? .nan,
              upper: row.second?.upper ?? .nan),
            isSummary: isSummary)
        }
      }
    }
    let labels = ForestLabels(
      estimate: component.rawValue, interval: "\(methods[0].name), \(level)",
      secondEstimate: "leave-own-out",
      secondInterval: methods.count > 1 ? "\(methods[1].name), \(level)" : "",
      summary: "mean of a group (E2)")
    return Chart(
      title: "Bias of technical change by unit, \(span.name)",
      subtitle: [
        "\(component.rawValue) of each unit at its observed points (E1): above 1, the new mix of "
          + "\(component == .inputBias ? "inputs" : "outputs") fits the new technology better. "
          + "Intervals by \(methods[0].name)\(methods[0] == .neutralNull ? " lack the bias of the estimate" : "")."
      ],
      notes: notes,
      plots: [
        .forest(
          rows(report.units, isSummary: false) + rows(report.means, isSummary: true), units: "unit",
          measure: component.rawValue, labels: labels, reference: Rule(1, label: "no bias"))
      ])
  }
}

// MARK: Curves

extension BootstrapPictures {
  /// Cumulative productivity and bias of a group with bands, and what the parts contribute.
  package func cumulative(_ span: BootstrapReport.Span, _ group: Int) -> Chart {
    let years = Array(span.ends.from...span.ends.to)
    let names = years.map { report.results.study.panel.periods[$0] }
    let components = report.results.study.components
    let rows = report.cumulative.filter { $0.span == span && $0.subject == .group(group) }
    func curve(_ component: IndexComponent) -> Curve {
      let found = Dictionary(
        rows.filter { $0.component == component }.map { ($0.last, $0.first) },
        uniquingKeysWith: { first, _ in first })
      return Curve(
        component.rawValue,
        years.map { year in
          year == span.ends.from
            ? DrawnInterval(1, lower: 1, upper: 1)
            : (found[year] ?? nil).map { DrawnInterval($0) } ?? DrawnInterval(.nan)
        })
    }
    func parts(_ component: IndexComponent) -> Curve {
      Curve(
        component.rawValue,
        years.map { year in
          let share =
            year == span.ends.from
            ? nil
            : report.results.contribution(
              of: component, ofGroup: group, over: span.ends, by: methods[0], upTo: year)
          return DrawnInterval(share?.logPoints ?? .nan)
        })
    }
    let shown: [IndexComponent] = [.productivityChange, .inputBias, .outputBias]
    let split: [IndexComponent] = [.efficiencyChange, .magnitude, .outputBias, .inputBias]
    let shares = years.dropFirst().map { report.share(ofGroup: group, over: span, upTo: $0) }
    return CumulativeFigure(
      years: names, indices: shown.filter(components.contains).map(curve),
      parts: split.filter(components.contains).map(parts),
      shares: components.contains(.inputBias) ? [nil] + shares : [],
      bandLabel: "\(methods[0].name), \(level)"
    ).chart(
      title: "Productivity and bias of technical change, "
        + "\(group == 0 ? "all units" : report.name(ofGroup: group)), \(span.name)", notes: notes)
  }
}

// MARK: Confidence

extension BootstrapPictures {
  /// Confidence of saving by unit and pair, the periods side by side; nil without pairs.
  package func confidence(_ periods: [BootstrapReport.Span]) -> Chart? {
    let pairs = report.savingPairs
    guard !pairs.isEmpty else { return nil }
    let study = report.results.study
    let columns = periods.flatMap { span in
      pairs.map { Category(study.name($0), heading: span.name) }
    }
    var cells: [CellGrid.Cell] = []
    for unit in study.panel.units.indices {
      for (number, span) in periods.enumerated() {
        for (position, pair) in pairs.enumerated() {
          let found = report.saving(pair, .unit(unit), span)
          cells.append(
            CellGrid.Cell(
              column: number * pairs.count + position, row: unit,
              value: found?.confidence ?? .nan, text: letter(found?.evidence)))
        }
      }
    }
    return Chart(
      title: "Which input technical change saves",
      subtitle: [
        "Confidence that the first input of a pair is saved (E1), by \(methods[0].name); S saving and "
          + "U using at \(level)"
      ],
      notes: notes
        + (study.panel.inputNames.count > 2
          ? ["Caution: \(PairCaution.text)."]
          : []),
      plots: [
        .confidence(
          CellGrid(
            cells: cells, title: "confidence", lowMeaning: "first input used",
            highMeaning: "first input saved", missingMeaning: "not determined"),
          rows: study.panel.units, units: "unit", columns: columns, across: "pair")
      ])
  }

  private func letter(_ evidence: SavingEvidence?) -> String {
    switch evidence {
    case .saving: "S"
    case .using: "U"
    case .notSignificant, .undetermined, nil: ""
    }
  }
}

extension DrawnInterval {
  /// The index with its interval, where there is one.
  fileprivate init(_ found: IntervalEstimate) {
    self.init(found.index, lower: found.lower ?? .nan, upper: found.upper ?? .nan)
  }
}
