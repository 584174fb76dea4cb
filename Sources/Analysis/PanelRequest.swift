internal import Frontier
package import Tables

/// The panel that the settings name.
package struct PanelRequest: Sendable {
  /// File of the panel, as messages and results name it.
  package let path: String
  /// Contents of the file where they are known already.
  var bytes: [UInt8]?
  /// The panel where it needs no reading.
  package var loaded: LoadedPanel?
  /// Columns and policies.
  package var options: PanelReadOptions

  package init(_ settings: Settings) throws(TableError) {
    path = try settings.required(.file, "the name of a table").single()
    var options = PanelReadOptions(
      unitColumn: try settings.required(.unit, "the column with the units").single(),
      timeColumn: try settings.text(.time),
      inputColumns: try settings.required(.inputs, "columns between commas").names(),
      outputColumns: try settings.required(.outputs, "columns between commas").names())
    options.firstPeriod = try settings.text(.from)
    options.lastPeriod = try settings.text(.to)
    options.conditions = try settings[.where]?.conditions() ?? []
    if let zeros = settings[.zeros] { options.zeroPolicy = try zeros.zeroPolicy() }
    if let missing = settings[.missing] { options.missingPolicy = try missing.missingPolicy() }
    if let encoding = settings[.encoding] { options.text.encoding = try encoding.encoding() }
    if let decimal = settings[.decimal] { options.text.decimal = try decimal.decimalMark() }
    if let delimiter = settings[.delimiter] { options.text.delimiter = try delimiter.delimiter() }
    self.options = options
  }

  /// Reads the panel.
  package func load() throws(TableError) -> LoadedPanel {
    if let loaded { return loaded }
    guard let bytes else { return try PanelReader(options: options).read(path: path) }
    return try PanelReader(options: options).read(bytes: bytes, file: path)
  }

  /// What was read, for documents.
  package var metadata: [JSONValue.Member] {
    [
      .init("file", .text(path)), .init("unit", .text(options.unitColumn)),
      .init("time", options.timeColumn.map { .text($0) } ?? .null),
      .init("inputs", .array(options.inputColumns.map { .text($0) })),
      .init("outputs", .array(options.outputColumns.map { .text($0) })),
      .init("where", .array(options.conditions.map { .text("\($0.column)=\($0.text)") })),
      .init("from", options.firstPeriod.map { .text($0) } ?? .null),
      .init("to", options.lastPeriod.map { .text($0) } ?? .null),
      .init("zeros", .text(zerosText)), .init("missing", .text(options.missingPolicy.rawValue)),
      .init("encoding", .text(options.text.encoding.rawValue)),
      .init("decimal", .text(options.text.decimal.rawValue)),
    ]
  }

  /// What was read, as one line for people.
  package var note: String { note(file: path) }

  /// The same with another name of the file.
  package func note(file: String) -> String {
    let conditions = options.conditions.map { "\($0.column) = \($0.text)" }
    let rows = conditions.isEmpty ? "" : " where " + conditions.joined(separator: " and ")
    return "data \(file)\(rows): inputs \(options.inputColumns.joined(separator: ", ")); "
      + "outputs \(options.outputColumns.joined(separator: ", "))"
  }

  /// The zero policy as `--zeros` takes it.
  var zerosText: String {
    switch options.zeroPolicy {
    case .reject: "reject"
    case .allow: "allow"
    case .floor(let value): "floor:\(value.shortest)"
    }
  }
}
