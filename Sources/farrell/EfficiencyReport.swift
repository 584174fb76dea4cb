internal import Frontier
internal import Tables

/// Scores of a panel as tables, counts and one line of summary.
struct EfficiencyReport: Sendable {
  let loaded: LoadedPanel
  /// One result for each observation.
  let results: [DistanceResult]
  let returnsToScale: ReturnsToScale
  let orientation: Orientation
  let reference: ReferenceChoice
  /// An observation is efficient when its interval proves it within this of 1.
  let efficiencyTolerance: Double

  /// Every column, for programs.
  var table: ReportTable {
    var table = ReportTable(
      name: "efficiency",
      columns: keyColumns + [
        "score", "lower", "upper", "distance", "efficient", "extrapolates_inputs", "status",
      ])
    for (observation, result) in results.enumerated() {
      let score = result.farrell
      table.append(
        key(observation) + [
          .init(score?.value), .init(score?.lower), .init(score?.upper),
          .init(result.shephard?.value),
          isEfficient(result).map { .text($0 ? "yes" : "no") }
            ?? .missing,
          score == nil ? .missing : .text(result.extrapolatesInputs ? "yes" : "no"),
          .text(result.status.rawValue),
        ])
    }
    return table
  }

  /// The columns people read.
  var readableTable: ReportTable {
    var table = ReportTable(
      name: "efficiency", notes: notes, columns: keyColumns + ["score", "efficient", "status"])
    for (observation, result) in results.enumerated() {
      table.append(
        key(observation) + [
          .init(result.farrell?.value),
          isEfficient(result).map { .text($0 ? "yes" : "no") } ?? .missing,
          .text(result.status.rawValue),
        ])
    }
    return table
  }

  /// The model and what came of it, for documents.
  var metadata: [JSONValue.Member] {
    let counts = statusCounts.map { JSONValue.Member($0.status.rawValue, .integer($0.count)) }
    return [
      .init("rts", .text(returnsToScale.rawValue)),
      .init("orientation", .text(orientation.rawValue)),
      .init("technology", .text(reference.text(periods: loaded.panel.periods))),
      .init("observations", .integer(loaded.panel.count)),
      .init("units", .integer(loaded.panel.units.count)),
      .init("periods", .array(periods.map { .text($0) })),
      .init("status_counts", .object(counts)),
      .init("warnings", .array(loaded.warnings.map { .text($0) })),
    ]
  }

  /// One line: size, model, and what came of it.
  var summary: String {
    let panel = loaded.panel
    var parts = ["\(panel.count) observations of \(panel.units.count) units"]
    if !periods.isEmpty { parts[0] += " in \(panel.periods.count) periods" }
    parts.append("\(results.count { isEfficient($0) == true }) efficient")
    parts += statusCounts.filter { $0.count > 0 }.map { "\($0.count) \($0.status.rawValue)" }
    return parts.joined(separator: ", ")
  }

  /// True when a score is missing or uncertain for another reason than the data.
  var isIncomplete: Bool {
    results.contains { $0.status == .uncertified || $0.status == .failed }
  }

  private var notes: [String] {
    let name = reference.text(periods: loaded.panel.periods)
    return [
      "Farrell efficiency: returns to scale \(returnsToScale.rawValue), "
        + "orientation \(orientation.rawValue), technology \(name)", summary,
    ]
  }

  private var periods: [String] { loaded.panel.periods == [""] ? [] : loaded.panel.periods }

  private var keyColumns: [String] { periods.isEmpty ? ["unit"] : ["unit", "period"] }

  private func key(_ observation: Int) -> [ReportTable.Cell] {
    let panel = loaded.panel
    let unit = ReportTable.Cell.text(panel.units[panel.unitOfObservation[observation]])
    if periods.isEmpty { return [unit] }
    return [unit, .text(panel.periods[panel.periodOfObservation[observation]])]
  }

  private var statusCounts: [(status: ScoreStatus, count: Int)] {
    ScoreStatus.allCases.map { status in (status, results.count { $0.status == status }) }
  }

  /// Whether the bounds prove an observation on or beyond the frontier, or inside; nil if neither.
  private func isEfficient(_ result: DistanceResult) -> Bool? {
    guard let score = result.farrell else { return nil }
    switch orientation {
    case .input where score.lower >= 1 - efficiencyTolerance: return true
    case .input where score.upper < 1 - efficiencyTolerance: return false
    case .output where score.upper <= 1 + efficiencyTolerance: return true
    case .output where score.lower > 1 + efficiencyTolerance: return false
    default: return nil
    }
  }
}
