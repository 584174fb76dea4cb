internal import Analysis
internal import ArgumentParser

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
