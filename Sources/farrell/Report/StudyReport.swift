internal import Analysis
internal import Frontier
internal import Inference
internal import Productivity
internal import Publishing
internal import RunStore
internal import Tables

/// Everything that the report on a run says, as one page.
///
/// What a reader sees first is what the data can bear: facts with their intervals, cautions, findings in
/// words. Tables and figures follow, then data, method, proof, and how to make the page again.
struct StudyReport: Sendable {
  /// Title of the page; nil for one made of the units and years.
  let title: String?
  let bootstrap: BootstrapReport
  let manifest: RunManifest
  /// How the data were made, where the run knows.
  let preparation: RunPreparation?

  /// The page.
  var page: Page {
    Page(
      title: title ?? preparedTitle
        ?? "Productivity and the bias of technical change: \(unitsAndYears)",
      subtitle: subtitle, facts: facts,
      sections: [
        findingSection, productivitySection, biasSection, factorSection, priceSection, dataSection,
        methodSection, proofSection, citationSection,
      ].compactMap(\.self),
      footer: [
        PageText(
          "Made by farrell \(EngineVersion.current), free software under the Apache License 2.0. "
            + "This page is one file: it loads nothing, and sends nothing.")
      ])
  }

  /// What is known of the distances of the estimates.
  var statistics: SolveStatistics { bootstrap.support.distances.statistics }
  var panel: Panel { bootstrap.results.study.panel }
  var method: InferenceMethod { bootstrap.results.study.options.methods[0] }
  var level: String { bootstrap.level }
  var overall: BootstrapReport.Span? { bootstrap.overall }
  var hasInputBias: Bool { bootstrap.results.study.components.contains(.inputBias) }

  var years: String {
    let names = panel.periods
    return "\(names.first ?? "")–\(names.last ?? "")"
  }

  /// Title of the recipe; nil without one.
  private var preparedTitle: String? {
    preparation.flatMap { $0.title.isEmpty ? nil : $0.title }
  }

  private var unitsAndYears: String { "\(panel.units.count) units, \(years)" }

  private var subtitle: String {
    let inputs = panel.inputNames.joined(separator: ", ")
    let outputs = panel.outputNames.joined(separator: ", ")
    return
      "\(unitsAndYears). Inputs: \(inputs). Output\(panel.outputNames.count == 1 ? "" : "s"): \(outputs)."
  }
}

// MARK: Facts

extension StudyReport {
  private var facts: [PageFact] {
    var facts = [
      PageFact(
        "Units", "\(panel.units.count)", remark: "\(years), \(panel.count) observations")
    ]
    if let overall {
      let length = Double(overall.ends.to - overall.ends.from)
      if let found = bootstrap.mean(.productivityChange, overall) {
        let whole = bootstrap.population[overall.ends, .productivityChange]
        var remark = "MI of the average unit"
        if let lower = whole?.lower, let upper = whole?.upper {
          remark +=
            "; \(level) interval for its population \(lower.annual(length).growth) to "
            + "\(upper.annual(length).growth)"
        }
        facts.append(
          PageFact("Productivity, a year", found.index.annual(length).growth, remark: remark))
      }
      if hasInputBias, let found = bootstrap.mean(.inputBias, overall) {
        facts.append(
          PageFact(
            "Input bias, mean IBTECH", found.index.fixed(3),
            remark: Self.interval(found).map {
              "\(level) interval \(method == .neutralNull ? "without the error of the estimate " : "")\($0)"
            } ?? "no interval"))
      }
    }
    let percentage = (statistics.certifiedShare * 10_000).rounded(.down) / 100
    facts.append(
      PageFact(
        "Distances certified", "\(percentage.shortest) %",
        remark:
          "of \(statistics.total.grouped); widest bound \(statistics.largestWidth.rough)"
      ))
    let counts = bootstrap.results.counts
    facts.append(
      PageFact(
        "Replicates", bootstrap.results.study.options.bootstrap.replicateCount.grouped,
        remark: "\(counts.programs.grouped) linear programs, \(counts.failed.grouped) failed"))
    return facts
  }

  /// An interval in words; nil without one.
  static func interval(_ found: IntervalEstimate) -> String? {
    guard let lower = found.lower, let upper = found.upper else { return nil }
    return "\(lower.fixed(3)) to \(upper.fixed(3))"
  }
}
