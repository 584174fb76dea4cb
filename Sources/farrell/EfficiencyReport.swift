internal import Frontier
internal import Tables

/// One observation with everything measured for it.
struct MeasuredObservation: Sendable {
  /// Both phases of the radial model.
  let evaluation: Evaluation
  /// Observation of the panel behind each reference observation of the technology.
  let reference: [Int]
  /// Scale efficiency and local returns to scale, where asked for and where they exist.
  let scale: ScaleProperties?

  var distance: DistanceResult { evaluation.distance }
}

/// Scores of a panel as tables, counts and one line of summary.
struct EfficiencyReport: Sendable {
  let loaded: LoadedPanel
  /// What was read, in words.
  let source: String
  /// One result for each observation.
  let measured: [MeasuredObservation]
  let returnsToScale: ReturnsToScale
  let orientation: Orientation
  let reference: ReferenceChoice
  let hasScale: Bool
  let hasMultipliers: Bool
  /// An observation is efficient when its interval proves it within this of 1.
  let efficiencyTolerance: Double

  /// Every column, for programs.
  var table: ReportTable {
    let panel = loaded.panel
    let variables = panel.inputNames + panel.outputNames
    var columns = ["unit", "time", "score", "distance", "lower", "upper", "status"]
    columns += variables.map { "slack_\($0)" } + variables.map { "target_\($0)" }
    columns += ["peers", "efficient", "extrapolates_inputs"]
    if hasScale { columns += ["scale_efficiency", "returns_to_scale"] }
    if hasMultipliers { columns += variables.map { "multiplier_\($0)" } + ["scale_multiplier"] }
    return ReportTable(
      name: "efficiency", columns: columns, rowCount: measured.count, row: { cells($0) })
  }

  /// The columns people read.
  var readableTable: ReportTable {
    var columns = periods.isEmpty ? ["unit"] : ["unit", "time"]
    columns += ["score", "efficient", "peers"]
    if hasScale { columns += ["scale", "rts"] }
    var table = ReportTable(
      name: "efficiency", notes: notes, columns: columns + ["status"],
      keyCount: periods.isEmpty ? 1 : 2)
    for (observation, found) in measured.enumerated() {
      var row = Array(key(observation).prefix(periods.isEmpty ? 1 : 2))
      row += [
        .init(found.distance.farrell?.value), efficientCell(found), peersCell(found, short: true),
      ]
      if hasScale { row += scaleCells(found) }
      table.append(row + [.text(found.distance.status.rawValue)])
    }
    return table
  }

  private func cells(_ observation: Int) -> [ReportTable.Cell] {
    let found = measured[observation]
    let (evaluation, score) = (found.evaluation, found.distance.farrell)
    let variableCount = loaded.panel.inputNames.count + loaded.panel.outputNames.count
    func values(_ numbers: [Double]) -> [ReportTable.Cell] {
      (0..<variableCount).map { $0 < numbers.count ? .number(numbers[$0]) : .missing }
    }
    var row = key(observation)
    row += [
      .init(score?.value), .init(found.distance.shephard?.value), .init(score?.lower),
      .init(score?.upper), .text(found.distance.status.rawValue),
    ]
    row += values(evaluation.inputSlacks + evaluation.outputSlacks)
    row += values(evaluation.inputTargets + evaluation.outputTargets)
    row += [
      peersCell(found, short: false), efficientCell(found),
      score == nil ? .missing : .text(found.distance.extrapolatesInputs ? "yes" : "no"),
    ]
    if hasScale { row += scaleCells(found) }
    if hasMultipliers {
      let multipliers = evaluation.multipliers
      row += values((multipliers?.inputs ?? []) + (multipliers?.outputs ?? []))
      row.append(.init(multipliers?.scale))
    }
    return row
  }

  private func efficientCell(_ found: MeasuredObservation) -> ReportTable.Cell {
    isEfficient(found.distance).map { .text($0 ? "yes" : "no") } ?? .missing
  }

  private func scaleCells(_ found: MeasuredObservation) -> [ReportTable.Cell] {
    [
      .init(found.scale?.efficiency),
      found.scale.map { .text($0.returnsToScale.rawValue) } ?? .missing,
    ]
  }

  /// Peers as `name:weight` between semicolons, with `@period` where the frontier spans several; for
  /// people the three largest, weights to three decimals.
  private func peersCell(_ found: MeasuredObservation, short: Bool) -> ReportTable.Cell {
    var peers = found.evaluation.peers
    guard !peers.isEmpty else { return .missing }
    if short { peers = Array(peers.sorted { $0.weight > $1.weight }.prefix(3)) }
    let panel = loaded.panel
    let hasPeriod = (reference == .pooled || reference == .sequential) && !periods.isEmpty
    var text = TextBuffer()
    for (position, peer) in peers.enumerated() {
      let observation = found.reference[peer.observation]
      if position > 0 { text.append(character: ";") }
      text.append(panel.units[panel.unitOfObservation[observation]])
      if hasPeriod {
        text.append(character: "@")
        text.append(panel.periods[panel.periodOfObservation[observation]])
      }
      text.append(character: ":")
      text.append(short ? (peer.weight * 1000).rounded() / 1000 : peer.weight)
    }
    if short && found.evaluation.peers.count > peers.count { text.append(";…") }
    return .text(text.text)
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
      .init("largest_relative_width", .number(statistics.largestWidth)),
      .init("warnings", .array(loaded.warnings.map { .text($0) })),
    ]
  }

  /// Counts over all scores.
  var statistics: SolveStatistics {
    var statistics = SolveStatistics()
    for found in measured { statistics.record(found.distance) }
    return statistics
  }

  /// One line: size, model, and what came of it.
  var summary: String {
    let panel = loaded.panel
    var parts = ["\(panel.count) observations of \(panel.units.count) units"]
    if !periods.isEmpty { parts[0] += " in \(panel.periods.count) periods" }
    parts.append("\(measured.count { isEfficient($0.distance) == true }) efficient")
    parts += statusCounts.filter { $0.count > 0 }.map { "\($0.count) \($0.status.rawValue)" }
    return parts.joined(separator: ", ")
  }

  /// True when a score is missing or uncertain for another reason than the data.
  var isIncomplete: Bool {
    measured.contains { $0.distance.status == .uncertified || $0.distance.status == .failed }
  }

  private var notes: [String] {
    let name = reference.text(periods: loaded.panel.periods)
    let measure = orientation == .input ? "theta <= 1 inside" : "phi >= 1 inside"
    return [
      "Farrell efficiency (\(measure)): returns to scale \(returnsToScale.rawValue), "
        + "orientation \(orientation.rawValue), technology \(name)", source, summary,
      "largest relative width of a certified interval: \(statistics.largestWidth.rough)",
      "peers and slacks are one solution of possibly several",
    ]
  }

  private var periods: [String] { loaded.panel.periods == [""] ? [] : loaded.panel.periods }

  /// Unit and time; the time is empty for data without periods.
  private func key(_ observation: Int) -> [ReportTable.Cell] {
    let panel = loaded.panel
    let unit = ReportTable.Cell.text(panel.units[panel.unitOfObservation[observation]])
    if periods.isEmpty { return [unit, .missing] }
    return [unit, .text(panel.periods[panel.periodOfObservation[observation]])]
  }

  private var statusCounts: [(status: ScoreStatus, count: Int)] {
    let counts = statistics.byStatus
    return ScoreStatus.allCases.map { ($0, counts[$0] ?? 0) }
  }

  /// Whether the bounds prove an observation on or beyond the frontier, or inside; nil if neither.
  private func isEfficient(_ result: DistanceResult) -> Bool? {
    guard let score = result.farrell else { return nil }
    if result.isEfficient(orientation: orientation, tolerance: efficiencyTolerance) { return true }
    let isInside =
      orientation == .input
      ? score.upper < 1 - efficiencyTolerance : score.lower > 1 + efficiencyTolerance
    return isInside ? false : nil
  }
}
