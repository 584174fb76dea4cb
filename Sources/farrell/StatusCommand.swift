internal import ArgumentParser
internal import RunStore
internal import Tables

/// `farrell status`: how far a run on disk has come.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "How far a run on disk has come.",
    discussion: """
      EXAMPLES:
        farrell status work
        farrell status work --format json

      Every shard is read and checked. Exit codes: 0 all shards are there, 75 some
      are missing or damaged.
      """)

  @Argument(help: "Directory of the run.")
  var directory: String
  @Option(help: "Format of the results: table, markdown, latex, csv or json (default: table).")
  var format: String?

  func run() throws {
    let settings = try Settings(flags: format.map { [.format: [$0]] } ?? [:], runFile: nil)
    let format = try settings.format()
    let state = RunState(try RunDirectory(opening: directory))
    try OutputFile(.standardOutput, inputs: []).write(
      format.text(
        of: [state.table],
        metadata: [
          .init("command", .text("status")), .init("engine_version", .text(EngineVersion.current)),
        ]))
    if !state.isComplete { throw CommandExit.resumable.code }
  }
}

/// What the files of a run say.
struct RunState: Sendable {
  private let directory: RunDirectory
  private var doneShards = 0
  private var doneReplicates = 0
  private var damaged: [Int] = []
  private var missing: [Int] = []
  private var counts: [Int]
  private var kernels: Set<String> = []

  /// Reads every shard.
  init(_ directory: RunDirectory) {
    self.directory = directory
    counts = [Int](repeating: 0, count: ShardFile.countNames.count)
    let identity = directory.manifest.identity
    for number in 0..<identity.shardCount {
      do {
        guard let shard = try directory.shard(number) else {
          missing.append(number)
          continue
        }
        doneShards += 1
        doneReplicates += identity.replicates(ofShard: number).count
        kernels.insert(shard.kernels)
        for part in shard.counts {
          for (index, count) in part.enumerated() { counts[index] += count }
        }
      } catch {
        damaged.append(number)
      }
    }
  }

  /// Whether every shard is there and whole.
  var isComplete: Bool { doneShards == directory.manifest.identity.shardCount }

  /// What is known, a line for each.
  var table: ReportTable {
    let (identity, environment) = (directory.manifest.identity, directory.manifest.environment)
    var table = ReportTable(
      name: "status", notes: ["Run in \(directory.path)", ""], columns: ["what", "value"])
    func add(_ name: String, _ cell: ReportTable.Cell) { table.append([.text(name), cell]) }
    add("shards", .integer(identity.shardCount))
    add("shards done", .integer(doneShards))
    add("shards missing", .integer(missing.count))
    add("shards damaged", .integer(damaged.count))
    add("first missing or damaged", (missing + damaged).min().map { .integer($0) } ?? .missing)
    add("replicates", .integer(identity.replicateCount))
    add("replicates done", .integer(doneReplicates))
    for (name, count) in zip(ShardFile.countNames, counts) { add("LPs: \(name)", .integer(count)) }
    add("engine version", .text(identity.engineVersion))
    add("begun on", .text("\(environment.processor), BLAS core \(environment.blasCore)"))
    add("kernels", .text(kernels.sorted().joined(separator: ", ")))
    add("data SHA-256", .text(identity.dataDigest))
    let next = isComplete ? "farrell merge" : "farrell bootstrap --resume --run"
    add("next", .text("\(next) \(directory.path.shellQuoted)"))
    return table
  }
}
