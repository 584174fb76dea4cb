package import RunStore
package import Tables

/// What the files of a run say.
package struct RunState: Sendable {
  private let directory: RunDirectory
  private var doneShards = 0
  private var doneReplicates = 0
  private var damaged: [Int] = []
  private var missing: [Int] = []
  private var counts: [Int]
  private var kernels: Set<String> = []

  /// Reads every shard.
  package init(_ directory: RunDirectory) {
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
  package var isComplete: Bool { doneShards == directory.manifest.identity.shardCount }

  /// What is known, a line for each.
  package var table: ReportTable {
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
