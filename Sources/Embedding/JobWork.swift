internal import Analysis
internal import CFarrell
internal import DenseKernels
internal import RunStore
internal import Tables

/// A request as it came.
struct JobRequest: Sendable {
  let command: String
  let data: DataSet?
  /// Settings by name, in their order.
  let settings: [(name: String, value: String)]
}

/// What a job does: a command on some data with some settings.
struct JobWork: Sendable {
  /// What can be asked for.
  enum Command: String, CaseIterable {
    case efficiency, malmquist, bootstrap, plan, draw

    /// The settings that it heeds, besides the number of threads.
    var settings: [SettingName] {
      let model: [SettingName] = [.rts, .orientation]
      let study: [SettingName] =
        model + [
          .replicates, .seed, .method, .compare, .subsampleSize, .bandwidthFactor, .convention,
          .period, .changes, .subset, .run, .prices, .pairs, .level, .interval, .isoquantUnit,
        ]
      switch self {
      case .efficiency:
        return model + [
          .technology, .slacks, .scale, .multipliers, .bootstrap, .seed, .level, .bandwidth,
          .bandwidthFactor, .smoothing,
        ]
      case .malmquist:
        return model + [
          .reference, .convention, .period, .changes, .weights, .neutralDecimals, .pairs, .subset,
          .prices, .isoquantUnit, .leaveOwnOut, .pairIsolated, .scale, .balanced, .distances,
          .table,
        ]
      case .bootstrap: return study + [.resume, .shard, .table]
      case .plan: return study + [.resume]
      case .draw: return study
      }
    }
  }

  /// Name of the only setting that the command line does not have.
  private static let shards = "shards"
  /// The table that costs more than it takes to print, and is made when it is asked for.
  private static let isoquants = "isoquants"

  let command: Command
  let threadCount: Int
  private let data: DataSet?
  private let settings: Settings
  private let shardNumbers: [Int]

  /// Checks the names of everything.
  init(_ request: JobRequest) throws(Failure) {
    guard let known = Command(rawValue: request.command) else {
      throw .usage(
        "found the command \(request.command.quoted); expected one of "
          + Command.allCases.map(\.rawValue).joined(separator: ", "))
    }
    var (settings, shards): ([SettingName: [String]], [String]) = ([:], [])
    for (name, value) in request.settings {
      let words = String(name.map { $0 == "_" ? "-" : $0 })
      if known == .draw, words == Self.shards {
        shards.append(value)
        continue
      }
      guard let setting = SettingName(rawValue: words),
        setting == .threads || known.settings.contains(setting)
      else {
        throw Self.unknown(name, known)
      }
      settings[setting, default: []].append(value)
    }
    var all = request.data?.settings ?? [:]
    for (name, texts) in settings {
      all[name] = Setting(texts, isSplit: true, origin: SettingWords.name(name))
    }
    // Shards are drawn for the run that is there, and change nothing in it.
    if known == .draw, settings[.run] != nil {
      all[.resume] = Setting(["true"], origin: "resume")
    }
    (command, data) = (known, request.data)
    self.settings = Settings(given: all)
    shardNumbers = try Self.numbers(shards)
    do throws(TableError) {
      threadCount =
        try self.settings[.threads]?.wholeNumber(1...1024) ?? max(1, Processor.allowedCount)
    } catch {
      throw Failure(error)
    }
  }

  private static func unknown(_ name: String, _ command: Command) -> Failure {
    let names =
      (command.settings + [.threads]).map(SettingWords.name) + (command == .draw ? [shards] : [])
    let near = NearMatch.best(for: name, among: names).map { [$0] } ?? names
    return .usage(
      "\(command.rawValue): found the setting \(name.quoted); expected one of \(NearMatch.list(near))"
    )
  }

  private static func numbers(_ texts: [String]) throws(Failure) -> [Int] {
    var numbers: [Int] = []
    for text in texts {
      guard let number = Int(text), number >= 0 else {
        throw .usage("\(shards): found \(text.quoted); expected numbers of shards from 0")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// Does the work.
  func results(_ host: JobHost) throws -> JobResults {
    switch command {
    case .efficiency: try efficiency(host)
    case .malmquist: try malmquist(host)
    case .bootstrap: try bootstrap(host)
    case .plan: try plan(host)
    case .draw: try draw(host)
    }
  }

  private func loaded() throws -> (DataSet, PanelRequest) {
    guard let data else {
      throw Failure.usage("\(command.rawValue): found no data; expected some")
    }
    var request = try PanelRequest(settings)
    request.loaded = data.loaded
    return (data, request)
  }

  private func efficiency(_ host: JobHost) throws -> JobResults {
    let (data, request) = try loaded()
    let report = try EfficiencyAnalysis(settings).report(on: data.loaded, request, host)
    report.remarks.forEach(host.remark)
    return JobResults(
      tables: [report.table], named: { $0 == report.table.name ? report.table : nil },
      readable: { [report.readableTable] },
      metadata: EngineVersion.metadata(command.rawValue) + request.metadata + report.metadata,
      remarks: host.remarks, isIncomplete: report.isIncomplete)
  }

  private func malmquist(_ host: JobHost) throws -> JobResults {
    var (data, request) = try loaded()
    let analysis = try IndexAnalysis(settings, &request)
    // Prices in the order in which the settings name their columns.
    let panel = try data.loaded.selectingPrices(request.options.priceColumns, of: data.priceNames)
    let report = try analysis.report(on: panel, request, withIsoquants: false, host)
    report.remarks.forEach(host.remark)
    let (solver, unit) = (host.solver, try settings[.isoquantUnit]?.unit(of: panel.panel))
    let drawn: @Sendable () -> MalmquistReport = {
      var drawn = report
      drawn.findIsoquants(solver, unit: unit)
      return drawn
    }
    return JobResults(
      tables: report.tables, named: { ($0 == Self.isoquants ? drawn() : report).table(named: $0) },
      readable: { report.readableTables },
      metadata: EngineVersion.metadata(command.rawValue) + request.metadata + report.metadata,
      remarks: host.remarks, isIncomplete: report.isIncomplete,
      pictures: { MalmquistPictures(report: drawn()).charts })
  }

  // MARK: Runs

  private func session(mayDraw: Bool) throws -> BootstrapSession {
    guard data != nil || settings[.run] != nil else {
      throw Failure.usage("\(command.rawValue): found no data and no run; expected one of them")
    }
    return try BootstrapSession(settings, data: data?.file, mayDraw: mayDraw)
  }

  private func bootstrap(_ host: JobHost) throws -> JobResults {
    var session = try session(mayDraw: true)
    let found = try session.read(host)
    let study = try session.study(found, host)
    guard let outcome = try session.draw(study, found, host) else {
      return JobResults(plan: try session.shards(study, found).document, remarks: host.remarks)
    }
    let report = try session.report(outcome, source: session.request.note, host)
    host.remark(report.summary)
    let solver = host.solver
    let drawn: @Sendable () -> BootstrapReport = {
      var drawn = report
      drawn.findIsoquants(solver)
      return drawn
    }
    return JobResults(
      tables: report.tables, named: { ($0 == Self.isoquants ? drawn() : report).table(named: $0) },
      readable: { report.readableTables },
      metadata: EngineVersion.metadata("bootstrap") + session.request.metadata + report.metadata,
      remarks: host.remarks, isIncomplete: report.isIncomplete,
      pictures: { BootstrapPictures(report: drawn()).charts },
      draws: BootstrapDrawsOutput(outcome.results))
  }

  private func plan(_ host: JobHost) throws -> JobResults {
    var session = try session(mayDraw: true)
    let found = try session.read(host)
    let study = try session.study(found, host)
    _ = try session.open(study, found)
    return JobResults(plan: try session.shards(study, found).document, remarks: host.remarks)
  }

  private func draw(_ host: JobHost) throws -> JobResults {
    var session = try session(mayDraw: true)
    let found = try session.read(host)
    let study = try session.study(found, host)
    let count = try session.shardCount(study, found)
    guard !shardNumbers.isEmpty else {
      throw Failure.usage("\(Self.shards): found none; expected numbers of shards")
    }
    for number in shardNumbers where number >= count {
      throw Failure.usage("\(Self.shards): found \(number); expected at most \(count - 1)")
    }
    return JobResults(
      shards: try session.drawn(shardNumbers, study, found, host), remarks: host.remarks)
  }
}
