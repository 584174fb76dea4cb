internal import DenseKernels
internal import Frontier
internal import Inference
internal import Productivity
internal import RunStore
internal import Tables

/// One bootstrap from its settings to its report: in memory or on disk, whole or in part.
struct BootstrapSession {
  var run: Run
  private let settings: Settings
  private let path: String?
  var directory: RunDirectory?
  let part: ShardPart?
  let mayDraw: Bool
  private let files: BootstrapFiles
  private var stages = StageClock()
  /// How the data were made, for a run that begins.
  private let preparation: RunPreparation?

  /// Opens the run that the settings name, where there is one.
  ///
  /// - Parameters:
  ///   - settings: flags, environment, run file.
  ///   - mayDraw: whether missing replicates are drawn.
  ///   - preparation: how the data were made, where that is known.
  /// - Throws: ``TableError`` for settings that contradict each other or the run on disk.
  init(
    _ settings: Settings, mayDraw: Bool, preparation: RunPreparation? = nil
  ) throws(TableError) {
    self.preparation = preparation
    var settings = settings
    path = try settings.text(.run)
    let isResumed = try settings.isOn(.resume)
    if let path, RunDirectory.exists(path) {
      let directory = try RunDirectory(opening: path)
      guard isResumed else {
        throw TableError(
          .cannotCreate, "\(path): found a run; expected --resume to go on with it, or a new name")
      }
      let identity = directory.manifest.identity
      settings = settings.resuming(
        directory.manifest.report.merging(identity.settings) { _, identity in identity },
        of: "\(path)/\(RunDirectory.manifestName)")
      self.directory = directory
    } else if let path, !mayDraw {
      throw TableError(.noInput, "\(path): found no run; expected the directory of one")
    }
    part = try settings[.shard]?.shardPart()
    if part != nil && path == nil {
      throw TableError(.usage, "--shard: found no --run; expected the directory of the run")
    }
    if isResumed && path == nil {
      throw TableError(.usage, "--resume: found no --run; expected the directory of the run")
    }
    (self.settings, self.mayDraw) = (settings, mayDraw)
    if let path, isResumed, directory == nil, settings[.file] == nil {
      throw TableError(.noInput, "\(path): found no run; expected one, or a FILE to begin it with")
    }
    let own = path.map(RunDirectory.files) ?? []
    run = try Run(command: "bootstrap", settings, inputs: own)
    files = try BootstrapFiles(
      settings, inputs: [run.request.path] + own + (settings.runFilePath.map { [$0] } ?? []))
    _ = try settings.required(.time, "the column with the periods")
  }

  /// Reads, draws and reports.
  mutating func execute() throws {
    guard let outcome = try outcome() else { return }
    try reporting { session throws in try session.report(outcome) }
  }

  /// Reads and draws.
  ///
  /// - Returns: what was found; nil after a dry run, and after one part of several.
  mutating func outcome() throws -> BootstrapOutcome? {
    stages.enter(.reading)
    let digest = try readData()
    run.request.options.priceColumns =
      try PriceColumns(settings[.prices], inputs: run.request.options.inputColumns).names
    let loaded = try run.loadPanel()
    let plan = try BootstrapPlan(settings, loaded.panel, file: run.request.path)
    let only = try settings[.table]?.choice(
      BootstrapReport.TableName.cases(outputCount: loaded.panel.outputNames.count)
        .map { ($0, [$0.rawValue]) })
    try plan.prices.check(only?.rawValue, needsPrices: only?.needsPrices ?? false)
    stages.enter(.solving)
    let (solver, request) = (run.solver, run.request)
    let study = try run.solving { control in
      do throws(StudyError) {
        return try IndexStudy(loaded.panel, plan.study, solver: solver, control: control)
      } catch .inference(.cancelled) {
        throw WorkCancelled()
      } catch {
        throw TableError(error, request, loaded.panel)
      }
    }
    if try settings.isOn(.dryRun) {
      try BootstrapProbe(study, run).report()
      return nil
    }
    let identity = try identity(study, plan, digest)
    try openDirectory(identity, plan)
    guard let blocks = try draw(study, identity) else { return nil }
    return BootstrapOutcome(
      results: study.results(blocks, plan.intervals), plan: plan, loaded: loaded, only: only)
  }

  /// Does something with all replicates at hand, which a signal may end: those on disk stay.
  mutating func reporting(_ body: (inout Self) throws -> Void) throws {
    do {
      try body(&self)
    } catch let error as TableError where isStop(error) {
      guard let directory else { throw error }
      throw TableError(
        .resumable,
        progressText(directory.manifest.identity, found: directory.manifest.identity.shardCount))
    }
  }

  /// Reads the file of the data once; returns its digest.
  private mutating func readData() throws(TableError) -> String {
    guard let directory else {
      let bytes = try InputFile.bytes(ofFile: run.request.path)
      run.request.bytes = bytes
      return SHA256.text(SHA256.digest(bytes))
    }
    let bytes = try InputFile.bytes(ofFile: directory.dataPath)
    let (known, digest) = (
      directory.manifest.identity.dataDigest, SHA256.text(SHA256.digest(bytes))
    )
    guard digest == known else {
      throw TableError(.data, "\(directory.dataPath): found changed bytes; expected \(known)")
    }
    if settings[.file]?.origin == SettingName.file.flag {
      let given = try InputFile.bytes(ofFile: run.request.path)
      guard SHA256.text(SHA256.digest(given)) == known else {
        throw TableError(
          .data,
          "\(run.request.path): found other data than the run in \(directory.path) has; "
            + "expected the same")
      }
    }
    run.request.bytes = bytes
    return digest
  }

  private func identity(
    _ study: IndexStudy, _ plan: BootstrapPlan, _ digest: String
  ) throws(TableError) -> RunManifest.Identity {
    RunManifest.Identity(
      command: "bootstrap", engineVersion: EngineVersion.current,
      settings: try plan.identity(settings), dataDigest: digest,
      replicateCount: study.options.bootstrap.replicateCount,
      shardSize: BootstrapDraw.shardSize(study),
      parts: study.parts.map {
        .init(
          name: $0.name(study.panel.periods), valueCount: $0.sampler.statistics.count,
          programCount: $0.sampler.programCount)
      })
  }

  /// Begins the run on disk, or checks that the one there is the one asked for.
  private mutating func openDirectory(
    _ identity: RunManifest.Identity, _ plan: BootstrapPlan
  ) throws(TableError) {
    guard let directory else {
      guard let path, let data = run.request.bytes else { return }
      let environment = RunManifest.Environment(
        processor: Processor.modelName ?? "unknown", kernels: Processor.kernelLevel,
        blasCore: BLASLibrary.coreName)
      self.directory = try RunDirectory(
        creating: path,
        RunManifest(
          identity: identity, report: plan.report(settings), environment: environment),
        data: data, preparation: preparation)
      return
    }
    if let difference = identity.difference(from: directory.manifest.identity) {
      throw TableError(.usage, "\(directory.path): \(difference), as the run was begun")
    }
  }

  /// Intervals of everything, from the replicates.
  ///
  /// - Parameters:
  ///   - outcome: the replicates.
  ///   - source: what was read, in words.
  /// - Returns: what the tables and figures show.
  /// - Throws: ``TableError`` after a signal.
  func intervals(_ outcome: BootstrapOutcome, source: String) throws -> BootstrapReport {
    let (solver, threads) = (run.solver, run.threadCount)
    return try run.solving { control in
      try BootstrapReport(
        outcome.results, outcome.plan, outcome.loaded, source: source, only: outcome.only,
        solver: solver, threads: threads, control)
    }
  }

  private mutating func report(_ outcome: BootstrapOutcome) throws {
    var report = try intervals(outcome, source: run.request.note)
    if outcome.only == .isoquants || files.pictures != nil { report.findIsoquants(run.solver) }
    stages.enter(.writing)
    try run.write(
      readable: report.readableTables, tables: report.tables, metadata: report.metadata)
    if let draws = files.draws { try BootstrapDrawsOutput(outcome.results).write(to: draws) }
    try files.pictures?.write(BootstrapPictures(report: report).charts)
    run.remark(report.summary)
    run.remark(stages.line(readByteCount: outcome.loaded.byteCount))
    if report.isIncomplete { throw CommandExit.incomplete.code }
  }
}

/// All replicates of a bootstrap, and what they were drawn for.
struct BootstrapOutcome {
  let results: IndexStudyResults
  let plan: BootstrapPlan
  let loaded: LoadedPanel
  /// The only table wanted; nil for all.
  let only: BootstrapReport.TableName?
}

extension RunManifest.Identity {
  /// The first thing in which this run is not `other`, in words; nil where there is none.
  fileprivate func difference(from other: Self) -> String? {
    if engineVersion != other.engineVersion {
      return "found version \(engineVersion); expected \(other.engineVersion)"
    }
    for name in Set(settings.keys).union(other.settings.keys).sorted() {
      let (found, expected) = (settings[name], other.settings[name])
      if found != expected {
        func words(_ texts: [String]?) -> String { texts?.joined(separator: ", ") ?? "nothing" }
        return "--\(name): found \(words(found)); expected \(words(expected))"
      }
    }
    return self == other ? nil : "found another study; expected the same"
  }
}

extension IndexStudy.Part {
  /// Method, size of the subsamples and years, such as "neutral-null 1999-2012".
  func name(_ periods: [String]) -> String {
    var name = method.name
    if case .subsample(let size) = world, method == .subsampling(size: nil) { name += "-\(size)" }
    return "\(name) \(periods[span.from])-\(periods[span.to])"
  }
}
