internal import ArgumentParser
internal import DenseKernels
internal import Frontier
internal import Inference
internal import Tables

/// `farrell test`: questions about the technology of a sample.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Tests of returns to scale, of groups and of the environment.",
    discussion: """
      EXAMPLES:
        farrell test returns hospitals.csv --unit id --inputs beds,staff \\
          --outputs cases
        farrell test groups hospitals.csv --unit id --inputs beds,staff \\
          --outputs cases --rts vrs --group owner
        farrell test environment hospitals.csv --unit id --inputs beds,staff \\
          --outputs cases --rts vrs --environment density,age

      Every period has a technology, draws and a test of its own.
      """,
    subcommands: [ReturnsTestCommand.self, GroupTestCommand.self, EnvironmentTestCommand.self])
}

/// Flags that all tests have.
struct TestArguments: ParsableArguments {
  @Option(help: "Orientation: in or out (default: in).")
  var orientation: String?
  @Option(help: "Replicates B (default: 1999, for the environment 2000).")
  var replicates: String?
  @OptionGroup var draws: DrawArguments

  var flags: [SettingName: [String]] {
    ([.orientation: orientation, .replicates: replicates] as [SettingName: String?])
      .compactMapValues { $0.map { [$0] } }
      .merging(draws.flags) { first, _ in first }
  }
}

/// One test from its settings to its report.
struct TestSession {
  var run: Run
  let plan: DrawPlan
  let returnsToScale: ReturnsToScale
  let orientation: Orientation
  private var stages = StageClock()
  private let clock = SolverClock()

  /// - Parameters:
  ///   - command: name of the command in documents.
  ///   - settings: flags, environment, run file.
  ///   - replicateCount: number of replicates where no setting names it.
  ///   - hasReturns: whether the test has returns to scale of its own to name.
  init(
    command: String, _ settings: Settings, replicateCount: Int = 1999, hasReturns: Bool = true
  ) throws {
    run = try Run(command: command, settings)
    plan = try DrawPlan(settings, count: .replicates, builtIn: replicateCount)
    orientation = try settings[.orientation]?.orientation() ?? .input
    let rts = hasReturns ? settings[.rts] : nil
    returnsToScale = try rts?.returnsToScale() ?? .constant
    if let rts, returnsToScale == .freeDisposalHull {
      throw rts.refusal(expected: "crs, vrs, nirs or ndrs, whose frontiers have replicates")
    }
  }

  /// Reads the panel.
  mutating func load() throws(TableError) -> LoadedPanel {
    stages.enter(.reading)
    return try run.loadPanel()
  }

  /// Runs a method on the technology of every period.
  mutating func solve<Value: Sendable>(
    _ panel: Panel,
    _ work: (Technology, _ period: Int, _ observations: [Int], WorkControl)
      throws(InferenceError) -> Value
  ) throws -> [PeriodInference<Value>] {
    stages.enter(.solving)
    return try run.solving { control in
      try PeriodInference.all(panel, returnsToScale: returnsToScale, file: run.request.path) {
        (technology, period, observations) throws(InferenceError) in
        try work(technology, period, observations, control)
      }
    }
  }

  /// Writes a report; some linear programs without an answer make it incomplete.
  mutating func write(
    _ report: TestReport, readable: [ReportTable], tables: [ReportTable]
  ) throws {
    let solved = clock.line(programCount: report.counts.programs)
    stages.enter(.writing)
    var readable = readable
    if !readable.isEmpty { readable[0].notes = report.notes + readable[0].notes }
    try run.write(readable: readable, tables: tables, metadata: report.metadata)
    run.remark(solved)
    run.remark(stages.line(readByteCount: report.loaded.byteCount))
    if report.counts.failed > 0 { throw CommandExit.incomplete.code }
  }
}

/// What all tests say besides their tables.
struct TestReport: Sendable {
  let loaded: LoadedPanel
  /// Lines above the first table, before the source of the data.
  let heading: [String]
  let source: String
  let cautions: [String]
  let counts: ReplicateCounts
  /// Model and draws.
  let model: [JSONValue.Member]

  var notes: [String] {
    heading.prefix(1) + [source] + heading.dropFirst() + [counts.line]
      + cautions.map { "caution: \($0)" } + [""]
  }

  var metadata: [JSONValue.Member] {
    let panel = loaded.panel
    return model + [
      .init("observations", .integer(panel.count)), .init("units", .integer(panel.units.count)),
      .init(
        "periods", .array(panel.periods == [""] ? [] : panel.periods.map { .text($0) })),
    ] + counts.metadata + [
      .init("cautions", .array(cautions.map { .text($0) })),
      .init("warnings", .array(loaded.warnings.map { .text($0) })),
    ]
  }
}

extension Panel {
  /// Name of a period; missing for data without periods.
  func timeCell(_ period: Int) -> ReportTable.Cell {
    periods[period].isEmpty ? .missing : .text(periods[period])
  }
}
