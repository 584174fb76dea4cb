/// Philox4x64-10, a counter-based generator: block number, replicate and key give four words, with nothing
/// carried from one to the next.
///
/// The words are those of NumPy's `Philox(key: [seed, stream], counter: [0, 0, replicate, 0])`.
/// - Note: Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".
struct Philox: Sendable {
  private let key: (UInt64, UInt64)
  private let replicate: UInt64

  /// Generator of one replicate of one stream.
  init(seed: UInt64, stream: UInt64, replicate: UInt64) {
    key = (seed, stream)
    self.replicate = replicate
  }

  /// The four words of block `number`; the first block that NumPy uses is 1.
  func block(_ number: UInt64) -> (UInt64, UInt64, UInt64, UInt64) {
    var (a, b, c, d): (UInt64, UInt64, UInt64, UInt64) = (number, 0, replicate, 0)
    var (k, l) = key
    for _ in 0..<Self.roundCount {
      let first = a.multipliedFullWidth(by: Self.multipliers.0)
      let second = c.multipliedFullWidth(by: Self.multipliers.1)
      (a, b, c, d) = (second.high ^ b ^ k, second.low, first.high ^ d ^ l, first.low)
      (k, l) = (k &+ Self.increments.0, l &+ Self.increments.1)
    }
    return (a, b, c, d)
  }

  private static let roundCount = 10
  private static let multipliers: (UInt64, UInt64) = (0xD2E7_470E_E14C_6C93, 0xCA5A_8263_9512_1157)
  /// The golden ratio and the square root of three, as fractions of 2⁶⁴.
  private static let increments: (UInt64, UInt64) = (0x9E37_79B9_7F4A_7C15, 0xBB67_AE85_84CA_A73B)
}
