internal import Analysis
internal import DenseKernels
internal import Frontier
internal import Inference
internal import Tables

/// One test from its settings to its report.
struct TestSession {
  var run: Run
  let plan: DrawPlan
  let returnsToScale: ReturnsToScale
  let orientation: Orientation
  private var stages = StageClock()
  private var clock = SolverClock()

  /// - Parameters:
  ///   - command: name of the command in documents.
  ///   - settings: flags, environment, run file.
  ///   - replicateCount: number of replicates where no setting names it.
  ///   - hasReturns: whether the test has returns to scale of its own to name.
  /// - Throws: ``TableError`` for settings that no test can have.
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
    clock = SolverClock()
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
    if report.counts.programs > 0 { run.remark(solved) }
    run.remark(stages.line(readByteCount: report.loaded.byteCount))
    if report.counts.failed > 0 { throw CommandExit.incomplete.code }
  }
}
