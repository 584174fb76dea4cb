internal import Drawing
internal import Frontier
internal import Productivity
internal import Tables

/// The pictures of a Malmquist analysis.
package struct MalmquistPictures {
  let report: MalmquistReport

  /// Pictures of a report, which has isoquants where they are wanted.
  package init(report: MalmquistReport) { self.report = report }

  /// Figure 2 over every period, that of the last without its number; then Figure 1 of every pair.
  package var charts: [NamedChart] {
    let periods = report.results.periods
    let curves = periods.reversed().enumerated().map { number, period in
      NamedChart(
        name: "cumulative" + (number == 0 ? "" : "-\(number)"), chart: cumulative(period))
    }
    return curves + (report.isoquants?.charts(notes: notes) ?? [])
  }

  private var notes: [String] { [report.model, report.source] }

  /// Chains of means since the first year of a period, without bands.
  func cumulative(_ period: ReportPeriod) -> Chart {
    let results = report.results
    let prefixes = period.transitions.indices.map {
      ReportPeriod(name: "", transitions: Array(period.transitions[...$0]))
    }
    let means = prefixes.map { results.series.means(over: $0) }
    // With one output and constant returns, outputs have no bias: the index is 1 throughout.
    let hasOutputBias =
      results.panel.outputNames.count > 1 || results.options.returnsToScale != .constant
    let components = results.series.components.filter { $0 != .outputBias || hasOutputBias }
    func index(_ component: IndexComponent) -> Curve {
      Curve(
        component.rawValue,
        [DrawnInterval(1)] + means.map { DrawnInterval($0?.means[component] ?? .nan) })
    }
    func part(_ component: IndexComponent) -> Curve {
      Curve(
        component.rawValue,
        [DrawnInterval(.nan)]
          + means.map { DrawnInterval($0?.contributions[component]?.logPoints ?? .nan) })
    }
    let shown: [IndexComponent] = [.productivityChange, .inputBias, .outputBias]
    let hasBias = components.contains(.inputBias)
    let split: [IndexComponent] =
      hasBias
      ? [.efficiencyChange, .magnitude, .outputBias, .inputBias]
      : [.efficiencyChange, .technicalChange, .bestPracticeChange]
    let names = results.panel.periods
    return CumulativeFigure(
      years: [names[period.endPoints.from]] + period.transitions.map { names[$0.to] },
      indices: shown.filter(components.contains).map(index),
      parts: split.filter(components.contains).map(part),
      shares: hasBias ? [nil] + prefixes.map { report.share(over: $0.transitions) } : [],
      bandLabel: ""
    ).chart(
      title: "Productivity and bias of technical change, all units, \(period.name)", notes: notes)
  }
}
