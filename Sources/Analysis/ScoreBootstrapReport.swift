internal import Frontier
internal import Inference
internal import Tables

/// Columns and notes of a bootstrap of scores.
extension ScoreBootstrap {
  /// Columns for programs; `lower` and `upper` are bounds of the estimate itself.
  static let columns = [
    "corrected", "ci_lower", "ci_upper", "bias", "std_error", "valid_share", "correct",
  ]
  /// Columns for people.
  static let readableColumns = columns.filter { $0 != "valid_share" }

  /// Cells of ``columns``.
  func cells(_ observation: Int, score: Double?) -> [ReportTable.Cell] {
    guard let found = self[observation] else { return Self.columns.map { _ in .missing } }
    return [
      .number(found.corrected), .init(found.interval?.lowerBound),
      .init(found.interval?.upperBound), .init(score.map { $0 - found.corrected }),
      .number(found.standardError), .number(found.validShare),
      .text(found.isCorrectionAdvised ? "yes" : "no"),
    ]
  }

  /// Cells of ``readableColumns``.
  func readableCells(_ observation: Int, score: Double?) -> [ReportTable.Cell] {
    zip(Self.columns, cells(observation, score: score)).filter { $0.0 != "valid_share" }.map(\.1)
  }

  /// What stands above the scores.
  func notes(_ panel: Panel) -> [String] {
    [
      "bootstrap of Simar and Wilson (1998): B \(plan.replicateCount), seed \(plan.seed), "
        + "\(order.rawValue); ci: \(plan.levelText) basic intervals on logarithms, each score by itself",
      "correct: whether the corrected score is the better estimate, bias^2 > 3 std_error^2 on "
        + "logarithms; the interval has the bias taken off in any case",
      "bandwidth \(bandwidths(panel))", counts.line,
    ] + cautions(panel).map { "caution: \($0)" }
  }

  /// What the numbers do not say by themselves.
  func cautions(_ panel: Panel) -> [String] {
    var lines = periods.compactMap { $0.caution(panel) }
    if order == .reflectFirst {
      lines.insert(
        "reflect-first exaggerates the bias, and its intervals hold the truth less often the more "
          + "units there are; it is for comparison with other software", at: 0)
    }
    let missing = periods.flatMap { $0.value?.scores ?? [] }.count { $0.interval == nil }
    if missing > 0 {
      let share = (100 * ScoreInterval.leastValidShare).shortest
      lines.append(
        "\(missing) scores have no interval: fewer than \(share) % of the replicates have a value")
    }
    return lines
  }

  /// The bandwidth of each period with the rule that gave it.
  private func bandwidths(_ panel: Panel) -> String {
    periods.compactMap { period in
      period.value.map { found in
        let name = panel.periods[period.period]
        return (name.isEmpty ? "" : "\(name): ")
          + bandwidthText(found.bandwidth, found.bandwidthRule?.rawValue)
      }
    }.joined(separator: ", ")
  }

  private func bandwidthText(_ value: Double, _ rule: String?) -> String {
    "\(value.fixed(6)) (\(rule ?? "given"))"
  }

  /// Draws and bandwidths, for documents.
  func metadata(_ panel: Panel) -> JSONValue {
    let bandwidths: [JSONValue] = periods.map { period in
      .object([
        .init("time", .text(panel.periods[period.period])),
        .init("bandwidth", period.value.map { .number($0.bandwidth) } ?? .null),
        .init("rule", .text(period.value.map { $0.bandwidthRule?.rawValue ?? "given" } ?? "none")),
      ])
    }
    return .object(
      plan.metadata() + [
        .init("smoothing", .text(order.rawValue)), .init("interval", .text("basic")),
        .init("bandwidths", .array(bandwidths)),
      ] + counts.metadata + [.init("cautions", .array(cautions(panel).map { .text($0) }))])
  }
}
