internal import Analysis
internal import CPlatform
internal import DenseKernels
internal import Tables

/// One run of a sub-command: its settings, its panel, its results.
struct Run: AnalysisHost {
  /// Format of the results.
  enum Format: Sendable { case table, markdown, latex, csv, json }

  let settings: Settings
  let format: Format
  let output: OutputFile
  var request: PanelRequest
  let threadCount: Int
  let interruption = Interruption()
  private let isQuiet: Bool
  private let command: String

  /// Checks every setting that needs no data, and that the results can be written.
  ///
  /// - Parameters:
  ///   - command: name of the sub-command.
  ///   - settings: flags, environment, run file.
  ///   - inputs: files besides the panel and the run file that must never be written to.
  /// - Throws: ``TableError``.
  init(command: String, _ settings: Settings, inputs: [String] = []) throws(TableError) {
    self.command = command
    self.settings = settings
    request = try PanelRequest(settings)
    format = try settings.format()
    isQuiet = try settings.isOn(.quiet)
    let available = Int(farrell_processor_count())
    threadCount = try settings[.threads]?.wholeNumber(1...1024) ?? available
    let isReplacing = try settings.isOn(.force)
    let destination = try settings.text(.output).map {
      OutputFile.Destination.file(path: $0, replacing: isReplacing)
    }
    output = try OutputFile(
      destination ?? .standardOutput,
      inputs: [request.path] + inputs + (settings.runFilePath.map { [$0] } ?? []))
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

  /// Runs the solver: progress is shown, and a signal ends it between two items of work.
  func solving<Value>(
    detail: ProgressDetail?, _ work: (WorkControl) throws -> Value
  ) throws -> Value {
    try interruption.protecting { () throws in
      let progress = isQuiet ? nil : ProgressLine(interruption.control, detail: detail)
      defer { progress?.end() }
      do {
        return try work(interruption.control)
      } catch is WorkCancelled {
        throw interruption.error
      }
    }
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
    case .table, .markdown, .latex:
      let text = format.text(of: readable(), metadata: [])
      try write { (output) throws(TableError) in output.buffer.append(text) }
    case .csv:
      guard let table = tables.first else { return }
      try write { (output) throws(TableError) in
        try CSVReport.write(table, to: &output, workers: threadCount)
      }
    case .json:
      try write { (output) throws(TableError) in
        try JSONReport.write(
          tables, metadata: EngineVersion.metadata(command) + request.metadata + metadata,
          to: &output)
      }
    }
  }

  /// Writes a text as the results.
  func write(_ text: String) throws(TableError) {
    try write { (output) throws(TableError) in output.buffer.append(text) }
  }

  /// Writes to a file so that a signal leaves none behind; to standard output, which may be a pipe that
  /// nobody empties, so that a signal ends the process at once.
  private func write(_ body: OutputFile.Writer) throws(TableError) {
    guard case .file = output.destination else { return try output.write(body) }
    let control = interruption.control
    do {
      try interruption.protecting { () throws(TableError) in
        try output.write(isStopped: { control.isCancelled }, body)
      }
    } catch {
      throw error.category == .interrupted ? interruption.error : error
    }
  }
}

extension Settings {
  /// The format of the results.
  func format() throws(TableError) -> Run.Format {
    try self[.format]?.choice([
      (.table, ["table", "text"]), (.markdown, ["markdown", "md"]), (.latex, ["latex", "tex"]),
      (.csv, ["csv"]), (.json, ["json"]),
    ]) ?? .table
  }
}

extension Run.Format {
  /// Small tables as one text; the CSV format has room for the first only.
  func text(of tables: [ReportTable], metadata: [JSONValue.Member]) -> String {
    switch self {
    case .table: TerminalReport().text(of: tables)
    case .markdown: MarkdownReport().text(of: tables)
    case .latex: LaTeXReport().text(of: tables)
    case .csv: tables.first.map { CSVReport.text(of: $0) } ?? ""
    case .json: JSONReport.text(of: tables, metadata: metadata)
    }
  }
}
