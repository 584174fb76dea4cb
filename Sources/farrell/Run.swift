internal import CPlatform
internal import Frontier
internal import Tables

/// One run of a sub-command: its settings, its panel, its results.
struct Run: Sendable {
  /// Format of the results.
  enum Format: Sendable { case table, csv, json }

  let settings: Settings
  let format: Format
  let output: OutputFile
  let request: PanelRequest
  let threadCount: Int
  private let isQuiet: Bool
  private let command: String

  /// Checks every setting that needs no data, and that the results can be written.
  init(command: String, _ settings: Settings) throws(TableError) {
    self.command = command
    self.settings = settings
    request = try PanelRequest(settings)
    format =
      try settings[.format]?.choice([
        (.table, ["table", "text"]), (.csv, ["csv"]), (.json, ["json"]),
      ]) ?? .table
    isQuiet = try settings.isOn(.quiet)
    let available = Int(farrell_processor_count())
    threadCount = try settings[.threads]?.wholeNumber(1...1024) ?? available
    let isReplacing = try settings.isOn(.force)
    let destination = try settings.text(.output).map {
      OutputFile.Destination.file(path: $0, replacing: isReplacing)
    }
    output = try OutputFile(
      destination ?? .standardOutput,
      inputs: [request.path] + (settings.runFilePath.map { [$0] } ?? []))
    if threadCount > available {
      remark("\(threadCount) threads on \(available) processors; more threads are not faster")
    }
  }

  /// Reads the panel, and remarks on what was accepted.
  func loadPanel() throws(TableError) -> LoadedPanel {
    let loaded = try request.load()
    for warning in loaded.warnings { remark("warning: \(warning)") }
    return loaded
  }

  /// Solver with the settings of the run.
  var solver: FrontierSolver {
    var options = FrontierOptions()
    options.workerCount = threadCount
    return FrontierSolver(options: options)
  }

  /// Prints one line to standard error, unless the run is quiet.
  func remark(_ text: String) {
    if !isQuiet { Console.line("farrell: \(text.escapingControls)") }
  }

  /// Writes the results: for people all of `readable`, for programs `tables` with every column.
  ///
  /// The CSV format has room for the first table only.
  func write(
    readable: @autoclosure () -> [ReportTable], tables: [ReportTable],
    metadata: [JSONValue.Member]
  ) throws(TableError) {
    switch format {
    case .table:
      let text = TerminalReport().text(of: readable())
      try output.write { (output) throws(TableError) in output.buffer.append(text) }
    case .csv:
      guard let table = tables.first else { return }
      try output.write { (output) throws(TableError) in try CSVReport.write(table, to: &output) }
    case .json:
      let engine: [JSONValue.Member] = [
        .init("command", .text(command)), .init("engine_version", .text(EngineVersion.current)),
      ]
      try output.write { (output) throws(TableError) in
        try JSONReport.write(
          tables, metadata: engine + request.metadata + metadata, to: &output)
      }
    }
  }
}
