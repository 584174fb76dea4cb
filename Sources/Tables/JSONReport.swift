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
    var text = head(metadata)
    for (index, table) in tables.enumerated() {
      text += head(of: table, isFirst: index == 0)
      let names = table.fullNames
      for row in 0..<table.rowCount { text += line(row, of: table, names) }
      text += foot(of: table)
    }
    return text + foot(tables)
  }

  /// Writes the document that ``text(of:metadata:)`` returns.
  package static func write(
    _ tables: [ReportTable], metadata: [JSONValue.Member], to output: inout OutputStream
  ) throws(TableError) {
    output.buffer.append(head(metadata))
    for (index, table) in tables.enumerated() {
      output.buffer.append(head(of: table, isFirst: index == 0))
      let names = table.fullNames
      for row in 0..<table.rowCount {
        output.buffer.append(line(row, of: table, names))
        try output.flushIfLarge()
      }
      output.buffer.append(foot(of: table))
    }
    output.buffer.append(foot(tables))
  }

  private static func head(_ metadata: [JSONValue.Member]) -> String {
    var text = "{\n  \"schema_version\": \(schemaVersion)"
    for member in metadata {
      text += ",\n  \(JSONValue.text(member.name).text): "
      member.value.write(to: &text)
    }
    return text + ",\n  \"tables\": ["
  }

  private static func foot(_ tables: [ReportTable]) -> String {
    tables.isEmpty ? "]\n}\n" : "\n  ]\n}\n"
  }

  private static func head(of table: ReportTable, isFirst: Bool) -> String {
    var text = isFirst ? "\n" : ",\n"
    text += "    {\n      \"name\": \(JSONValue.text(table.name).text),\n      \"notes\": "
    JSONValue.array(table.notes.map { .text($0) }).write(to: &text)
    text += ",\n      \"columns\": "
    JSONValue.array(table.fullNames.map { .text($0) }).write(to: &text)
    return text + ",\n      \"rows\": ["
  }

  private static func line(_ index: Int, of table: ReportTable, _ names: [String]) -> String {
    var text = index > 0 ? ",\n        " : "\n        "
    JSONValue.object(zip(names, table.row(index)).map { .init($0, value(of: $1)) })
      .write(to: &text)
    return text
  }

  private static func foot(of table: ReportTable) -> String {
    table.rowCount == 0 ? "]\n    }" : "\n      ]\n    }"
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
