/// Writes one table as comma-separated values after RFC 4180, with LF line ends.
///
/// Notes are left out, since the format has no place for them; a missing cell is empty. Numbers
/// are the shortest that read back to the same double.
package enum CSVReport {
  /// The header line and the rows of `table`.
  package static func text(of table: ReportTable) -> String {
    var text = table.columns.map(field).joined(separator: ",") + "\n"
    for row in table.rows {
      var separator = ""
      for cell in row {
        text += separator
        text += field(of: cell)
        separator = ","
      }
      text += "\n"
    }
    return text
  }

  private static func field(of cell: ReportTable.Cell) -> String {
    switch cell {
    case .text(let text): field(text)
    case .integer(let value): String(value)
    case .number(let value): value.isFinite ? value.shortest : ""
    case .missing: ""
    }
  }

  private static func field(_ text: String) -> String {
    let needsQuotes = text.utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
        || $0 == UInt8(ascii: "\r")
    }
    guard needsQuotes else { return text }
    let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    return "\"\(doubled)\""
  }
}
