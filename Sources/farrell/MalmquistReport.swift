internal import Frontier
internal import Productivity
internal import Tables

/// A Malmquist analysis as tables, counts and one line of summary.
struct MalmquistReport: Sendable {
  /// The tables, in the order of the report.
  enum TableName: String, Sendable, CaseIterable {
    case indices, pairs, annual, periods
    case inputBias = "input-bias"
    case averageBias = "average-bias"
    case unitBias = "unit-bias"
    case biasCounts = "bias-counts"

    static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// Whether the table shows the bias of technical change, which not every reference has.
    var needsBias: Bool { ![.indices, .annual, .periods].contains(self) }
  }

  let loaded: LoadedPanel
  /// What was read, in words.
  let source: String
  let results: MalmquistResults
  /// The only table wanted; nil for all.
  let only: TableName?
  /// Whether the table of indices has the distances that they are made of.
  let hasDistances: Bool
  /// Units whose factor biases are shown again by themselves.
  let subsets: [UnitSubset]

  /// Tables with every column, for programs.
  var tables: [ReportTable] {
    (only.map { [$0] } ?? TableName.allCases).compactMap(table)
  }

  /// Tables that people read: all but the long ones, unless one is asked for.
  var readableTables: [ReportTable] {
    let names: [TableName] = [.annual, .inputBias, .averageBias, .unitBias]
    var tables = (only.map { [$0] } ?? names).flatMap(readableTables)
    for index in tables.indices.dropFirst() { tables[index].notes.append(model) }
    if !tables.isEmpty { tables[0].notes = notes + tables[0].notes }
    return tables
  }

  private func table(_ name: TableName) -> ReportTable? {
    switch name {
    case .indices: results.indexTable(hasDistances: hasDistances)
    case .pairs: results.pairTable
    case .annual: results.annualTable
    case .periods: results.periodTable
    case .inputBias: results.inputBiasReport
    case .averageBias: results.averageBiasReport
    case .unitBias: results.unitBiasReport
    case .biasCounts: results.biasCountReport(of: subsets)
    }
  }

  private func readableTables(_ name: TableName) -> [ReportTable] {
    let tables: [ReportTable?] =
      switch name {
      case .annual: [results.readableAnnualTable]
      case .inputBias: [results.readableInputBias]
      case .averageBias: [results.readableAverageBias]
      case .unitBias:
        ([nil] + subsets.map(Optional.some)).map { results.readableUnitBias(of: $0) }
      default: [table(name)]
      }
    return tables.compactMap(\.self)
  }

  /// The model and what came of it, for documents.
  var metadata: [JSONValue.Member] {
    let options = results.options
    let counts = ScoreStatus.allCases.map {
      JSONValue.Member($0.rawValue, .integer(statusCounts[$0] ?? 0))
    }
    return [
      .init("rts", .text(options.returnsToScale.rawValue)),
      .init("orientation", .text(options.orientation.rawValue)),
      .init("reference", .text(options.reference.rawValue)),
      .init("convention", options.hasBias ? .text(options.convention.rawValue) : .null),
      .init("leave_own_out", .boolean(options.hasBias && options.leaveOwnOut)),
      .init("pair_isolated", .boolean(options.hasBias && options.pairIsolated)),
      .init("balanced", .boolean(options.balancedReference)),
      .init("weights", .text(options.weighting.rawValue)),
      .init("neutral_decimals", neutralDecimals),
      .init("periods", .array(loaded.panel.periods.map { .text($0) })),
      .init("named_periods", .array(results.periods.map(describe))),
      .init("observations", .integer(loaded.panel.count)),
      .init("units", .integer(loaded.panel.units.count)),
      .init("pairs", .array(results.pairs.map { .text(results.name($0)) })),
      .init("subsets", .array(subsets.map(describe))),
      .init("rows", .integer(results.rows.count)),
      .init("missing_rows", .integer(results.missingRowCount)),
      .init("distances", .integer(statistics.total)),
      .init("status_counts", .object(counts)),
      .init("certified_share", .number(certifiedShare)),
      .init("largest_relative_width", .number(statistics.largestWidth)),
      .init("cautions", .array(cautions.map { .text($0) })),
      .init("warnings", .array(loaded.warnings.map { .text($0) })),
    ]
  }

  /// One line: size, and what came of it.
  var summary: String {
    let panel = loaded.panel
    let counts = ScoreStatus.allCases.compactMap { status in
      statusCounts[status].map { "\($0) \(status.rawValue)" }
    }
    return
      "\(panel.units.count) units, \(results.transitions.count) transitions, "
      + "\(results.missingRowCount) of \(results.rows.count) rows with a missing index; distances: "
      + counts.joined(separator: ", ")
  }

  /// True when a distance is missing or uncertain for another reason than the data.
  var isIncomplete: Bool {
    [ScoreStatus.uncertified, .failed].contains { statusCounts[$0] ?? 0 > 0 }
  }

  private func describe(_ subset: UnitSubset) -> JSONValue {
    .object([
      .init("name", .text(subset.name)),
      .init("units", .array(subset.units.map { .text(loaded.panel.units[$0]) })),
    ])
  }

  private func ends(_ period: ReportPeriod) -> (first: String, last: String) {
    let names = loaded.panel.periods
    return (names[period.endPoints.from], names[period.endPoints.to])
  }

  private func describe(_ period: ReportPeriod) -> JSONValue {
    let (first, last) = ends(period)
    return .object([
      .init("name", .text(period.name)), .init("from", .text(first)), .init("to", .text(last)),
      .init("transitions", .integer(period.transitions.count)),
    ])
  }

  private var neutralDecimals: JSONValue {
    guard case .printed(let decimals) = results.options.classification.band else { return .null }
    return .integer(decimals)
  }

  /// What happened to the distances, those of the pair-isolated index included.
  var statistics: SolveStatistics {
    var statistics = results.distances.statistics
    guard let others = results.pairIsolatedStatistics else { return statistics }
    statistics.total += others.total
    statistics.byStatus.merge(others.byStatus, uniquingKeysWith: +)
    statistics.largestWidth = max(statistics.largestWidth, others.largestWidth)
    return statistics
  }

  private var statusCounts: [ScoreStatus: Int] { statistics.byStatus }

  /// Share of the distances whose value, or whose lack of one, is proven.
  var certifiedShare: Double {
    let unproven = (statusCounts[.uncertified] ?? 0) + (statusCounts[.failed] ?? 0)
    return statistics.total == 0
      ? 1 : Double(statistics.total - unproven) / Double(statistics.total)
  }
}
