internal import Frontier
package import Inference
internal import Productivity
internal import RunStore
package import Tables

/// All draws as an array of NumPy, and a table that says what its columns are.
package struct BootstrapDrawsOutput {
  private let results: IndexStudyResults

  package init(_ results: IndexStudyResults) { self.results = results }

  /// Writes the array, and before it the table of its columns.
  package func write(to files: (array: OutputFile, columns: OutputFile)) throws(TableError) {
    try files.columns.write(CSVReport.text(of: table))
    try files.array.write { (output) throws(TableError) in try writeArray(to: &output) }
  }

  /// Adds the array to an output.
  package func writeArray(to output: inout OutputStream) throws(TableError) {
    let parts = results.replicates.map { (width: $0.statistics.count, values: $0.values) }
    try DrawsFile.write(
      rowCount: results.study.options.bootstrap.replicateCount,
      columnCount: parts.reduce(0) { $0 + $1.width }, to: &output
    ) { replicate in
      parts.flatMap { part in
        part.values[replicate * part.width..<(replicate + 1) * part.width]
      }
    }
  }

  /// One row for each column of the array: logarithms τ* with their estimates.
  package var table: ReportTable {
    let study = results.study
    var table = ReportTable(
      name: "columns",
      columns: [
        "part", "method", "index", "period_from", "period_to", "units", "estimate", "truth",
      ])
    let names = Dictionary(
      study.components.map { (study.logIndex($0), $0.rawValue) }, uniquingKeysWith: { a, _ in a })
    for (number, part) in study.parts.enumerated() {
      let replicates = results.replicates[number]
      for statistic in part.sampler.statistics {
        let first = part.span.from
        let units = statistic.units.map { study.panel.units[replicates.window.units[$0]] }
        let estimate = replicates[statistic]
        table.append([
          .integer(number), .text(part.method.name), .text(names[statistic.index] ?? ""),
          .text(study.panel.periods[first + statistic.transitions.lowerBound]),
          .text(study.panel.periods[first + statistic.transitions.upperBound]),
          .text(units.joined(separator: ";")), .init(estimate?.value), .init(estimate?.truth),
        ])
      }
    }
    return table
  }
}
