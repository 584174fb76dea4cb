internal import Frontier
package import Tables

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

/// Scores of a panel as tables, counts and one line of summary; a class, since every row refers to it.
package final class EfficiencyReport: Sendable {
  let loaded: LoadedPanel
  /// What was read, in words.
  let source: String
  /// One result for each observation.
  let measured: [MeasuredObservation]
  let returnsToScale: ReturnsToScale
  let orientation: Orientation
  let reference: ReferenceChoice
  /// Replicates of the scores, where asked for.
  let bootstrap: ScoreBootstrap?
  let hasScale: Bool
  let hasMultipliers: Bool
  /// An observation is efficient when its interval proves it within this of 1.
  let efficiencyTolerance: Double
  /// Counts over all scores.
  let statistics: SolveStatistics
  /// How long the solver took, in words.
  private let solved: String

  private let columns: [String]
  private let periods: [String]  // empty for data without periods

  init(
    loaded: LoadedPanel, source: String, measured: [MeasuredObservation],
    returnsToScale: ReturnsToScale, orientation: Orientation, reference: ReferenceChoice,
    bootstrap: ScoreBootstrap?, hasScale: Bool, hasMultipliers: Bool, efficiencyTolerance: Double,
    solved: String
  ) {
    self.loaded = loaded
    self.source = source
    self.measured = measured
    self.returnsToScale = returnsToScale
    self.orientation = orientation
    self.reference = reference
    self.bootstrap = bootstrap
    self.hasScale = hasScale
    self.hasMultipliers = hasMultipliers
    self.efficiencyTolerance = efficiencyTolerance
    self.solved = solved
    var statistics = SolveStatistics()
    for found in measured { statistics.record(found.distance) }
    self.statistics = statistics
    periods = loaded.panel.periods == [""] ? [] : loaded.panel.periods
    columns =
      Self.columns(loaded.panel, hasScale: hasScale, hasMultipliers: hasMultipliers)
      + (bootstrap == nil ? [] : ScoreBootstrap.columns)
  }

  private static func columns(
    _ panel: Panel, hasScale: Bool, hasMultipliers: Bool
  ) -> [String] {
    let variables = panel.inputNames + panel.outputNames
    var columns = ["unit", "time", "score", "distance", "lower", "upper", "status"]
    columns += variables.map { "slack_\($0)" } + variables.map { "target_\($0)" }
    columns += ["peers", "efficient", "extrapolates_inputs"]
    if hasScale { columns += ["scale_efficiency", "returns_to_scale"] }
    if hasMultipliers { columns += variables.map { "multiplier_\($0)" } + ["scale_multiplier"] }
    return columns
  }

  /// Every column, for programs.
  package var table: ReportTable {
    ReportTable(
      name: "efficiency", columns: columns, rowCount: measured.count, row: { self.cells($0) })
  }

  /// The columns people read.
  package var readableTable: ReportTable {
    var columns = periods.isEmpty ? ["unit"] : ["unit", "time"]
    columns += ["score"] + (bootstrap == nil ? [] : ScoreBootstrap.readableColumns)
    columns += ["efficient", "peers"]
    if hasScale { columns += ["scale", "rts"] }
    var table = ReportTable(
      name: "efficiency", notes: notes, columns: columns + ["status"],
      keyCount: periods.isEmpty ? 1 : 2)
    for (observation, found) in measured.enumerated() {
      var row = [unitCell(observation)]
      if !periods.isEmpty { row.append(periodCell(observation)) }
      let score = found.distance.farrell?.value
      row.append(.init(score))
      row += bootstrap?.readableCells(observation, score: score) ?? []
      row += [efficientCell(found), peersCell(found, short: true)]
      if hasScale { row += scaleCells(found) }
      table.append(row + [.text(found.distance.status.rawValue)])
    }
    return table
  }

  private func cells(_ observation: Int) -> [ReportTable.Cell] {
    let found = measured[observation]
    let (evaluation, score) = (found.evaluation, found.distance.farrell)
    var row: [ReportTable.Cell] = []
    row.reserveCapacity(columns.count)
    func add(_ numbers: [Double], _ count: Int) {
      for i in 0..<count { row.append(i < numbers.count ? .number(numbers[i]) : .missing) }
    }
    let (p, q) = (loaded.panel.inputNames.count, loaded.panel.outputNames.count)
    row.append(unitCell(observation))
    row.append(periods.isEmpty ? .missing : periodCell(observation))
    row.append(.init(score?.value))
    row.append(.init(found.distance.shephard?.value))
    row.append(.init(score?.lower))
    row.append(.init(score?.upper))
    row.append(.text(found.distance.status.rawValue))
    add(evaluation.inputSlacks, p)
    add(evaluation.outputSlacks, q)
    add(evaluation.inputTargets, p)
    add(evaluation.outputTargets, q)
    row.append(peersCell(found, short: false))
    row.append(efficientCell(found))
    row.append(score == nil ? .missing : .text(found.distance.extrapolatesInputs ? "yes" : "no"))
    if hasScale { row += scaleCells(found) }
    if hasMultipliers {
      add(evaluation.multipliers?.inputs ?? [], p)
      add(evaluation.multipliers?.outputs ?? [], q)
      row.append(.init(evaluation.multipliers?.scale))
    }
    return row + (bootstrap?.cells(observation, score: score?.value) ?? [])
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
    var text = TextBuffer(capacity: 40 * peers.count)
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
  package var metadata: [JSONValue.Member] {
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
    ] + (bootstrap.map { [.init("bootstrap", $0.metadata(loaded.panel))] } ?? [])
  }

  /// Lines that stand beside the results: what came of it, and how long it took.
  package var remarks: [String] {
    [summary, solved] + (bootstrap.map { ["bootstrap: \($0.counts.line)"] } ?? [])
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
  package var isIncomplete: Bool {
    measured.contains { $0.distance.status == .uncertified || $0.distance.status == .failed }
      || (bootstrap?.counts.failed ?? 0) > 0
  }

  private var notes: [String] {
    let name = reference.text(periods: loaded.panel.periods)
    let measure = orientation == .input ? "theta <= 1 inside" : "phi >= 1 inside"
    return [
      "Farrell efficiency (\(measure)): returns to scale \(returnsToScale.rawValue), "
        + "orientation \(orientation.rawValue), technology \(name)", source, summary,
      "largest relative width of a certified interval: \(statistics.largestWidth.rough)",
      "peers and slacks are one solution of possibly several",
    ] + (bootstrap?.notes(loaded.panel) ?? [])
  }

  private func unitCell(_ observation: Int) -> ReportTable.Cell {
    .text(loaded.panel.units[loaded.panel.unitOfObservation[observation]])
  }

  private func periodCell(_ observation: Int) -> ReportTable.Cell {
    .text(loaded.panel.periods[loaded.panel.periodOfObservation[observation]])
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
