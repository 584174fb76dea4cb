package import Tables

/// A panel, and all that is known about how it was made.
package struct PreparationResult: Sendable {
  /// What the panel is.
  package let title: String?
  /// How to cite the data.
  package let sources: [String]
  /// The panel: unit, year, labels and numbers, ordered by unit and year.
  package let panel: ReportTable
  /// Name of the column with the units.
  package let unitColumn: String
  /// Name of the column with the years.
  package let timeColumn: String
  /// Files read, each once.
  package let files: [FileRead]
  /// What every step did, with remarks, warnings and flags, in order.
  package let lines: [AuditLine]
  /// Where numbers came from: column, units, from, to, rows, sources, steps.
  package let cells: ReportTable
  /// What a later study is to do with the panel.
  package let study: StudySettings

  /// Files read: file, bytes, sha256.
  package var fileTable: ReportTable {
    var table = ReportTable(name: "files", columns: ["file", "bytes", "sha256"])
    for file in files {
      table.append([.text(file.name), .integer(file.byteCount), .text(file.digest)])
    }
    return table
  }

  /// Lines of one or several kinds: kind, recipe line, step, column, unit, year, text.
  package func lineTable(_ kinds: [AuditLine.Kind]) -> ReportTable {
    var table = ReportTable(
      name: "lines", columns: ["kind", "line", "step", "column", "unit", "year", "text"])
    for line in lines where kinds.contains(line.kind) {
      table.append([
        .text(line.kind.rawValue), .integer(line.line), .text(line.step), .text(line.column),
        .text(line.unit), line.year.map { .integer($0) } ?? .missing, .text(line.text),
      ])
    }
    return table
  }

  /// Everything but the panel as one table, which is the audit file.
  ///
  /// `record` says what a row is: title, source, file, step, remark, warning, flag or cells. Rows of cells
  /// name units with "; " between them; `origin` is "file: columns" and the lines of the steps.
  package var audit: ReportTable {
    var table = ReportTable(
      name: "audit",
      columns: [
        "record", "line", "step", "column", "units", "from", "to", "rows", "origin", "text",
      ])
    func append(_ record: String, _ text: String, origin: String = "") {
      table.append(
        [.text(record)] + [ReportTable.Cell](repeating: .missing, count: 7)
          + [.text(origin), .text(text)])
    }
    if let title { append("title", title) }
    for source in sources { append("source", source) }
    for file in files {
      append("file", "\(file.byteCount) bytes, SHA-256 \(file.digest)", origin: file.name)
    }
    for line in lines {
      let year: ReportTable.Cell = line.year.map { .integer($0) } ?? .missing
      table.append([
        .text(line.kind.rawValue), .integer(line.line), .text(line.step), .text(line.column),
        .text(line.unit), year, year, .missing, .missing, .text(line.text),
      ])
    }
    for row in cells.rows {
      table.append([.text("cells"), .missing, .missing] + row.prefix(5) + row.suffix(2))
    }
    return table
  }
}
