internal import Analysis
internal import RunStore
internal import Tables

/// A bootstrap under a command: what it draws, and where its results go.
struct BootstrapRun {
  /// Settings and output.
  let run: Run
  private(set) var session: BootstrapSession
  private let files: BootstrapFiles
  private var stages = StageClock()

  /// Opens the run that the settings name, and checks that everything can be written.
  ///
  /// - Parameters:
  ///   - settings: flags, environment, run file.
  ///   - mayDraw: whether missing replicates are drawn.
  ///   - preparation: how the data were made, where that is known.
  ///   - continuation: the command that goes on with the run, where it is not that of a bootstrap.
  /// - Throws: ``TableError`` for settings that contradict each other or the run on disk.
  init(
    _ settings: Settings, mayDraw: Bool, preparation: RunPreparation? = nil,
    continuation: String? = nil
  ) throws(TableError) {
    session = try BootstrapSession(
      settings, mayDraw: mayDraw, preparation: preparation, continuation: continuation)
    let own = session.ownFiles
    run = try Run(command: "bootstrap", session.settings, inputs: own)
    files = try BootstrapFiles(
      session.settings,
      inputs: [run.request.path] + own + (settings.runFilePath.map { [$0] } ?? []))
  }

  /// Reads, draws and reports.
  mutating func execute() throws {
    guard let outcome = try outcome() else { return }
    var report = try session.report(outcome, source: run.request.note, run)
    try session.reporting { () throws in
      if outcome.only == .isoquants || files.pictures != nil { report.findIsoquants(run.solver) }
      stages.enter(.writing)
      try run.write(
        readable: report.readableTables, tables: report.tables, metadata: report.metadata)
      if let draws = files.draws { try BootstrapDrawsOutput(outcome.results).write(to: draws) }
      try files.pictures?.write(BootstrapPictures(report: report).charts)
    }
    run.remark(report.summary)
    run.remark(stages.line(readByteCount: outcome.loaded.byteCount))
    if report.isIncomplete { throw CommandExit.incomplete.code }
  }

  /// Reads and draws.
  ///
  /// - Returns: what was found; nil after a dry run, after a run was begun, and after one part of several.
  mutating func outcome() throws -> BootstrapOutcome? {
    stages.enter(.reading)
    let data = try session.read(run)
    stages.enter(.solving)
    let study = try session.study(data, run)
    if try session.settings.isOn(.dryRun) {
      try BootstrapProbe(study, run).report()
      return nil
    }
    if session.begins {
      let identity = try session.open(study, data)
      let found = session.directory?.storedShards.count ?? 0
      run.remark(session.progressText(identity, found: found))
      return nil
    }
    return try session.draw(study, data, run)
  }
}
