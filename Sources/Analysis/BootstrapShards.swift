package import Inference
internal import RunStore
package import Tables

/// The shards of a run, and which of them are there.
package struct BootstrapShards: Sendable {
  let identity: RunManifest.Identity
  /// LPs of one replicate.
  let programCount: Int
  /// Directory of the run; nil for one in memory.
  let path: String?
  let missing: [Int]

  /// What is there and what it costs, for programs.
  package var document: JSONValue {
    .object([
      .init("run", path.map { .text($0) } ?? .null),
      .init("replicates", .integer(identity.replicateCount)),
      .init("shard_count", .integer(identity.shardCount)),
      .init("shard_size", .integer(identity.shardSize)),
      .init("programs_per_replicate", .integer(programCount)),
      .init("programs", .integer(programCount * identity.replicateCount)),
      .init("values_per_replicate", .integer(identity.valueCount)),
      .init("digest", .text(SHA256.text(identity.digest))),
      .init("missing", .array(missing.map { .integer($0) })),
    ])
  }
}

extension BootstrapSession {
  /// The shards of the run, of one on disk those that are whole told from the others.
  package func shards(
    _ study: IndexStudy, _ data: BootstrapData
  ) throws(TableError) -> BootstrapShards {
    let identity = try checkedIdentity(study, data)
    let missing = (0..<identity.shardCount).filter { number in
      ((try? directory?.shard(number)) ?? nil) == nil
    }
    return BootstrapShards(
      identity: identity, programCount: study.programCount, path: directory?.path,
      missing: missing)
  }

  /// Number of shards of the run, whatever is there of them.
  package func shardCount(
    _ study: IndexStudy, _ data: BootstrapData
  ) throws(TableError) -> Int {
    try checkedIdentity(study, data).shardCount
  }

  /// Draws some shards, and keeps them nowhere.
  ///
  /// - Returns: the bytes of each, as the run on disk keeps them.
  package func drawn(
    _ numbers: [Int], _ study: IndexStudy, _ data: BootstrapData, _ host: some AnalysisHost
  ) throws -> [Int: [UInt8]] {
    let identity = try checkedIdentity(study, data)
    let draw = BootstrapDraw(
      study: study, identity: identity, directory: nil, threadCount: host.threadCount)
    let distinct = Set(numbers).sorted()
    do {
      let digest = identity.digest
      let shards = try host.solving { control in try draw.run(distinct, keeps: true, control) }
      return Dictionary(
        uniqueKeysWithValues: shards.map { ($0.number, $0.bytes(digest: digest)) })
    } catch let error as InferenceError {
      throw TableError(.data, "\(request.path): \(error.text(study.panel))")
    }
  }
}
