internal import Tables

/// The replicates of one shard as a file: a line that says what it is, the numbers, a digest of both.
///
/// Numbers are 64-bit floats, little-endian, part after part and in each replicate after replicate. The same
/// shard has the same bytes whenever and wherever it is drawn on processors of one type.
package struct ShardFile: Sendable, Hashable {
  /// Number of the shard.
  package let number: Int
  /// Values of each part, replicate after replicate.
  package let values: [[Double]]
  /// Counts of what happened to the linear programs of each part, in the order of ``countNames``.
  package let counts: [[Int]]
  /// Instruction set of the kernels that drew it.
  package let kernels: String

  /// Names of the counts of a part.
  package static let countNames = [
    "programs", "checked", "rescued", "infeasible", "failed", "hits", "pivots",
  ]

  /// Shard with its numbers.
  package init(number: Int, values: [[Double]], counts: [[Int]], kernels: String) {
    (self.number, self.values, self.counts, self.kernels) = (number, values, counts, kernels)
  }

  /// The bytes of the file.
  package func bytes(_ manifest: RunManifest) -> [UInt8] { bytes(digest: manifest.digest) }

  /// The bytes of the file; `digest` is that of the run's identity.
  package func bytes(digest: [UInt8]) -> [UInt8] {
    var text = TextBuffer(capacity: 8 * values.reduce(0) { $0 + $1.count } + 4096)
    text.append(header(digest) + "\n")
    for value in values.joined() { text.append(littleEndian: value.bitPattern) }
    return text.bytes + SHA256.digest(text.bytes)
  }

  /// One line of JSON.
  private func header(_ digest: [UInt8]) -> String {
    JSONValue.object([
      .init("farrell_shard", .integer(1)), .init("run", .text(SHA256.text(digest))),
      .init("shard", .integer(number)), .init("kernels", .text(kernels)),
      .init("counts", .array(counts.map { .array($0.map { .integer($0) }) })),
    ]).text
  }

  /// Reads a shard.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - number: the shard expected.
  ///   - manifest: the run expected.
  /// - Throws: ``Damage`` for bytes that are not that shard of that run.
  package init(_ bytes: [UInt8], number: Int, _ manifest: RunManifest) throws(Damage) {
    guard bytes.count > Self.digestSize else { throw .truncated }
    let end = bytes.count - Self.digestSize
    guard SHA256.digest(Array(bytes[..<end])) == Array(bytes[end...]) else { throw .digest }
    guard let line = bytes.firstIndex(of: UInt8(ascii: "\n")),
      let header = ShardHeader(bytes[..<line])
    else { throw .header }
    guard header.run == SHA256.text(manifest.digest) else { throw .otherRun }
    let parts = manifest.identity.parts
    guard header.shard == number, number >= 0, number < manifest.identity.shardCount,
      header.counts.count == parts.count,
      header.counts.allSatisfy({ part in
        part.count == Self.countNames.count
          && part.allSatisfy { (0...Self.largestCount).contains($0) }
      })
    else { throw .header }
    let count = manifest.identity.replicates(ofShard: number).count
    let sizes = parts.map { $0.valueCount * count }
    guard end - line - 1 == 8 * sizes.reduce(0, +) else { throw .truncated }
    var place = line + 1
    values = sizes.map { size in
      defer { place += 8 * size }
      return (0..<size).map { Self.number(bytes, at: place + 8 * $0) }
    }
    (self.number, counts, kernels) = (number, header.counts, header.kernels)
  }

  private static let digestSize = 32
  /// More linear programs than any shard has; sums of such counts cannot overflow.
  private static let largestCount = 1 << 40

  /// Number of the shard that a file says it is; nil where it does not say.
  static func number(of bytes: [UInt8]) -> Int? {
    guard let line = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    return ShardHeader(bytes[..<line])?.shard
  }

  private static func number(_ bytes: [UInt8], at place: Int) -> Double {
    var bits: UInt64 = 0
    for index in (0..<8).reversed() { bits = bits << 8 | UInt64(bytes[place + index]) }
    return Double(bitPattern: bits)
  }

  /// Why a file is not the shard looked for.
  package enum Damage: Error, Sendable, Hashable {
    /// The file is shorter or longer than its numbers.
    case truncated
    /// A byte has changed.
    case digest
    /// The first line says something else.
    case header
    /// The shard of another run.
    case otherRun

    /// In words.
    package var text: String {
      switch self {
      case .truncated: "the file is cut off or too long"
      case .digest: "its bytes have changed"
      case .header: "it is not the shard that its name says"
      case .otherRun: "it belongs to another run"
      }
    }
  }
}
