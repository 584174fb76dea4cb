internal import Frontier
internal import Inference
internal import Productivity
package import Tables

/// What people must know to read the tables of a bootstrap.
extension BootstrapReport {
  /// The model, as one line above every table.
  package var model: String {
    let (study, options) = (results.study.options, results.study.options.bootstrap)
    return "returns to scale \(options.returnsToScale.rawValue), orientation "
      + "\(options.orientation.rawValue), reference contemporaneous, convention "
      + "\(study.convention.rawValue); B \(options.replicateCount), seed \(options.seed), "
      + "\((100 * results.intervals.level).shortest) % \(results.intervals.type.rawValue) intervals, "
      + "\(study.methods.map(\.name).joined(separator: " and "))"
  }

  /// What stands above the first table.
  var notes: [String] {
    let panel = loaded.panel
    return [
      "Bootstrap of the Malmquist index: \(model)", source,
      "\(panel.units.count) units, \(panel.periods.count) periods; \(programCounts)\(bandwidths)",
    ] + why + cautions.map { "caution: \($0)" } + [""]
  }

  /// What happened to the linear programs, as one line above every table.
  package var programCounts: String { results.counts.line }

  /// The bandwidths, which depend on the number of units of a window.
  private var bandwidths: String {
    let found = results.study.parts.compactMap(\.sampler.bandwidth)
    guard let least = found.min(), let most = found.max() else { return "" }
    func rounded(_ value: Double) -> String { ((value * 1000).rounded() / 1000).shortest }
    return "; bandwidth h \(rounded(least))" + (least == most ? "" : " to \(rounded(most))")
  }

  /// Why the two methods differ.
  private var why: [String] {
    guard Set(results.study.options.methods) == [.neutralNull, .simarWilson1999] else { return [] }
    return [
      "A unit's own observations span the frontier at its old mix of inputs but not at its new one, so "
        + "estimated biases lie above 1 even where technical change is neutral; neutral-null intervals "
        + "have that error taken off.",
      "Those of Simar and Wilson (1999), the published method, take the estimated frontiers for the true "
        + "ones and keep the error, which the leave-own-out index shows too by leaving it out.",
    ]
  }

  /// What the numbers do not say by themselves (METHODS 0, 3.3, 5.7 and 5.9).
  var cautions: [String] {
    let study = results.study
    var lines = [
      "intervals of tfpch of units and of E2 are indicative only: they hold the truth less often than "
        + "they say"
    ]
    if study.components.contains(.inputBias) {
      lines.append("E3 of matech and of the biases is experimental")
    }
    let tail = (1 - results.intervals.level) / 2
    if Double(study.options.bootstrap.replicateCount + 1) * tail < 1 {
      lines.append(
        "too few replicates for this level: ends of intervals are the least and the largest draw")
    }
    if results.intervals.type != .basic {
      lines.append("\(results.intervals.type.rawValue) intervals do not take the bias off")
    }
    if plan.pairs.contains(where: { _ in study.panel.inputNames.count > 2 }) {
      lines.append(
        "\(PairCaution.text), whatever their confidence")
    }
    return lines + leftOut + refused + suppressed
  }

  /// Units with gaps, by window.
  private var leftOut: [String] {
    let panel = results.study.panel
    var lines: [String] = []
    var seen: Set<[Int]> = []
    for replicates in results.replicates {
      let window = replicates.window
      let missing = Set(panel.units.indices).subtracting(window.units).sorted()
      guard !missing.isEmpty, seen.insert(missing).inserted else { continue }
      let (first, last) = (window.periods.lowerBound, window.periods.upperBound)
      lines.append(
        "not observed throughout \(panel.periods[first])-\(panel.periods[last]) and left out there: "
          + NearMatch.list(missing.map { panel.units[$0] }))
    }
    return lines
  }

  private var refused: [String] {
    results.study.refused.map { refused in
      let names = results.study.panel.periods
      return "no \(refused.method.name) replicates for \(names[refused.span.from])-"
        + "\(names[refused.span.to]): \(refused.reason.text(results.study.panel))"
    }
  }

  private var suppressed: [String] {
    guard suppressedCount > 0 else { return [] }
    let share = (100 * results.intervals.leastValidShare).shortest
    return [
      "\(suppressedCount) estimates have no interval: fewer than \(share) % of the replicates have a value"
    ]
  }

  /// The model and what came of it, for documents.
  package var metadata: [JSONValue.Member] {
    let (study, options) = (results.study, results.study.options.bootstrap)
    let counts = results.counts
    return [
      .init("rts", .text(options.returnsToScale.rawValue)),
      .init("orientation", .text(options.orientation.rawValue)),
      .init("reference", .text(ReferencePolicy.contemporaneous.rawValue)),
      .init("convention", .text(study.options.convention.rawValue)),
      .init("methods", .array(study.options.methods.map { .text($0.name) })),
      .init("replicates", .integer(options.replicateCount)),
      .init("seed", .text(String(options.seed))),
      .init("bandwidth_factor", .number(options.bandwidthFactor)),
      .init("level", .number(results.intervals.level)),
      .init("interval", .text(results.intervals.type.rawValue)),
      .init(
        "estimands",
        .object([
          .init("E1", .text("value of a unit at its observed points")),
          .init("E2", .text("mean of the observed units")),
          .init("E3", .text("mean of a population that the units were drawn from")),
        ])),
      .init("observations", .integer(study.panel.count)),
      .init("units", .integer(study.panel.units.count)),
      .init("periods", .array(study.panel.periods.map { .text($0) })),
      .init("pairs", .array(savingPairs.map { .text(study.name($0)) })),
      .init("programs", .integer(counts.programs)), .init("failed", .integer(counts.failed)),
      .init("rescued", .integer(counts.rescued)), .init("infeasible", .integer(counts.infeasible)),
      .init("suppressed_intervals", .integer(suppressedCount)),
      .init("cautions", .array(cautions.map { .text($0) })),
      .init("warnings", .array(loaded.warnings.map { .text($0) })),
    ]
  }
}
