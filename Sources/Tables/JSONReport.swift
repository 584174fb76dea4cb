/// Writes tables as one JSON object: `schema_version`, the metadata, then `tables`.
///
/// Every row is an object of its own on its own line; the order of members is that of the columns.
package enum JSONReport {
  /// Version of the layout; it grows when a reader of the old one would misread the new one.
  package static let schemaVersion = 1

  /// The document.
  ///
  /// - Parameters:
  ///   - tables: the tables, in order.
  ///   - metadata: members between `schema_version` and `tables`.
  /// - Returns: a JSON text with a final line end.
  package static func text(of tables: [ReportTable], metadata: [JSONValue.Member]) -> String {
    var text = "{\n  \"schema_version\": \(schemaVersion)"
    for member in metadata {
      text += ",\n  \(JSONValue.text(member.name).text): "
      member.value.write(to: &text)
    }
    text += ",\n  \"tables\": ["
    for (index, table) in tables.enumerated() {
      text += index > 0 ? ",\n" : "\n"
      write(table, to: &text)
    }
    text += tables.isEmpty ? "]\n}\n" : "\n  ]\n}\n"
    return text
  }

  private static func write(_ table: ReportTable, to text: inout String) {
    text += "    {\n      \"name\": \(JSONValue.text(table.name).text),\n      \"notes\": "
    JSONValue.array(table.notes.map { .text($0) }).write(to: &text)
    text += ",\n      \"columns\": "
    JSONValue.array(table.columns.map { .text($0) }).write(to: &text)
    text += ",\n      \"rows\": ["
    for (index, row) in table.rows.enumerated() {
      text += index > 0 ? ",\n        " : "\n        "
      JSONValue.object(zip(table.columns, row).map { .init($0, value(of: $1)) }).write(to: &text)
    }
    text += table.rows.isEmpty ? "]\n    }" : "\n      ]\n    }"
  }

  private static func value(of cell: ReportTable.Cell) -> JSONValue {
    switch cell {
    case .text(let text): .text(text)
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .missing: .null
    }
  }
}
