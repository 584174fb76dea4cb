internal import Analysis
internal import Frontier
internal import Inference
internal import Tables

/// What all tests say besides their tables.
struct TestReport: Sendable {
  let loaded: LoadedPanel
  /// Lines above the first table, before the source of the data.
  let heading: [String]
  let source: String
  let cautions: [String]
  let counts: ReplicateCounts
  /// Model and draws.
  let model: [JSONValue.Member]

  var notes: [String] {
    heading.prefix(1) + [source] + heading.dropFirst()
      + (counts.programs > 0 ? [counts.line] : [])
      + cautions.map { "caution: \($0)" } + [""]
  }

  var metadata: [JSONValue.Member] {
    let panel = loaded.panel
    return model + [
      .init("observations", .integer(panel.count)), .init("units", .integer(panel.units.count)),
      .init(
        "periods", .array(panel.periods == [""] ? [] : panel.periods.map { .text($0) })),
    ] + counts.metadata + [
      .init("cautions", .array(cautions.map { .text($0) })),
      .init("warnings", .array(loaded.warnings.map { .text($0) })),
    ]
  }
}

extension Panel {
  /// Name of a period; missing for data without periods.
  func timeCell(_ period: Int) -> ReportTable.Cell {
    periods[period].isEmpty ? .missing : .text(periods[period])
  }
}

extension TestStatistic {
  /// Share of the replicates with a value.
  var validShare: Double {
    1 - Double(missingCount) / Double(max(1, replicates.count))
  }
}

extension ReportTable {
  /// The table without its first column where that is the period of data without periods.
  func readable(_ panel: Panel) -> ReportTable {
    guard panel.periods == [""] else { return self }
    var table = ReportTable(
      name: name, notes: notes, columns: Array(columns.dropFirst()), keyCount: keyCount - 1)
    for row in rows { table.append(Array(row.dropFirst())) }
    return table
  }
}
