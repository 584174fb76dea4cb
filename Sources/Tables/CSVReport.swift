internal import DenseKernels

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

  /// Rows that one worker formats at once, some milliseconds of work.
  private static let chunkSize = 2048

  /// Writes the header line and the rows of `table`, which up to `workers` threads format.
  package static func write(
    _ table: ReportTable, to output: inout OutputStream, workers: Int
  ) throws(TableError) {
    appendHeader(table, to: &output.buffer)
    let group = chunkSize * workers  // what is held in memory
    for first in stride(from: 0, to: table.rowCount, by: group) {
      let rows = first..<min(first + group, table.rowCount)
      let chunks = parallelMap(
        count: (rows.count + chunkSize - 1) / chunkSize, workers: workers
      ) { chunk in
        let begin = first + chunk * chunkSize
        var text = TextBuffer(capacity: 512 * chunkSize)
        for row in begin..<min(begin + chunkSize, rows.upperBound) {
          append(table.row(row), to: &text)
        }
        return text
      }
      for chunk in chunks {
        output.buffer.append(chunk)
        try output.flushIfLarge()
      }
    }
  }

  private static func appendHeader(_ table: ReportTable, to text: inout TextBuffer) {
    append(table.fullNames.map { .text($0) }, to: &text)
  }

  private static func append(_ row: [ReportTable.Cell], to text: inout TextBuffer) {
    for (column, cell) in row.enumerated() {
      if column > 0 { text.append(character: ",") }
      switch cell {
      case .text(let words): text.appendQuotingIfNeeded(words)
      case .integer(let value): text.append(value)
      case .number(let value): if value.isFinite { text.append(value) }
      case .missing: break
      }
    }
    text.append(character: "\n")
  }
}
