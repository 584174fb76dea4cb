internal import Frontier
internal import Productivity
package import Tables

/// A Malmquist analysis as tables, counts and one line of summary.
package struct MalmquistReport: Sendable {
  /// The tables, in the order of the report: those with every column for programs, then those of a study.
  package enum TableName: String, Sendable, CaseIterable {
    case indices, pairs, annual, periods
    case inputBias = "input-bias"
    case averageBias = "average-bias"
    case unitBias = "unit-bias"
    case biasCounts = "bias-counts"
    case annualMeans = "annual-means"
    case biasByUnit = "bias-by-unit"
    case savingByYear = "saving-by-year"
    case savingByUnit = "saving-by-unit"
    case contributions
    case inducedInnovation = "induced-innovation"
    case inducedByUnit = "induced-by-unit"
    case isoquants

    package static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// Tables with every column.
    static let complete: [TableName] = [
      .indices, .pairs, .annual, .periods, .inputBias, .averageBias, .unitBias, .biasCounts,
      .inducedInnovation, .inducedByUnit,
    ]
    /// Tables that people read: all but the long ones.
    static let readable: [TableName] = [
      .annualMeans, .biasByUnit, .savingByYear, .savingByUnit, .inducedInnovation,
    ]

    /// Whether the table shows the bias of technical change, which not every reference has.
    var needsBias: Bool { ![.indices, .annual, .periods, .annualMeans].contains(self) }
    /// Whether the table needs prices.
    var needsPrices: Bool { self == .inducedInnovation || self == .inducedByUnit }
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
  /// Prices of inputs, where there are some.
  let prices: InputPrices?
  /// Isoquants of every pair over every period; nil unless a table or pictures need them.
  var isoquants: IsoquantFigures?
  /// How long the solver took, in words.
  var solved = ""

  /// Tables for programs: those with every column, unless one is asked for.
  package var tables: [ReportTable] {
    (only.map { [$0] } ?? TableName.complete).flatMap(tables)
  }

  /// Tables for people, the first under all that is to be known, the others under the model.
  package var readableTables: [ReportTable] {
    var tables = (only.map { [$0] } ?? TableName.readable).flatMap(tables)
    for index in tables.indices.dropFirst() { tables[index].notes += [model, distanceCounts] }
    let notes = notes
    if !tables.isEmpty { tables[0].notes = notes + tables[0].notes.filter { !notes.contains($0) } }
    return tables
  }

  /// The tables of a name: none where the analysis lacks them, several where subsets have their own.
  func tables(_ name: TableName) -> [ReportTable] {
    let table: ReportTable?
    switch name {
    case .indices: table = results.indexTable(hasDistances: hasDistances)
    case .pairs: table = results.pairTable
    case .annual: table = results.annualTable
    case .periods: table = results.periodTable
    case .inputBias: table = results.inputBiasReport
    case .averageBias: table = results.averageBiasReport
    case .unitBias: table = results.unitBiasReport
    case .biasCounts: table = results.biasCountReport(of: subsets)
    case .annualMeans: table = annualMeans
    case .biasByUnit: table = biasByUnit
    case .savingByYear: table = savingByYear
    case .savingByUnit: return savingByUnit
    case .contributions: table = contributions
    case .inducedInnovation: table = inducedInnovation?.means
    case .inducedByUnit: table = inducedInnovation?.units
    case .isoquants: table = isoquants?.table
    }
    return [table].compactMap(\.self)
  }

  /// The model and what came of it, for documents.
  package var metadata: [JSONValue.Member] {
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
      .init("certified_share", .number(statistics.certifiedShare)),
      .init("largest_relative_width", .number(statistics.largestWidth)),
      .init("cautions", .array(cautions.map { .text($0) })),
      .init("warnings", .array(loaded.warnings.map { .text($0) })),
    ]
  }

  /// Lines that stand beside the results: what came of it, and how long it took.
  package var remarks: [String] { [summary, solved] }

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
  package var isIncomplete: Bool {
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
}
