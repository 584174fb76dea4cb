internal import DenseKernels
internal import Frontier
package import Inference
internal import Productivity
package import RunStore
package import Tables

/// One bootstrap from its settings to its replicates: in memory or on disk, whole or in part.
///
/// Its steps follow each other: ``read(_:)``, ``study(_:_:)``, ``draw(_:_:_:)``, ``report(_:source:_:)``.
package struct BootstrapSession {
  /// What was asked for, and what a run that goes on was begun with.
  package let settings: Settings
  /// The data.
  package private(set) var request: PanelRequest
  /// The run on disk, where there is one already.
  package private(set) var directory: RunDirectory?
  /// Whether the run is to be made, and nothing drawn.
  package let begins: Bool
  let part: ShardPart?
  let mayDraw: Bool
  private let path: String?
  /// How the data were made, for a run that begins.
  private let preparation: RunPreparation?
  /// The command that goes on with the run, where it is not that of a bootstrap.
  let continuation: String?

  /// Opens the run that the settings name, where there is one.
  ///
  /// - Parameters:
  ///   - settings: what was asked for.
  ///   - data: contents of the file of the data, where they are known already.
  ///   - mayDraw: whether missing replicates are drawn.
  ///   - preparation: how the data were made, where that is known.
  ///   - continuation: the command that goes on with the run, where it is not that of a bootstrap.
  /// - Throws: ``TableError`` for settings that contradict each other or the run on disk.
  package init(
    _ settings: Settings, data: [UInt8]? = nil, mayDraw: Bool, preparation: RunPreparation? = nil,
    continuation: String? = nil
  ) throws(TableError) {
    (self.preparation, self.continuation) = (preparation, continuation)
    self.mayDraw = mayDraw
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
    begins = mayDraw ? try settings.isOn(.begin) : false
    for (name, isAsked) in [
      (SettingName.shard, part != nil), (.resume, isResumed), (.begin, begins),
    ]
    where isAsked && path == nil {
      throw TableError(.usage, "\(name.flag): found no --run; expected the directory of the run")
    }
    let isDry = try settings.isOn(.dryRun)
    guard !begins || part == nil && !isDry else {
      throw TableError(
        .usage, "--begin: found --shard or --dry-run; expected none of them, as nothing is drawn")
    }
    self.settings = settings
    if let path, isResumed, directory == nil, settings[.file] == nil {
      throw TableError(.noInput, "\(path): found no run; expected one, or a FILE to begin it with")
    }
    request = try PanelRequest(settings)
    request.bytes = data
    _ = try settings.required(.time, "the column with the periods")
  }

  /// The files that make the run, which nothing else may write to.
  package var ownFiles: [String] { path.map(RunDirectory.files) ?? [] }

  /// Reads the data, of a run that goes on those that it keeps.
  package mutating func read(_ host: some AnalysisHost) throws(TableError) -> BootstrapData {
    let digest = try readData()
    request.options.priceColumns =
      try PriceColumns(settings[.prices], inputs: request.options.inputColumns).names
    let loaded = try request.load()
    for warning in loaded.warnings { host.remark("warning: \(warning)") }
    let plan = try BootstrapPlan(settings, loaded.panel, file: request.path)
    let only = try settings[.table]?.choice(
      BootstrapReport.TableName.cases(outputCount: loaded.panel.outputNames.count)
        .map { ($0, [$0.rawValue]) })
    try plan.prices.check(only?.rawValue, needsPrices: only?.needsPrices ?? false)
    return BootstrapData(loaded: loaded, plan: plan, only: only, digest: digest)
  }

  /// Measures the distances of the data, and makes every replicate ready to be drawn.
  package func study(_ data: BootstrapData, _ host: some AnalysisHost) throws -> IndexStudy {
    let solver = host.solver
    return try host.solving { control in
      do throws(StudyError) {
        return try IndexStudy(data.loaded.panel, data.plan.study, solver: solver, control: control)
      } catch .inference(.cancelled) {
        throw WorkCancelled()
      } catch {
        throw TableError(error, request, data.loaded.panel)
      }
    }
  }

  /// Begins the run on disk, or checks that the one there is the one asked for.
  ///
  /// - Returns: what the run is, also for one in memory.
  package mutating func open(
    _ study: IndexStudy, _ data: BootstrapData
  ) throws(TableError) -> RunManifest.Identity {
    let identity = try checkedIdentity(study, data)
    if directory == nil, let path, let bytes = request.bytes {
      let environment = RunManifest.Environment(
        processor: Processor.modelName ?? "unknown", kernels: Processor.kernelLevel,
        blasCore: BLASLibrary.coreName)
      directory = try RunDirectory(
        creating: path,
        RunManifest(
          identity: identity, report: data.plan.report(settings), environment: environment),
        data: bytes, preparation: preparation)
    }
    return identity
  }

  /// What the run is.
  ///
  /// - Throws: ``TableError`` where the run on disk was begun as another.
  func checkedIdentity(
    _ study: IndexStudy, _ data: BootstrapData
  ) throws(TableError) -> RunManifest.Identity {
    let identity = try identity(study, data)
    if let directory, let difference = identity.difference(from: directory.manifest.identity) {
      throw TableError(.usage, "\(directory.path): \(difference), as the run was begun")
    }
    return identity
  }

  /// Draws what is missing.
  ///
  /// - Returns: what was found; nil after one part of several.
  package mutating func draw(
    _ study: IndexStudy, _ data: BootstrapData, _ host: some AnalysisHost
  ) throws -> BootstrapOutcome? {
    let identity = try open(study, data)
    guard let blocks = try blocks(study, identity, host) else { return nil }
    return BootstrapOutcome(
      results: study.results(blocks, data.plan.intervals), plan: data.plan, loaded: data.loaded,
      only: data.only)
  }

  /// Intervals of everything, from the replicates.
  ///
  /// - Parameters:
  ///   - outcome: the replicates.
  ///   - source: what was read, in words.
  ///   - host: who has it done.
  /// - Returns: what the tables and figures show.
  /// - Throws: ``TableError`` after a signal; a run on disk keeps its replicates.
  package func report(
    _ outcome: BootstrapOutcome, source: String, _ host: some AnalysisHost
  ) throws -> BootstrapReport {
    let (solver, threads) = (host.solver, host.threadCount)
    return try reporting { () throws in
      try host.solving { control in
        try BootstrapReport(
          outcome.results, outcome.plan, outcome.loaded, source: source, only: outcome.only,
          solver: solver, threads: threads, control)
      }
    }
  }

  /// Does something with all replicates at hand, which a signal may end: those on disk stay.
  package func reporting<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
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
      let bytes = try givenBytes()
      request.bytes = bytes
      return SHA256.text(SHA256.digest(bytes))
    }
    let bytes = try InputFile.bytes(ofFile: directory.dataPath)
    let (known, digest) = (
      directory.manifest.identity.dataDigest, SHA256.text(SHA256.digest(bytes))
    )
    guard digest == known else {
      throw TableError(.data, "\(directory.dataPath): found changed bytes; expected \(known)")
    }
    if settings.isGiven(.file) {
      guard SHA256.text(SHA256.digest(try givenBytes())) == known else {
        throw TableError(
          .data,
          "\(request.path): found other data than the run in \(directory.path) has; "
            + "expected the same")
      }
    }
    request.bytes = bytes
    return digest
  }

  /// The data that the caller names.
  private func givenBytes() throws(TableError) -> [UInt8] {
    if let bytes = request.bytes { return bytes }
    return try InputFile.bytes(ofFile: request.path)
  }

  private func identity(
    _ study: IndexStudy, _ data: BootstrapData
  ) throws(TableError) -> RunManifest.Identity {
    RunManifest.Identity(
      command: "bootstrap", engineVersion: EngineVersion.current,
      settings: try data.plan.identity(settings), dataDigest: data.digest,
      replicateCount: study.options.bootstrap.replicateCount,
      shardSize: BootstrapDraw.shardSize(study),
      parts: study.parts.map {
        .init(
          name: $0.name(study.panel.periods), valueCount: $0.sampler.statistics.count,
          programCount: $0.sampler.programCount)
      })
  }
}

/// The panel of a bootstrap, and what is drawn and shown of it.
package struct BootstrapData: Sendable {
  /// The panel.
  package let loaded: LoadedPanel
  /// What is drawn and shown.
  package let plan: BootstrapPlan
  /// The only table wanted; nil for all.
  package let only: BootstrapReport.TableName?
  /// SHA-256 of the file.
  let digest: String
}

/// All replicates of a bootstrap, and what they were drawn for.
package struct BootstrapOutcome: Sendable {
  package let results: IndexStudyResults
  let plan: BootstrapPlan
  package let loaded: LoadedPanel
  /// The only table wanted; nil for all.
  package let only: BootstrapReport.TableName?
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
