/// Writes one table as comma-separated values after RFC 4180, with LF line ends.
///
/// Notes are left out, since the format has no place for them; a missing cell is empty. Numbers
/// are the shortest that read back to the same double.
package enum CSVReport {
  /// The header line and the rows of `table`.
  package static func text(of table: ReportTable) -> String {
    var text = TextBuffer()
    appendHeader(table, to: &text)
    for row in table.rows { append(row, to: &text) }
    return text.text
  }

  /// Writes the header line and the rows of `table`.
  package static func write(
    _ table: ReportTable, to output: inout OutputStream
  ) throws(TableError) {
    appendHeader(table, to: &output.buffer)
    for index in 0..<table.rowCount {
      append(table.row(index), to: &output.buffer)
      try output.flushIfLarge()
    }
  }

  private static func appendHeader(_ table: ReportTable, to text: inout TextBuffer) {
    append(table.columns.map { .text($0) }, to: &text)
  }

  private static func append(_ row: [ReportTable.Cell], to text: inout TextBuffer) {
    for (column, cell) in row.enumerated() {
      if column > 0 { text.append(character: ",") }
      switch cell {
      case .text(let words): append(words, to: &text)
      case .integer(let value): text.append(value)
      case .number(let value): if value.isFinite { text.append(value) }
      case .missing: break
      }
    }
    text.append(character: "\n")
  }

  private static func append(_ words: String, to text: inout TextBuffer) {
    let needsQuotes = words.utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
        || $0 == UInt8(ascii: "\r")
    }
    guard needsQuotes else { return text.append(words) }
    let doubled = words.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    text.append("\"\(doubled)\"")
  }
}
