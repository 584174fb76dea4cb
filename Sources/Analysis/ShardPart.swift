internal import Tables

/// One of several parts of a run.
struct ShardPart: Sendable, Hashable {
  /// From 1.
  let number: Int
  let count: Int

  /// The part as `--shard` takes it.
  var text: String { "\(number)/\(count)" }

  /// Name of its lock.
  var name: String { "\(number)-of-\(count)" }

  /// Its share of the shards: neighbours.
  func shards(of total: Int) -> [Int] {
    Array(total * (number - 1) / count..<total * number / count)
  }
}

extension Setting {
  /// A part written `i/N`.
  func shardPart() throws(TableError) -> ShardPart {
    let text = try single()
    let ends = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard ends.count == 2, let number = ends[0], let count = ends[1], number >= 1, number <= count,
      count <= 1_000_000
    else { throw refusal(of: text, expected: "i/N with i from 1 to N") }
    return ShardPart(number: number, count: count)
  }
}
