internal import FoundationEssentials

/// The first line of a shard.
struct ShardHeader: Decodable {
  let run: String
  let shard: Int
  let kernels: String
  let counts: [[Int]]

  /// The header of a line of JSON; nil where it is none.
  init?(_ line: ArraySlice<UInt8>) {
    guard let header = try? JSONDecoder().decode(ShardHeader.self, from: Data(line)) else {
      return nil
    }
    self = header
  }
}
