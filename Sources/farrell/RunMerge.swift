internal import Analysis
internal import RunStore
internal import Tables

/// Copies shards of one run from directory to directory.
struct RunMerge: Sendable {
  private let target: RunDirectory

  /// Merge into a run.
  ///
  /// - Parameter path: directory of the run that gets the shards.
  /// - Throws: ``TableError`` where there is no run.
  init(into path: String) throws(TableError) { target = try RunDirectory(opening: path) }

  /// Copies the shards that the target lacks; those that both have must be the same.
  ///
  /// - Throws: ``TableError`` of category `data` for another run; ``CommandError`` where two machines drew
  ///   different numbers.
  func take(from path: String) throws {
    let source = try RunDirectory(opening: path)
    guard source.manifest.digest == target.manifest.digest else {
      throw TableError(
        .data, "\(path): found another run than in \(target.path); expected shards of the same run")
    }
    for number in source.storedShards {
      guard let shard = try? source.shard(number) else {
        Console.line("farrell: warning: \(source.shardPath(number)) is damaged and left out")
        continue
      }
      guard let own = try? target.shard(number) else {
        try target.store(shard)
        continue
      }
      // NaN is not equal to itself; bytes are.
      guard own.bytes(target.manifest) == shard.bytes(target.manifest) else {
        throw CommandError.shardsDiffer(number, own.kernels, shard.kernels)
      }
    }
  }
}
