internal import ArgumentParser
internal import Frontier
internal import Tables

/// Flags that say which panel is read, the same in every sub-command.
struct PanelArguments: ParsableArguments {
  @Argument(help: "Table with a header line: comma, tab or semicolon separated.")
  var file: String?

  @Option(help: "Column with the names of the units.")
  var unit: String?
  @Option(help: "Column with the periods.")
  var time: String?
  @Option(help: "Columns with the inputs, separated by commas.")
  var inputs: [String] = []
  @Option(help: "Columns with the outputs, separated by commas.")
  var outputs: [String] = []
  @Option(help: "First period used (default: the first of the file).")
  var from: String?
  @Option(help: "Last period used (default: the last of the file).")
  var to: String?
  @Option(help: "Only rows where COLUMN=TEXT; may be given several times.")
  var `where`: [String] = []
  @Option(help: "Zeros: reject, allow or floor:VALUE (default: reject).")
  var zeros: String?
  @Option(help: "Rows without a number: reject, drop-row or drop-unit (default: reject).")
  var missing: String?
  @Option(help: "Character encoding: utf8, gb18030 or latin1 (default: utf8).")
  var encoding: String?
  @Option(help: "Decimal mark: . or , (default: .).")
  var decimal: String?
  @Option(help: "Delimiter: comma, tab or semicolon (default: found in the header).")
  var delimiter: String?

  var flags: [SettingName: [String]] {
    [
      .inputs: inputs, .outputs: outputs, .where: `where`,
    ].merging(
      ([
        .file: file, .unit: unit, .time: time, .from: from, .to: to, .zeros: zeros,
        .missing: missing, .encoding: encoding, .decimal: decimal, .delimiter: delimiter,
      ] as [SettingName: String?]).compactMapValues { $0.map { [$0] } }
    ) { first, _ in first }
  }
}

/// Flags that say how the command runs and where its results go, the same in every sub-command.
struct RunArguments: ParsableArguments {
  @Option(help: "Format of the results: table, markdown, latex, csv or json (default: table).")
  var format: String?
  @Option(name: .shortAndLong, help: "File for the results (default: standard output).")
  var output: String?
  @Flag(inversion: .prefixedNo, help: "Replace an existing output file.")
  var force: Bool?
  @Option(help: "Number of threads (default: the processors this process may use).")
  var threads: String?
  @Option(help: "Run file with settings: name = value for --name value.")
  var config: String?
  @Flag(inversion: .prefixedNo, help: "Print no warnings and no summary.")
  var quiet: Bool?

  var flags: [SettingName: [String]] {
    ([
      .format: format, .output: output, .threads: threads, .force: force.map(String.init),
      .quiet: quiet.map(String.init),
    ] as [SettingName: String?]).compactMapValues { $0.map { [$0] } }
  }
}

/// The panel that the settings name.
struct PanelRequest: Sendable {
  /// File of the panel, as messages and results name it.
  let path: String
  /// Contents of the file where they are known already.
  var bytes: [UInt8]?
  /// Columns and policies.
  var options: PanelReadOptions

  init(_ settings: Settings) throws(TableError) {
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
  func load() throws(TableError) -> LoadedPanel {
    guard let bytes else { return try PanelReader(options: options).read(path: path) }
    return try PanelReader(options: options).read(bytes: bytes, file: path)
  }

  /// What was read, for documents.
  var metadata: [JSONValue.Member] {
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
  var note: String { note(file: path) }

  /// The same with another name of the file.
  func note(file: String) -> String {
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
